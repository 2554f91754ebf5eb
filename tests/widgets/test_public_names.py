"""What `import casebook as cb` gives a notebook, and what it costs."""

import pkgutil
import subprocess
import sys

import pytest

import casebook

HEAVY = ("pandas", "numpy", "pyarrow", "matplotlib", "ipywidgets", "anywidget", "IPython")


def run(code: str) -> str:
    """Run `code` in an interpreter that has imported nothing yet, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


def loaded_after(code: str) -> list[str]:
    return run(f"{code}\nimport sys\nprint(*sorted(set({HEAVY}) & set(sys.modules)))").split()


def test_importing_casebook_imports_nothing_heavy() -> None:
    assert loaded_after("import casebook") == []


def test_the_scan_sees_a_heavy_import() -> None:
    assert "numpy" in loaded_after("import numpy")


def test_a_rule_is_read_without_pandas_or_widgets() -> None:
    assert loaded_after('import casebook as cb; cb.rule("CN-INT-03")') == []


@pytest.mark.parametrize("name", casebook.__all__)
def test_each_public_name_can_be_called(name: str) -> None:
    assert callable(getattr(casebook, name))


def test_no_public_name_is_also_a_room() -> None:
    rooms = {room.name for room in pkgutil.iter_modules(casebook.__path__)}

    assert rooms >= {"activities", "law", "widgets"}
    assert rooms & set(casebook.__all__) == set()


def test_completion_offers_the_public_names() -> None:
    assert dir(casebook) == sorted(casebook.__all__)


def test_an_unknown_name_is_told_with_those_that_exist() -> None:
    with pytest.raises(AttributeError, match=r"casebook has no 'quizz'; it has .*quiz"):
        casebook.quizz  # noqa: B018 - reading it is the test
