"""Messages between grader and zygote: a length, then JSON; descriptors go beside it."""

import json
import os
import socket
from collections.abc import Sequence
from typing import Any

_LENGTH = 8
_MOST_DESCRIPTORS = 4


def give(control: socket.socket, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
    """Send a message, and copies of open descriptors with it."""
    data = json.dumps(message).encode()
    socket.send_fds(control, [len(data).to_bytes(_LENGTH, "big")], list(descriptors))
    control.sendall(data)


def take(control: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """Return the next message with its descriptors; None once the other side is gone."""
    try:
        head, descriptors, _, _ = socket.recv_fds(control, _LENGTH, _MOST_DESCRIPTORS)
        for descriptor in descriptors:
            os.set_inheritable(descriptor, False)
        length = int.from_bytes(head + _exactly(control, _LENGTH - len(head)), "big")
        message: dict[str, Any] = json.loads(_exactly(control, length))
    except (EOFError, ConnectionError):
        return None, []
    return message, descriptors


def _exactly(control: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = control.recv(size - len(data))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)
