"""The description of a written portfolio for machines: a Frictionless data package."""

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from casebook.portfolio.resources import resource
from casebook.portfolio.shipping.files import TableFiles
from casebook.portfolio.shipping.folder import CARD, NAME
from casebook.portfolio.shipping.order import Form, Order

MEDIA = {Form.CSV: "text/csv", Form.PARQUET: "application/vnd.apache.parquet"}


def describe(folder: Path, order: Order, tables: Sequence[TableFiles]) -> None:
    """Write `datapackage.json` into `folder`: what was asked for, the files and their sums."""
    names = tuple(table.name for table in tables)
    package = {
        "profile": "data-package",
        "name": NAME,
        "title": "催收培训模拟组合（虚构） Simulated portfolio for training (invented)",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "casebook": version("casebook"),
        "as_of": order.as_of.isoformat(),
        "seed": order.seed,
        "debtors": order.debtors,
        "knobs": dict(sorted(order.changed.items())),
        "resources": [_resource(folder, table, names) for table in tables],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / CARD).write_text(text, encoding="utf-8", newline="\n")


def _resource(folder: Path, table: TableFiles, names: tuple[str, ...]) -> dict[str, Any]:
    files = [
        {
            "path": path.relative_to(folder).as_posix(),
            "rows": rows,
            "bytes": path.stat().st_size,
            "sha256": _sha256(path),
        }
        for path, rows in zip(table.paths, table.rows, strict=True)
    ]
    paths = [one["path"] for one in files]
    return {
        **resource(table.name, among=names),
        "path": paths[0] if len(paths) == 1 else paths,
        "format": table.form.value,
        "mediatype": MEDIA[table.form],
        "rows": sum(table.rows),
        "files": files,
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
