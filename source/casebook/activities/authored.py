"""Read authored YAML and published JSON into the kinds' own types, strictly."""

from collections.abc import Callable
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import cattrs
import yaml
from cattrs.v import format_exception

from casebook.errors import ContentError

T = TypeVar("T")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _exactly(kind: type[Any]) -> Callable[[Any, Any], Any]:
    """Take a value of this very type: YAML that says 1 where text is wanted is a fault."""

    def structure(value: Any, target: Any) -> Any:
        if isinstance(target, type) and issubclass(target, Enum):
            # A StrEnum is a str to the converter, which would leave it one.
            return target(value)
        if type(value) is kind:
            return value
        if kind is float and type(value) is int:
            return float(value)
        raise TypeError(f"{value!r} is {type(value).__name__}, expected {kind.__name__}")

    return structure


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind in (str, int, float, bool, date):
        converter.register_structure_hook(kind, _exactly(kind))
    return converter


CONVERTER = _converter()


def structure(raw: Any, kind: type[T], where: str) -> T:
    """Make a `kind` of plain data, or raise a ContentError that lists every fault."""
    try:
        return CONVERTER.structure(raw, kind)
    except Exception as error:  # noqa: BLE001 - cattrs lets any kind of error through
        raise ContentError.of(where, cattrs.transform_error(error, format_exception=_say)) from None


def _say(error: BaseException, kind: type | None) -> str:
    if isinstance(error, TypeError | ValueError):
        return str(error)
    return str(format_exception(error, kind))


def read_yaml(path: Path) -> Any:
    """Return what the YAML file at `path` holds."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
    except FileNotFoundError:
        raise ContentError(str(path), "is not there", "a YAML file", "check its name") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentError(
            str(path), f"is not readable YAML ({error})", "UTF-8 YAML", "mend that line"
        ) from None


def unstructure(value: Any) -> Any:
    """Return `value` as plain JSON data."""
    return CONVERTER.unstructure(value)
