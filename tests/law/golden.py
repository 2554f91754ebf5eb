"""The cases that a reviewer worked by hand (`golden.yaml`)."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def golden() -> tuple[dict[str, Any], ...]:
    """Return every case."""
    path = Path(__file__).parent / "golden.yaml"
    return tuple(yaml.safe_load(path.read_text(encoding="utf-8"))["cases"])


def inputs_of(calculator: str) -> tuple[dict[str, Any], ...]:
    """Return the inputs of one calculator's cases, as a page may be given them."""
    return tuple(case["input"] for case in golden_of(calculator))


def golden_of(calculator: str) -> tuple[dict[str, Any], ...]:
    """Return the cases of one calculator."""
    return tuple(case for case in golden() if case["calculator"] == calculator)
