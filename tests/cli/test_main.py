"""The command line: exit codes, messages, and what a command imports."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from casebook import cli

HERE = Path(__file__).parents[2]


def run(*arguments: str, cwd: Path = HERE) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "casebook.cli", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True)


def test_help_lists_the_commands_and_imports_nothing_heavy() -> None:
    script = (
        "import sys; from casebook import cli\n"
        "try: cli.main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'pandas', 'numpy', 'matplotlib', 'ipywidgets', 'nbgrader', 'IPython'}\n"
        "print('heavy:', sorted(heavy & set(sys.modules)))"
    )

    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    listed = re.findall(r"^    ([a-z]+)(?: |$)", shown.stdout, re.M)
    commands = (
        "start data law compliance lint dialogue assemble bundle release grade bench report doctor"
    )
    assert " ".join(listed) == commands
    assert "heavy: []" in shown.stdout


def test_a_wrong_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["grad"])

    assert stop.value.code == 2
    assert "invalid choice" in capsys.readouterr().err


def test_our_own_error_is_a_message_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    code = cli.main(["bundle"])

    shown = capsys.readouterr()
    assert code == 2
    assert shown.out == ""
    assert shown.err.startswith(f"casebook: {tmp_path}: is not inside a Casebook repository; ")
    assert "Traceback" not in shown.err


def test_faults_are_printed_and_make_the_exit_code_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(HERE)
    (tmp_path / "torn.ipynb").write_text("{")

    code = cli.main(["lint", str(tmp_path)])

    shown = capsys.readouterr().out
    assert code == 1
    assert "torn.ipynb: is not JSON" in shown
    assert shown.endswith("1 fault(s)\n")


def test_no_faults_make_the_exit_code_zero(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(HERE)

    assert cli.main(["lint", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "no faults\n"


def test_the_doctors_json_is_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["doctor", "--json", "--course", str(tmp_path)])

    findings = json.loads(capsys.readouterr().out)
    assert code == (1 if any(f["state"] == "fail" for f in findings) else 0)
    assert {"state", "subject", "what", "remedy"} == set(findings[0])


def test_a_taken_port_ends_start_without_a_traceback(tmp_path: Path) -> None:
    import socket

    (tmp_path / "workbooks").mkdir()
    (tmp_path / "bundle.json").write_text('{"languages": ["en"], "files": {}}')
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        shown = run("start", "--port", str(port), cwd=tmp_path)

    assert shown.returncode == 2
    assert f"port {port} is taken" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_whoever_reads_no_further_gets_no_traceback() -> None:
    script = f"{sys.executable} -m casebook.cli law rules --json | head -c 1"

    shown = subprocess.run(["sh", "-c", script], cwd=HERE, capture_output=True, text=True)

    assert shown.stdout == "{"
    assert shown.stderr == ""


@pytest.mark.parametrize(
    ("given", "start"), [(["--json"], '{"id": "CN-INT-03"'), ([], "CN-INT-03")]
)
def test_an_old_terminal_ends_in_no_traceback_and_json_is_utf_8(
    given: list[str], start: str
) -> None:
    command = [sys.executable, "-m", "casebook.cli", "law", "rules", "CN-INT-03", *given]
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}

    shown = subprocess.run(command, env=ascii_only, capture_output=True, check=True)

    assert shown.stdout.startswith(start.encode())
    assert ("利息".encode() in shown.stdout) == bool(given)
