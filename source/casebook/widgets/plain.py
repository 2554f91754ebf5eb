"""What stands in a widget's place where there is nothing to click."""

from casebook.activities.notice import Notice, Tone


class Standin:
    """Shows the same short text as the widget it stands for, and a note if there is one."""

    def __init__(self, text: str, note: str = "") -> None:
        self._text = text
        self._note = note

    def __repr__(self) -> str:
        return self._text

    def _repr_html_(self) -> str | None:
        return Notice(Tone.NOTE, self._note)._repr_html_() if self._note else None
