"""Grade a course in lives that are killed at random moments, until enough were.

Run as a module: ``python -m course.lives FOLDER ASSIGNMENT KILLS SEED``. Whenever a life ends by
itself, what it leaves is held to what the first line of standard input says an unkilled run
leaves, and all is graded anew. Prints how many lives were killed, and how many ended.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from nbgrader.api import Gradebook

from casebook.grading.course import Course
from casebook.grading.grade import grade
from course.state import state

#: A life is killed after so many seconds: while it readies itself, or grades, or has all but done.
EARLIEST_S, LATEST_S = 0.3, 3.0


def main() -> None:
    folder, assignment, kills, seed = sys.argv[1:]
    course, draw = Course(Path(folder)), random.Random(int(seed))
    expected, killed, ended = json.loads(sys.stdin.readline()), 0, 0
    while killed < int(kills):
        if is_killed(course, assignment, draw.uniform(EARLIEST_S, LATEST_S)):
            killed += 1
        else:
            ended += 1
            hold(course, expected)
            forget(course, assignment)
    list(grade(course, assignment))
    hold(course, expected)
    print(json.dumps({"killed": killed, "ended": ended}))


def is_killed(course: Course, assignment: str, after_s: float) -> bool:
    """Let a process grade for so many seconds; return whether it had to be killed."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            list(grade(course, assignment))
            code = 0
        finally:
            os._exit(code)
    until = time.monotonic() + after_s
    while time.monotonic() < until:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            if status:
                raise SystemExit(f"a life ended with {status}")
            return False
        time.sleep(0.005)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return True


def hold(course: Course, expected: object) -> None:
    found = json.loads(json.dumps(state(course)))
    if found != expected:
        raise SystemExit(f"left {found}\nexpected {expected}")


def forget(course: Course, assignment: str) -> None:
    """Leave the hand-ins as if nobody had graded them."""
    with Gradebook(course.db_url, course.id) as book:
        for one in book.assignment_submissions(assignment):
            book.remove_submission(assignment, one.student_id)
    shutil.rmtree(course.folder / "autograded")
    course.outcomes.unlink()


if __name__ == "__main__":
    main()
