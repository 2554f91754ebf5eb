"""A piece of a key is found in whatever it is packed, and nothing else is called one."""

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
import yaml

from casebook.authoring import leaks

SECRET = '按工资条测算："12,000 元"只是证明上的数'
ENGLISH = 'Work from the slips & ask him about the "gap" first'


def zipped(data: bytes, name: str = "a.txt") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return held.getvalue()


def wrapped(data: bytes) -> bytes:
    return base64.encodebytes(data * 3)


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda data: data,
    "ascii JSON": lambda data: json.dumps({"a": data.decode()}).encode(),
    "JSON": lambda data: json.dumps({"a": data.decode()}, ensure_ascii=False).encode(),
    "JSON in JSON": lambda data: json.dumps(json.dumps(data.decode())).encode(),
    "HTML": lambda data: escape(data.decode()).encode(),
    "HTML signs": lambda data: "".join(f"&#{ord(s)};" for s in data.decode()).encode(),
    "base64": base64.b64encode,
    "base64, shifted by one": lambda data: b"x" + base64.b64encode(data),
    "base64, shifted by three": lambda data: b"xyz" + base64.b64encode(data),
    "base64 in lines": wrapped,
    "base64 for URLs": lambda data: base64.urlsafe_b64encode(b"\xff\xfe\xfd" + data),
    "base64 in a notebook": lambda data: json.dumps({"png": wrapped(data).decode()}).encode(),
    "hexadecimal": lambda data: data.hex().encode(),
    "zip": zipped,
    "zip in zip": lambda data: zipped(zipped(data), "b.zip"),
    "gzip": gzip.compress,
    "zlib in a picture": lambda data: b"\x89PNG....zTXt" + zlib.compress(data),
    "base64 of gzip": lambda data: base64.b64encode(gzip.compress(data)),
    "UTF-16": lambda data: data.decode().encode("utf-16"),
}


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    folder = tmp_path / "keys" / "file-review"
    folder.mkdir(parents=True)
    quiz = {
        "id": "quiz",
        "items": [
            {
                "id": "gap",
                "stem": {"zh": "这段题干学生可以看到，应当公开", "en": "x"},
                "options": [
                    {"id": "a", "right": True, "feedback": {"zh": SECRET, "en": ENGLISH}},
                ],
            }
        ],
    }
    (folder / "quiz.yaml").write_text(yaml.safe_dump(quiz, allow_unicode=True))
    (folder / "solutions.py").write_text("import os\n\nanswer = case.total_of_payments() - 17\n")
    (tmp_path / "keys" / "course.secret").write_text("0f" * 32 + "\n")
    return tmp_path / "keys"


def found(keys: Path, data: bytes, name: str = "a.bin") -> list[leaks.Leak]:
    return list(leaks.scan_bytes(name, data, leaks.needles(keys)))


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("text", [SECRET, ENGLISH], ids=["zh", "en"])
def test_feedback_is_found_however_it_is_packed(keys: Path, packing: str, text: str) -> None:
    data = PACKINGS[packing](f"some words before; {text}; and after".encode())

    assert {leak.whose for leak in found(keys, data)} >= {
        f"file-review/quiz.yaml: items/gap/options/a/feedback/{'zh' if text is SECRET else 'en'}"
    }


@pytest.mark.parametrize("packing", PACKINGS)
def test_what_is_public_is_no_leak_however_it_is_packed(keys: Path, packing: str) -> None:
    assert found(keys, PACKINGS[packing]("这段题干学生可以看到，应当公开".encode() * 3)) == []


def test_solutions_and_the_secret_are_found(keys: Path) -> None:
    source = found(keys, b"x\nanswer = case.total_of_payments() - 17\n")
    assert [leak.whose for leak in source] == ["file-review/solutions.py"]
    assert found(keys, ("0f" * 32).encode())
    assert found(keys, bytes.fromhex("0f" * 32))


@pytest.mark.parametrize("field", ["right", "feedback", "planted", "mistakes"])
def test_a_keys_field_in_published_json_is_found(keys: Path, field: str) -> None:
    data = json.dumps({"items": [{"id": "a", field: 1}]}).encode()

    assert found(keys, data, "assignment.json") == [
        leaks.Leak("assignment.json", f'field "{field}"')
    ]
    assert found(keys, zipped(data, "000.json"), "cases.zip")[0].place == "cases.zip!000.json"


def test_the_place_tells_the_way(keys: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle" / "assignments"
    bundle.mkdir(parents=True)
    (bundle / "cases.zip").write_bytes(zipped(gzip.compress(SECRET.encode() * 9), "a.gz"))

    (leak,) = leaks.scan(tmp_path / "bundle", leaks.needles(keys))

    assert leak.place == "assignments/cases.zip!a.gz gzip"


def test_a_damaged_archive_is_searched_as_it_is(keys: Path) -> None:
    assert found(keys, b"\x1f\x8b broken " + SECRET.encode())
    assert found(keys, b"PK\x05\x06" + bytes(18) + SECRET.encode())
    assert found(keys, SECRET.encode() + zipped(b"x")[20:])
    assert found(keys, SECRET.encode() + zipped(b"x" * 99).replace(b"PK\x03\x04", b"PK\x03\x05"))
