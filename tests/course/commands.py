"""nbgrader's own commands, as a shell would run them: nothing activated, an empty home."""

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent


def environment(home: Path, **more: str) -> dict[str, str]:
    """A user's environment whose PATH does not know the kit's programs."""
    home.mkdir(parents=True, exist_ok=True)
    own = {name: str(home / name.lower()) for name in ("IPYTHONDIR", "JUPYTER_DATA_DIR")}
    own |= {
        name: str(home / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR")
    }
    return {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", **own, **more}


def run(*command: str, folder: Path, home: Path, fails: bool = False, **more: str) -> str:
    """Run one of the kit's programs in `folder`; return all that it said."""
    program, *given = command
    done = subprocess.run(
        [str(BIN / program), *given],
        cwd=folder,
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=180,
    )
    said = done.stdout + done.stderr
    assert fails == (done.returncode != 0), said
    return said


def add_to_configuration(folder: Path, *lines: str) -> None:
    """Let a course's configuration say more."""
    path = folder / "nbgrader_config.py"
    path.write_text("\n".join((path.read_text(), *lines, "")))
