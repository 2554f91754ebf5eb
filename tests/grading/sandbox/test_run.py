"""A learner's notebook runs as in Jupyter, and its process brings back answers alone."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from casebook.errors import SetupError
from casebook.grading import sandbox
from casebook.grading.sandbox import Ending, Limits, Run, Seal, host

SEND = "from casebook.activities.channel import send"

LIMITS = Limits()
HOUSE = Path(__file__).parents[3]
RunCells = Callable[..., Run]


@pytest.fixture
def run_cells(tmp_path: Path) -> RunCells:
    folder = tmp_path / "handed-in"
    folder.mkdir(exist_ok=True)

    def run(*sources: str, limits: Limits = LIMITS) -> Run:
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        return sandbox.run(notebook, folder, learner="wang", language="en", limits=limits)

    return run


def shown(run: Run, cell: int) -> str:
    outputs = run.outputs[cell]
    return "".join(o.get("text") or o.get("evalue") or o["data"]["text/plain"] for o in outputs)


def test_outputs_are_those_of_a_notebook(run_cells: RunCells) -> None:
    run = run_cells(
        "import sys\nprint(1)\nprint(2)\nprint('late', file=sys.stderr)\n3",
        "",
        "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))\nNone",
        "1/0",
        "!echo from a program",
        "import subprocess\nprogram = subprocess.run(['echo', 'another'])",
        "await __import__('asyncio').sleep(0)\n_, Out[1], In[2][:6]",
    )

    assert run.ending is Ending.FINISHED
    assert [output.output_type for output in run.outputs[0]] == [
        "stream",
        "stream",
        "execute_result",
    ]
    assert run.outputs[0][0] == {"output_type": "stream", "name": "stdout", "text": "1\n2\n"}
    assert run.outputs[0][2].execution_count == run.counts[0] == 1
    assert 1 not in run.outputs
    assert run.outputs[2][0].data["text/html"] == "<b>x</b>"
    assert run.outputs[3][0].ename == "ZeroDivisionError"
    assert shown(run, 4) == "from a program\r\n"
    assert shown(run, 5) == "another\n"
    assert shown(run, 6) == "(3, 3, 'from I')"
    notebook = new_notebook(cells=[new_code_cell(outputs=run.outputs[i]) for i in run.outputs])
    nbformat.validate(notebook)


def test_figures_are_pictures_and_updates_stay_in_place(run_cells: RunCells) -> None:
    run = run_cells(
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
        "from IPython.display import clear_output, display\n"
        "handle = display('old', display_id=True)\nhandle.update('new')",
        "print('gone')\nclear_output(wait=True)\nprint('stays')",
    )

    (figure,) = run.outputs[0]
    assert set(figure.data) == {"image/png", "text/plain"}
    assert figure.data["image/png"].startswith("iVBOR")
    assert shown(run, 1) == "'new'"
    assert shown(run, 2) == "stays\n"


def test_answers_come_in_the_order_given(run_cells: RunCells) -> None:
    run = run_cells(
        f"{SEND}\nsend('income', 1.5)\nsend('flags', ['a'])",
        "import pandas as pd\nsend('plan', pd.DataFrame({'fen': [1, 2]}))\nsend('income', 2)",
        "send('income', float('nan'))",
    )

    assert [(answer.name, answer.value) for answer in run.answers] == [
        ("income", 1.5),
        ("flags", ["a"]),
        ("plan", {"columns": {"fen": [1, 2]}}),
        ("income", 2),
    ]
    assert run.outputs[2][0].ename == "DataError"


def test_only_code_runs(tmp_path: Path) -> None:
    notebook = new_notebook(
        cells=[new_markdown_cell("1/0"), new_code_cell("  \n"), new_code_cell("7")]
    )

    run = sandbox.run(notebook, tmp_path, learner="wang", language="zh")

    assert list(run.outputs) == [2]


def test_the_process_begins_empty_handed(
    run_cells: RunCells, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_SECRET", "secret-of-the-course")
    reading, writing = os.pipe()
    os.set_inheritable(reading, True)

    run = run_cells(
        "import os\nprint(dict(os.environ))",
        "print(sorted(int(fd) for fd in os.listdir('/proc/self/fd')))\n"
        "print([os.readlink(f'/proc/self/fd/{fd}') for fd in os.listdir('/proc/self/fd')"
        " if os.path.exists(f'/proc/self/fd/{fd}')])",
        "import sys\nprint(os.getcwd() == os.environ['HOME'], os.getsid(0) == os.getpid(),"
        " sys.stdin.read() == '', sys.argv, 'nbgrader' in sys.modules, os.umask(0))",
    )
    os.close(reading)
    os.close(writing)

    environment = shown(run, 0)
    assert "secret" not in environment
    assert "'CASEBOOK_LEARNER': 'wang'" in environment
    assert "'CASEBOOK_LANGUAGE': 'en'" in environment
    # Standard streams, the spills behind two of them, one pipe, and the listing itself.
    assert shown(run, 1).count("pipe:") == 1
    assert str(HOUSE) not in shown(run, 1)
    assert shown(run, 2) == "True True True ['ipykernel_launcher'] False 63\n"


def test_files_beside_the_notebook_are_copied_but_links_are_not(
    run_cells: RunCells, tmp_path: Path
) -> None:
    folder, secret = tmp_path / "handed-in", tmp_path / "secret.txt"
    secret.write_text("secret")
    (folder / "data").mkdir()
    (folder / "data" / "a.csv").write_text("a,b")
    (folder / "mine.py").write_text("VALUE = 5")
    (folder / "link.txt").symlink_to(secret)
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")

    run = run_cells(
        "import os, mine\nprint(mine.VALUE, open('data/a.csv').read(), sorted(os.listdir('.')))",
        "open('mine.py', 'w').write('changed')",
    )

    assert run.ending is Ending.FINISHED
    assert shown(run, 0).startswith("5 a,b")
    assert "link" not in shown(run, 0)
    assert "up" not in shown(run, 0)
    assert set(run.faults) == {"link.txt: not copied", "pipe: not copied"}
    assert (folder / "mine.py").read_text() == "VALUE = 5"


def test_too_large_a_folder_is_copied_in_part(run_cells: RunCells, tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / "handed-in" / name).write_bytes(b"x" * 400)

    run = run_cells(
        "import os\nprint(sorted(os.listdir('.'))[:2])", limits=Limits(folder_bytes=900)
    )

    assert run.faults == ("c: not copied",)


def test_nothing_of_the_run_stays_on_disk(run_cells: RunCells) -> None:
    run = run_cells(
        "import os\nprint(os.getcwd())",
        "for _ in range(1500):\n    os.mkdir('d'); os.chdir('d')\nos.chmod('.', 0)",
    )

    assert run.ending is Ending.FINISHED
    assert not Path(shown(run, 0).strip()).exists()


def test_the_course_cannot_be_read(run_cells: RunCells, tmp_path: Path) -> None:
    keys = tmp_path / "course" / "keys"
    keys.mkdir(parents=True)
    (keys / "quiz.yaml").write_text("right: b")

    run = run_cells(
        f"print(open({str(keys / 'quiz.yaml')!r}).read())",
        f"print(open('/proc/{os.getpid()}/environ').read())",
        f"import os\nos.kill({os.getpid()}, 0)",
        "os.setuid(0)",
        "open('/etc/casebook-was-here', 'w')",
        f"print(os.listdir({str(HOUSE)!r}))",
    )

    names = [run.outputs[cell][0].get("ename") for cell in range(5)]
    assert set(names) <= {"PermissionError", "FileNotFoundError", "ProcessLookupError", "OSError"}
    assert "tests" not in shown(run, 5)


def test_there_is_no_network(run_cells: RunCells) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]

        run = run_cells(
            f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 2)",
            f"!/bin/bash -c 'echo > /dev/tcp/127.0.0.1/{port}' && echo dialled",
        )

        with pytest.raises(TimeoutError):
            server.accept()
    assert run.outputs[0][0].ename == "OSError"
    assert "dialled" not in shown(run, 1)


def test_where_nothing_can_seal_a_run_it_is_refused_unless_that_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacks = ("namespaces: Operation not permitted", "landlock: Landlock in the kernel")
    monkeypatch.setattr(host, "_tried", lambda *_: (Seal.NONE, lacks))
    notebook = new_notebook(cells=[new_code_cell("7")])

    with pytest.raises(SetupError, match=r"Landlock in the kernel.*--unsealed"):
        sandbox.run(notebook, tmp_path, learner="wang", language="zh")

    ran = sandbox.run(notebook, tmp_path, learner="wang", language="zh", allow_unsealed=True)
    assert ran.seal is Seal.NONE


def test_a_machine_that_cannot_limit_a_process_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")

    with pytest.raises(SetupError, match="WSL"):
        sandbox.run(new_notebook(), tmp_path, learner="wang", language="zh")


@pytest.mark.skipif(sys.platform != "linux", reason="user namespaces are Linux's")
def test_root_of_a_namespace_that_has_no_other_ids_seals_runs_too() -> None:
    code = "from casebook.grading.sandbox import strongest_seal; print(strongest_seal())"
    unshare = ["unshare", "--user", "--map-root-user", sys.executable, "-c", code]

    told = subprocess.run(unshare, check=False, capture_output=True, text=True)

    if "unshare failed" in told.stderr:
        pytest.skip("no user namespaces here")
    assert told.stdout.strip() in {Seal.NAMESPACES, Seal.LANDLOCK}, told.stderr
