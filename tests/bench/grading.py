"""Grading: what `casebook bench grade` tells of 60 simulated hand-ins."""

from casebook.cli import main as casebook


def main() -> None:
    casebook(["bench", "grade", "--submissions", "60"])
