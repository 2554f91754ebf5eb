"""Where the tests of the widgets run."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a learner's folder, where the kernel runs; nothing is assigned, nothing graded."""
    monkeypatch.chdir(tmp_path)
    for name in ("CHANNEL", "LEARNER", "LANGUAGE", "UNRECORDED"):
        monkeypatch.delenv(f"CASEBOOK_{name}", raising=False)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return tmp_path
