"""The measurement of grading is made on real hand-ins, and tells what it says it tells."""

import json

import pytest

from casebook import cli
from casebook.grading.bench.model import Bench, Pass


@pytest.mark.slow
def test_a_bench_grades_the_same_hand_ins_every_way(capsys):
    ways = ["--submissions", "4", "--sample", "2", "--workers", "1", "2", "--no-dask", "--json"]

    assert cli.main(["bench", "grade", *ways]) == 0

    told = json.loads(capsys.readouterr().out)
    found = [(one["way"], one["workers"], one["hand_ins"]) for one in told["passes"]]
    assert found == [
        ("casebook", 1, 4),
        ("casebook", 2, 4),
        ("floor", 1, 2),
        ("nbgrader", 1, 2),
    ]
    assert told["same_gradebook"]
    assert all(one["cells_s"] > 0 for one in told["passes"])
    assert told["passes"][0]["memory_bytes"]
    assert {"nbgrader_overhead_to_ours", "two_workers_to_one"} <= set(told["ratios"])


def made(way, workers, times, scores=None):
    return Pass(way, workers, 2.0, times, 0.5, (), scores)


def test_start_up_is_told_apart_from_the_rest():
    one = made("casebook", 1, [0.0, 1.0, 2.0, 3.0, 4.0])

    assert (one.start_s, one.hand_in_s, one.overhead_s) == (2.0, 1.0, 0.5)


def test_two_workers_take_a_hand_in_each():
    two = made("casebook", 2, [0.0, 0.5, 1.0])

    assert (two.hand_in_s, two.overhead_s) == (0.5, 0.5)


def test_a_pass_that_slows_down_shows_it():
    slow = made("casebook", 1, [0.0, 1.0, 2.0, 4.0, 8.0])

    assert slow.quarters_s == (1.0, 1.0, 2.0, 4.0)


def test_gradebooks_that_differ_are_told():
    passes = (made("casebook", 1, [0, 1], ["a"]), made("casebook", 2, [0, 1], ["b"]))

    assert not Bench("a", 2, 1.0, passes).is_same_gradebook
    assert Bench("a", 2, 1.0, passes[:1]).is_same_gradebook


def test_how_passes_compare():
    passes = (
        made("casebook", 1, [0, 1]),
        made("casebook", 2, [0, 0.5]),
        made("nbgrader", 1, [0, 5.5]),
    )

    assert Bench("a", 2, 1.0, passes).ratios == {
        "nbgrader_overhead_to_ours": 10.0,
        "two_workers_to_one": 2.0,
        "first_grade_to_import": 2.0,
    }
