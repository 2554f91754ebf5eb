"""Pack files into one zip: the same bytes for the same files, wherever it is made."""

import io
import zipfile
from collections.abc import Callable, Mapping

_OLDEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can write down
_UNIX = 3


def zipped(members: Mapping[str, bytes], *, mode: Callable[[str], int] = lambda _: 0o644) -> bytes:
    """Return a zip file of `members`, in the order given; `mode` is each one's Unix mode."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.external_attr = mode(name) << 16
            entry.create_system = _UNIX
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return packed.getvalue()
