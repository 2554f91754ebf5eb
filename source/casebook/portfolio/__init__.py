"""The synthetic portfolio and the case files drawn from it."""

from importlib import import_module
from typing import Any

# Lazy, so that a case can be read where numpy and pandas are not wanted.
_HOMES = {
    "Case": "case",
    "Document": "case",
    "Portfolio": "portfolio",
    "gather": "portfolio",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
