"""However a learner's process ends, the ending is named and the answers given before it count."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from casebook.grading import sandbox
from casebook.grading.sandbox import Ending, Limits, Run, Seal, processes

FIRST = "import os, sys\nfrom casebook.activities.channel import send\nsend('kept', 1)"
CHANNEL = "int(os.environ['CASEBOOK_CHANNEL'])"

Ends = Callable[..., Run]


@pytest.fixture
def end(tmp_path: Path) -> Ends:
    def run(source: str, **limits: float) -> Run:
        cells = [new_code_cell(FIRST), new_code_cell(source), new_code_cell("send('after', 2)")]
        return sandbox.run(
            new_notebook(cells=cells),
            tmp_path,
            learner="wang",
            language="zh",
            allow_unsealed=True,
            limits=replace(Limits(cell_s=20), **limits),
        )

    return run


def names(run: Run) -> list[str]:
    return [answer.name for answer in run.answers]


@pytest.mark.parametrize(
    ("source", "ending", "detail"),
    [
        ("os._exit(0)", Ending.CRASHED, "exited with status 0 in cell 2"),
        ("os.kill(os.getpid(), 9)", Ending.CRASHED, "ended by SIGKILL in cell 2"),
        ("os.abort()", Ending.CRASHED, "ended by SIGABRT in cell 2"),
        (f"os.close({CHANNEL})", Ending.CRASHED, "in cell 2"),
        (
            f"import time\nos.close({CHANNEL})\ntime.sleep(99)",
            Ending.CRASHED,
            "closed its channel in cell 2",
        ),
        (
            "import signal\nsignal.signal(15, signal.SIG_IGN)\nwhile True: pass",
            Ending.TIMED_OUT,
            "longer than 1 s in cell 2",
        ),
        (
            f"while True: os.write({CHANNEL}, b'x' * 65536)",
            Ending.KILLED,
            "bytes in cell 2",
        ),
    ],
    ids=["exit", "kill", "abort", "close", "close-and-wait", "loop", "flood"],
)
def test_answers_before_the_end_are_kept(
    end: Ends, source: str, ending: Ending, detail: str
) -> None:
    run = end(source, cell_s=1 if ending is Ending.TIMED_OUT else 20)

    assert (run.ending, run.stopped_in) == (ending, 1)
    assert run.detail.endswith(detail)
    assert names(run) == ["kept"]
    assert 1 not in run.outputs


def test_the_whole_notebook_has_a_time_too(end: Ends) -> None:
    run = end("import time\ntime.sleep(20)", start_s=2, notebook_s=0.5)

    assert run.ending is Ending.TIMED_OUT
    assert "0.5 s for all cells" in run.detail


def test_processor_time_is_limited(end: Ends) -> None:
    run = end("while True: pass", processor_s=2)

    assert run.ending is Ending.TIMED_OUT
    assert "processor" in run.detail


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("sys.exit(3)", "SystemExit"),
        ("exit()", None),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("x = bytearray(8 << 30)", "MemoryError"),
        ("def f(): f()\nf()", "RecursionError"),
        ("input('?')", "StdinNotImplementedError"),
        ("files = [open(os.devnull) for _ in range(9999)]", "OSError"),
        ("open('big', 'wb').write(bytes(100 << 20))", "OSError"),
        ("print('x' * 100_000_000)", None),
        ("for _ in range(200): print('x' * 50_000)", None),
        ("import subprocess\n_ = subprocess.run('yes | head -c 100000000', shell=True)", None),
        ("sys.stdout = sys.stderr = None\nprint(1)", None),
    ],
)
def test_what_jupyter_survives_costs_only_its_cell(
    end: Ends, source: str, error: str | None
) -> None:
    run = end(source)

    assert (run.ending, run.detail) == (Ending.FINISHED, "")
    assert names(run) == ["kept", "after"]
    assert [o.ename for o in run.outputs[1] if o.output_type == "error"] == [error] * bool(error)
    assert sum(len(output.get("text", "")) for output in run.outputs[1]) < 200_100


def test_large_displays_are_cut(end: Ends) -> None:
    run = end(
        "class Large:\n"
        "    def _repr_mimebundle_(self, **_):\n"
        "        return {'text/plain': 'x' * 500_000, 'text/html': 'y' * 500_000,\n"
        "                'image/png': 'z' * 9_000_000, 'application/json': ['w'] * 500_000,\n"
        "                'x/strange': {1, 2}}\n"
        "Large()"
    )

    (output,) = run.outputs[1]
    assert set(output.data) == {"text/plain"}
    assert output.data["text/plain"].endswith("[… +300,000]\n")


def test_all_outputs_together_are_cut(end: Ends) -> None:
    run = end("for _ in range(60): display('x' * 90_000); print('.')", outputs_bytes=2_000_000)

    assert run.ending is Ending.FINISHED
    assert len(str(run.outputs[1])) < 2_300_000
    assert names(run) == ["kept", "after"]


VALUE = 'b\'{"answer": "x", "value": \' + '


@pytest.mark.parametrize(
    "junk",
    [
        r"b'\x00\xff junk\n' * 50",
        "b'{' * 100_000 + b'\\n'",
        "b'[' * 100_000 + b'\\n'",
        VALUE + "b'[' * 5000 + b']' * 5000 + b', \"kind\": \"list\"}\\n'",
        VALUE + "b'9' * 5000 + b', \"kind\": \"number\"}\\n'",
        VALUE + 'b\'NaN, "kind": "number"}\\n\'',
        "b'{\"score\": 10}\\n'",
    ],
    ids=["bytes", "braces", "brackets", "nested", "huge number", "nan", "a score"],
)
def test_junk_in_the_channel_is_a_fault_and_costs_nothing_else(end: Ends, junk: str) -> None:
    run = end(f"_ = os.write({CHANNEL}, {junk})")

    assert run.ending is Ending.FINISHED
    assert run.faults
    assert names(run) == ["kept", "after"]


def test_a_forged_end_gains_nothing(end: Ends) -> None:
    run = end(f"_ = os.write({CHANNEL}, b'{{\"done\": true}}\\n')\nimport time\ntime.sleep(20)")

    assert run.ending is Ending.FINISHED
    assert names(run) == ["kept"]
    assert run.seconds < 15


def test_nothing_is_left_running(end: Ends) -> None:
    run = end(
        "import subprocess\n"
        "subprocess.Popen(['sleep', '5432'])\n"
        "subprocess.Popen(['sleep', '5432'], start_new_session=True)\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        import time\n"
        "        time.sleep(5432)\n"
        "    os._exit(0)\n"
        "print(os.getuid())"
    )

    assert run.ending is Ending.FINISHED
    assert sleepers() == []


def sleepers() -> list[int]:
    """Processes that were told to sleep for 5432 seconds."""
    found = []
    for entry in Path("/proc").iterdir():
        command = entry / "cmdline"
        try:
            told = command.read_bytes()
        except OSError:
            continue
        if b"5432" in told:
            found.append(int(entry.name))
    return found


def test_forking_without_end_is_stopped(end: Ends) -> None:
    before = time.monotonic()

    run = end(
        "import time\nn = 0\n"
        "try:\n"
        "    while n < 500:\n"
        "        if os.fork() == 0:\n"
        "            time.sleep(5432)\n"
        "            os._exit(0)\n"
        "        n += 1\n"
        "except BlockingIOError:\n"
        "    print('refused', n < 200)",
        processes=40,
    )

    assert run.ending is Ending.FINISHED
    assert run.outputs[1][0].text == "refused True\n"
    assert sleepers() == []
    assert time.monotonic() - before < 20


def test_unsealed_limits_still_hold(end: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casebook.grading.sandbox.host.strongest_seal", lambda _: Seal.NONE)

    run = end(
        "import subprocess\n"
        "_ = subprocess.Popen(['sleep', '5432'], start_new_session=True)\n"
        "print(os.getuid())\n"
        "bytearray(8 << 30)"
    )

    assert run.seal is Seal.NONE
    assert run.outputs[1][0].text == f"{os.getuid()}\n"
    assert run.outputs[1][1].ename == "MemoryError"
    assert sleepers() == []


def test_the_owners_of_processes_are_known() -> None:
    assert os.getuid() in processes.owners()
    assert processes.count_tasks(os.getuid()) >= 1
