"""Play one assignment through, on real files: release, three learners, grade, feedback, report."""

import argparse
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from casebook.grading.course import Course
from casebook.grading.grade import grade
from casebook.grading.release import api, release
from casebook.reporting import report
from course.learners import ASSIGNMENT, THREE, mark_by_hand, three_hand_in

REPOSITORY = Path(__file__).parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=REPOSITORY / "build" / "demo")
    folder = parser.parse_args().folder.resolve()
    course = fresh_course(folder)

    print(f"1. Release {ASSIGNMENT}: {release(course, ASSIGNMENT, variants=20)}")

    three_hand_in(course)
    print(f"2. Three learners hand in: {course.folder / 'submitted'}")

    print("3. Grade")
    for one in grade(course, ASSIGNMENT):
        print(f"   {one}")

    marks = {"script-facts": 3, "script-agreed": 3, "script-reach": 2, "script-respect": 1}
    mark_by_hand(course, THREE[0], marks, comment="写得清楚。结尾可以再短一点。")
    print(f"4. A person marks the message of {THREE[0]}: {sum(marks.values())} of 10")

    result = api(course).generate_feedback(ASSIGNMENT)
    if not result["success"]:
        raise SystemExit(result["error"])
    print(f"5. Feedback: {course.folder / 'feedback'}/<learner>/{ASSIGNMENT}/{ASSIGNMENT}.html")
    print(f"6. Report: {report.write(course, ASSIGNMENT)}")
    print(f"   To mark by hand, run in {course.folder}: jupyter lab, then Nbgrader > Formgrader")


def fresh_course(folder: Path) -> Course:
    """Make an empty course of the specimen's sources and keys."""
    if folder.exists():
        shutil.rmtree(folder)
    return Course(REPOSITORY / "assessments").sources_to(folder)


if __name__ == "__main__":
    main()
