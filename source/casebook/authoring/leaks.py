"""Whether a key is anywhere in a folder: in every byte of every file, and in what they enclose.

Zip archives (wheels too), gzip, base64, hexadecimal, and the escapes of JSON and HTML are opened
before they are searched, one inside another, to a fixed depth.
"""

import base64
import binascii
import gzip
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from casebook.activities.authored import read_yaml
from casebook.authoring.walk import inside

T = TypeVar("T")

DEEPEST = 4
LARGEST = 200_000_000  # of an unpacked member: a bomb is not a bundle
NOISE = 400  # bytes
KEY_FIELDS = frozenset(
    {
        *("right", "wrong", "feedback", "mistakes", "planted", "tolerance", "answer"),
        *("marks", "effects", "coaching", "breach", "tone", "when", "mood", "look_for"),
    }
)
_KEY_TEXTS = ("feedback", "right", "wrong", "hints", "coaching", "look_for")
_SHORTEST = {True: 8, False: 24}  # of a text that is telling: with Chinese signs, and without
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}")
# Only from the beginning of a run: from each sign of a long one, the search would be quadratic.
_LINES = re.compile(rb"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{60,}(?:(?:\\n|\r?\n)[A-Za-z0-9+/]+)+")
_HEX = re.compile(rb"[0-9a-fA-F]{48,}")
_JSON_SIGN = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\"\\/bfnrt]))")
_JSON_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Needle:
    """A piece of a key, and whose it is."""

    text: bytes
    whose: str


@dataclass(frozen=True, slots=True)
class Leak:
    """Where a piece of a key was found: the file, and the members and encodings it lay in."""

    place: str
    whose: str


def needles(keys: Path) -> tuple[Needle, ...]:
    """Return what may never leave the folder of keys.

    These are the feedback of every item and task, the lines of the solutions, and the course's
    secret, as text and as bytes. A text is searched line by line, since a notebook stores lines.
    """
    found = [*_secret(keys / "course.secret")]
    for path in sorted(keys.rglob("*.yaml")):
        found += [
            Needle(line.encode(), f"{path.parent.name}/{path.name}: {place}")
            for place, text in _key_texts(read_yaml(path), "")
            for line in text.splitlines()
            if _is_telling(line)
        ]
    for path in sorted(keys.rglob("*.py")):
        found += [
            Needle(line.strip().encode(), f"{path.parent.name}/{path.name}")
            for line in path.read_text("utf-8").splitlines()
            if _is_telling(line) and not line.lstrip().startswith(("from ", "import ", "#", '"""'))
        ]
    return tuple({needle.text: needle for needle in found}.values())


def scan(folder: Path, needles: Iterable[Needle], *, fields: bool = True) -> Iterator[Leak]:
    """Yield each piece of a key that lies in `folder`; `fields` looks for a key's JSON too."""
    sought = tuple(needles)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            place = path.relative_to(folder).as_posix()
            yield from scan_bytes(place, path.read_bytes(), sought, fields=fields)


def scan_bytes(
    place: str, data: bytes, needles: tuple[Needle, ...], *, fields: bool = True
) -> Iterator[Leak]:
    """Yield each piece of a key in `data` or in what it encloses, where it is first met."""
    told: set[str] = set()
    for where, view in _views(place, data, 0):
        found = {needle.whose for needle in needles if needle.text in view}
        if fields and where.endswith(".json"):
            found |= {f'field "{field}"' for field in _key_fields(view)}
        yield from (Leak(where, whose) for whose in sorted(found - told))
        told |= found


