"""Run a learner's notebook in a sealed process and bring back answers, never scores.

A zygote, exec'd fresh with an empty environment and no descriptor but one socket, forks for each
hand-in; `seal` tells what holds for the fork. Nothing that the grader knows is in its memory.
"""

from casebook.grading.sandbox.host import missing_seals, run, strongest_seal
from casebook.grading.sandbox.model import Ending, GivenAnswer, Limits, Run, Seal

__all__ = [
    "Ending",
    "GivenAnswer",
    "Limits",
    "Run",
    "Seal",
    "missing_seals",
    "run",
    "strongest_seal",
]
