"""Grade a course by the engine, in a process of its own.

Run as a module. The first line that it prints says that grading begins: the grader's own modules
are imported by then, and nothing else is made ready.
"""

import json
import sys
from pathlib import Path

from casebook.grading.course import Course
from casebook.grading.grade import grade


def main() -> None:
    """Grade as standard input says; print one JSON line a hand-in."""
    job = json.load(sys.stdin)
    print("begins", flush=True)
    course = Course(Path(job["folder"]))
    options = {name: job.get(name) for name in ("cluster", "learner")}
    for result in grade(course, job["assignment"], jobs=job["jobs"], **options):
        print(json.dumps(result.to_dict()), flush=True)


if __name__ == "__main__":
    main()
