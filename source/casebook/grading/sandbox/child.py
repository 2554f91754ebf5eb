"""The learner's process, from its first line: take the job, seal, run the cells.

Run as a module by `launch`; what it holds when the learner's code begins is the learner's own.
"""

import json
import os
import sys

from casebook.grading.sandbox.seal import seal


def main() -> None:
    """Read the job from standard input and do it."""
    job = json.loads(sys.stdin.buffer.read())
    seal(job)
    if job["probe"]:
        _probe()
        return
    from casebook.grading.sandbox.shell import Session

    session = Session(job["channel"], job["limits"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    _forget_the_grader()
    session.run(job["cells"])


def _probe() -> None:
    """Fail unless this identity can read what a run needs."""
    from importlib.util import find_spec

    import casebook.activities.channel  # noqa: F401 - reads the package, which is light

    if find_spec("IPython") is None or not os.access(os.environ["HOME"], os.R_OK | os.W_OK):
        sys.exit(1)


def _forget_the_grader() -> None:
    """Leave things as a kernel has them: the working folder first on the path."""
    sys.argv[:] = ["ipykernel_launcher"]
    sys.path.insert(0, "")


if __name__ == "__main__":
    main()
