"""Who does the work: keys travel sealed, and workers that never begin stop the run at once."""

import multiprocessing
import sys

import pytest

from casebook.errors import SetupError
from casebook.grading import crew
from casebook.grading.cells import notebook
from casebook.grading.marking import Marking
from casebook.grading.sandbox import Limits, warm
from casebook.grading.submission import Parcel

MARKING = Marking("a", "digest", notebook([]), {}, None, None, None, (), Limits(), False)


@pytest.mark.parametrize(
    "address",
    [
        "tls://10.1.2.3:8786",
        "tcp://127.0.0.1:8786",
        "tcp://[::1]:8786",
        "localhost:8786",
        "wss://h",
    ],
)
def test_keys_travel_to_this_machine_or_over_tls(address):
    crew._check_wires(address, [address])


@pytest.mark.parametrize(
    "address", ["tcp://10.1.2.3:8786", "10.1.2.3:8786", "tcp://[fe80::1]:8786", "ws://grader:8786"]
)
def test_keys_never_travel_in_the_clear(address):
    with pytest.raises(SetupError, match="travel in the clear") as refused:
        crew._check_wires("tls://scheduler:8786", ["tls://scheduler:8786", address])

    assert address in str(refused.value)
    assert "tls://scheduler:8786, " not in str(refused.value)


def test_workers_that_end_as_soon_as_they_begin_stop_the_run(tmp_path):
    broken = tmp_path / "python"
    # What looks after the pool's own resources is no worker, and begins as ever.
    only = f'case "$*" in *resource_tracker*) exec {sys.executable} "$@";; esac; exit 1'
    broken.write_text(f"#!/bin/sh\n{only}\n")
    broken.chmod(0o755)
    multiprocessing.set_executable(str(broken))
    try:
        with crew.crew(MARKING, jobs=2) as hands, pytest.raises(SetupError, match="as soon as"):
            list(hands.results(iter([crew.Task(Parcel("an", "a", {}, (), "digest"), 0, None)])))
    finally:
        multiprocessing.set_executable(sys.executable)


def test_what_is_no_task_is_handed_on_in_its_place():
    with crew.crew(MARKING, jobs=1) as hands:
        assert list(hands.results(iter(["known", "too"]))) == ["known", "too"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is begun early")
def test_a_process_begun_early_is_the_one_that_is_borrowed():
    warm.close()
    warm.prepare(["colorsys"])
    [begun] = warm._stable._idle

    with warm.borrowed(["colorsys"]) as one:
        assert one is begun
        assert one.modules == ("colorsys",)

    warm.close()
