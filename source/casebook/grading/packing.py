"""Pack files into one zip: the same bytes for the same files, wherever it is made."""

import io
import zipfile
from collections.abc import Mapping

_OLDEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can write down
_UNIX = 3


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip file of `members`, in the order given; shell scripts can be run."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.external_attr = (0o100000 | mode(name)) << 16
            entry.create_system = _UNIX
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return packed.getvalue()


def mode(name: str) -> int:
    """Return the permissions that a delivered file of that name has."""
    return 0o755 if name.endswith(".sh") else 0o644