def _views(place: str, data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    """Yield `data` and all that it encloses, each with the way to it."""
    yield place, data
    if depth < DEEPEST:
        for way, opened in _opened(data):
            yield from _views(f"{place}{way}", opened, depth + 1)


def _opened(data: bytes) -> Iterator[tuple[str, bytes]]:
    for unpack in (_zip_members, _gzip, _zlib):
        yield from unpack(data)
    if not _is_noise(data):
        for decode in (_base64, _hex, _unescaped):
            yield from decode(data)


def _is_noise(data: bytes) -> bool:
    """Whether `data` is what a word that was no base64 decodes to: short, and not text."""
    try:
        data[:NOISE].decode()
    except UnicodeDecodeError as error:
        return len(data) < NOISE and error.start < len(data) - 3 and b"\0" not in data[:400]
    return False


def _zip_members(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError):
        return
    yield " comment", archive.comment
    for member in archive.infolist():
        yield from _decoded(f"!{member.filename}", archive.read, member)


def _gzip(data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.startswith(b"\x1f\x8b"):
        yield from _decoded(" gzip", gzip.decompress, data)


def _zlib(data: bytes) -> Iterator[tuple[str, bytes]]:
    for header in (b"\x78\x01", b"\x78\x9c", b"\x78\xda"):
        start = data.find(header)
        while start >= 0:
            yield from _decoded(" zlib", _inflate, data[start:])
            start = data.find(header, start + 1)


def _base64(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Decode each run at its four alignments; the line ends inside a run are taken out first."""
    joined = (re.sub(rb"\\n|\s", b"", run) for run in _LINES.findall(data))
    for run in (*_BASE64.findall(data), *joined):
        signs = run.translate(bytes.maketrans(b"-_", b"+/"))
        for shift in range(4):
            whole = signs[shift : len(signs) - (len(signs) - shift) % 4]
            rest = signs[shift + len(whole) :]
            padded = rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""
            yield from _decoded(" base64", base64.b64decode, whole + padded)


def _hex(data: bytes) -> Iterator[tuple[str, bytes]]:
    for run in _HEX.findall(data):
        for shift in range(2):
            even = run[shift : len(run) - (len(run) - shift) % 2]
            yield from _decoded(" hex", binascii.unhexlify, even)


def _unescaped(data: bytes) -> Iterator[tuple[str, bytes]]:
    text = data.decode("utf-8", errors="ignore")
    if "\\" in text:
        plain = _JSON_SIGN.sub(_sign, text)
        if plain != text:
            yield (
                " json",
                plain.encode("utf-16", "surrogatepass").decode("utf-16", "ignore").encode(),
            )
    if "&" in text and (plain := html.unescape(text)) != text:
        yield " html", plain.encode()
    if b"\0" in data[:400]:
        for order in ("utf-16-le", "utf-16-be"):
            yield f" {order}", data.decode(order, errors="ignore").encode()


def _sign(match: re.Match[str]) -> str:
    code, short = match.groups()
    return chr(int(code, 16)) if code else _JSON_SHORT.get(short, short)


def _decoded(way: str, decode: Callable[[T], bytes], data: T) -> Iterator[tuple[str, bytes]]:
    """Yield what `data` decodes to; what cannot be decoded is searched as it stands."""
    try:
        decoded = decode(data)
    except (ValueError, OSError, EOFError, RuntimeError, zlib.error, zipfile.BadZipFile):
        return
    if decoded:
        yield way, decoded[:LARGEST]


def _inflate(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, LARGEST)


def _secret(path: Path) -> Iterator[Needle]:
    if path.is_file():
        text = path.read_bytes().strip()
        yield Needle(text, path.name)
        for _, raw in _decoded("", binascii.unhexlify, text):
            yield Needle(raw, path.name)


def _key_texts(raw: Any, place: str) -> Iterator[tuple[str, str]]:
    """Yield each text of an authored activity that belongs to its key."""
    for step, value in inside(raw):
        if step in _KEY_TEXTS:
            yield from _strings(value, f"{place}/{step}".lstrip("/"))
        else:
            yield from _key_texts(value, f"{place}/{step}".lstrip("/"))


def _strings(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    for step, inner in inside(value):
        yield from _strings(inner, f"{place}/{step}")


def _key_fields(view: bytes) -> frozenset[str]:
    try:
        return KEY_FIELDS.intersection(_field_names(json.loads(view)))
    except ValueError:
        return frozenset()


def _field_names(raw: Any) -> Iterator[str]:
    if isinstance(raw, dict):
        yield from raw
    for _, value in inside(raw):
        yield from _field_names(value)


def _is_telling(line: str) -> bool:
    line = line.strip()
    return len(line) >= _SHORTEST[any(sign > "\u2e7f" for sign in line)]
