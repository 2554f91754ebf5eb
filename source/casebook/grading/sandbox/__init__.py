"""Run a learner's notebook in a process of its own and bring back answers, never scores.

What holds and what does not is told by `isolation()`; the process is exec'd fresh, with an empty
environment and no descriptor but one pipe, so nothing the grader knows is in its memory.
"""

from casebook.grading.sandbox.host import run
from casebook.grading.sandbox.identity import isolation
from casebook.grading.sandbox.model import Ending, GivenAnswer, Isolation, Limits, Run

__all__ = ["Ending", "GivenAnswer", "Isolation", "Limits", "Run", "isolation", "run"]
