"""The outputs of a cell as it runs, cut to their limits as they come."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class _Stream:
    """Text of one stream in a row."""

    name: str
    parts: list[str] = field(default_factory=list)
    size: int = 0
    cut: int = 0

    def output(self) -> dict[str, Any]:
        text = "".join(self.parts) + _note(self.cut)
        return {"output_type": "stream", "name": self.name, "text": text}


class Outputs:
    """Collects what a cell shows; `taken` gives it in nbformat's shape."""

    def __init__(self, limits: dict[str, int]) -> None:
        self._text, self._image = limits["text_bytes"], limits["image_bytes"]
        self._room = limits["outputs_bytes"]
        self._cell: list[_Stream | dict[str, Any]] = []
        self._cells: dict[int, list[_Stream | dict[str, Any]]] = {}
        self._shown: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        self._current = -1
        #: The cells whose outputs are not as they were told: the one at hand, and those updated.
        self.changed: list[int] = []
        self._is_to_clear = False

    def begin(self, cell: int) -> None:
        """Begin a new cell."""
        self._current, self.changed = cell, [cell]
        self._cells[cell] = self._cell = []
        self._is_to_clear = False

    def clear(self, *, wait: bool) -> None:
        """Drop what the cell has shown, now or when it next shows something."""
        self._is_to_clear = wait
        if not wait:
            self._cell.clear()

    def write(self, name: str, text: str) -> None:
        """Add text to a stream; text of one stream in a row is one output."""
        self._clear_if_due()
        last = self._cell[-1] if self._cell else None
        if not isinstance(last, _Stream) or last.name != name:
            last = _Stream(name)
            self._cell.append(last)
            # An empty output takes room too, so that a great many of them do not.
            self._room -= 100
        kept = text[: max(0, min(self._text - last.size, self._room))]
        last.parts.append(kept)
        last.size += len(kept)
        last.cut += len(text) - len(kept)
        self._room -= len(kept)

    def add(self, output: dict[str, Any], *, display_id: str | None = None) -> None:
        """Add a whole output, if there is room for it."""
        self._clear_if_due()
        if "data" in output:
            output["data"] = self._fitting(output["data"])
        size = _size(output)
        if size > self._room:
            self.write("stderr", _note(size))
            return
        self._room -= size
        self._cell.append(output)
        if display_id:
            self._shown.setdefault(display_id, []).append((self._current, output))

    def update(self, data: dict[str, Any], display_id: str) -> None:
        """Show something else in place of what was shown under `display_id`, in any cell."""
        data = self._fitting(data)
        for cell, output in self._shown.get(display_id, ()):
            before, now = _size(output["data"]), _size(data)
            if now - before <= self._room:
                self._room -= max(0, now - before)
                output["data"] = data
                if cell not in self.changed:
                    self.changed.append(cell)

    def taken(self, cell: int) -> list[dict[str, Any]]:
        """Return a cell's outputs in nbformat's shape."""
        parts = self._cells[cell]
        return [part.output() if isinstance(part, _Stream) else part for part in parts]

    def _clear_if_due(self) -> None:
        if self._is_to_clear:
            self.clear(wait=False)

    def _fitting(self, data: dict[str, Any]) -> dict[str, Any]:
        """Keep the forms that a notebook can hold and that are not too large."""
        kept = {str(mime): self._plain(str(mime), content) for mime, content in data.items()}
        return {mime: content for mime, content in kept.items() if content is not None}

    def _plain(self, mime: str, content: Any) -> Any:
        if isinstance(content, bytes):
            content = base64.b64encode(content).decode()
        if not isinstance(content, str):
            return _json(content, self._text)
        most = self._image * 4 // 3 if mime.startswith("image/") else self._text
        if len(content) <= most:
            return str(content)
        return content[:most] + _note(len(content) - most) if mime == "text/plain" else None


def _size(content: Any) -> int:
    return len(json.dumps(content, ensure_ascii=False))


def _json(content: Any, most: int) -> Any:
    try:
        text = json.dumps(content)
    except (TypeError, ValueError, RecursionError):
        return None
    return json.loads(text) if len(text) <= most else None


def _note(cut: int) -> str:
    """Say how many characters were left out, in no language."""
    return f"\n[… +{cut:,}]\n" if cut else ""
