"""Measure the engine on a course of its own: the same hand-ins, everything in one run."""

from casebook.grading.bench.model import Bench, Pass
from casebook.grading.bench.run import bench

__all__ = ["Bench", "Pass", "bench"]
