"""Opaque ids, per-learner order and variants: all drawn by hashing, alike in every process."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def digest(*parts: str) -> bytes:
    """Return the SHA-256 of `parts`, joined so that no two lists of parts collide."""
    framed = b"".join(f"{len(part.encode())}:".encode() + part.encode() for part in parts)
    return hashlib.sha256(framed).digest()


def opaque(*parts: str) -> str:
    """Return a permanent id that says nothing about what it names."""
    return digest(*parts).hex()[:10]


def order(items: Sequence[T], *key: str) -> tuple[T, ...]:
    """Return `items` in an order drawn from `key`; every order is equally likely."""
    ranked = sorted(range(len(items)), key=lambda place: digest(*key, str(place)))
    return tuple(items[place] for place in ranked)


def number(*key: str) -> int:
    """Return a whole number, 0 or more, drawn from `key`."""
    return int.from_bytes(digest(*key), "big")


def variant(course: str, assignment: str, learner: str, variants: int) -> int:
    """Return which of the `variants` released cases is this learner's."""
    return number(course, assignment, learner) % variants
