"""Take the text of a case apart, and leave its scalars as they are written."""

from collections import Counter
from collections.abc import Hashable
from typing import Any

import yaml

from casebook.errors import DataError

_NULL = "tag:yaml.org,2002:null"


class _CaseLoader(yaml.SafeLoader):
    """Leave every scalar but null as it is written, and keep count of keys written twice.

    YAML itself would read 010 as eight, 1:30 as ninety, and stop at a 30 February.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated: list[str] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = Counter(str(key.value) for key, _ in node.value)
        line = node.start_mark.line + 1
        self.repeated += [
            f'line {line}: field "{key}" is written {count} times, expected once; strike one'
            for key, count in keys.items()
            if count > 1
        ]
        return super().construct_mapping(node, deep=deep)


_CaseLoader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in forms if tag == _NULL]
    for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse(text: str, where: str) -> dict[str, Any]:
    """Return the case written in `text`, YAML or JSON that errors call `where`.

    Scalars stay as they are written; `reading.Form` reads them.

    Raises
    ------
    DataError
        If the text is torn, is no mapping at top level, or writes a field twice.
    """
    try:
        loader = _CaseLoader(text)
        raw = loader.get_single_data()
    except (yaml.YAMLError, RecursionError) as error:
        what = f"not readable as YAML or JSON: {' '.join(str(error).split())}"
        raise DataError(where, what, "one mapping", "mend the file") from error
    if not isinstance(raw, dict):
        kind = "empty" if raw is None else f"a {type(raw).__name__}"
        raise DataError(where, f"is {kind}", "a mapping such as kind: loan", "write the fields")
    if loader.repeated:
        told = (f"{len(loader.repeated)} fault(s)", *loader.repeated)
        raise DataError(where, "\n  ".join(told))
    return raw
