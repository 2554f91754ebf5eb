"""What the kit says to a learner about an answer, as text and as a small card."""

from dataclasses import dataclass
from enum import StrEnum
from html import escape


class Tone(StrEnum):
    """What kind of thing is said."""

    RIGHT = "right"
    WRONG = "wrong"
    NOTE = "note"
    FAULT = "fault"


_MARK = {Tone.RIGHT: "✓", Tone.WRONG: "✗", Tone.NOTE: "•", Tone.FAULT: "!"}
_COLOUR = {
    Tone.RIGHT: "var(--jp-success-color1, #2e7d32)",
    Tone.WRONG: "var(--jp-warn-color1, #b26a00)",
    Tone.NOTE: "var(--jp-info-color1, #0277bd)",
    Tone.FAULT: "var(--jp-error-color1, #c62828)",
}


@dataclass(frozen=True, slots=True, repr=False)
class Notice:
    """A heading and a few lines in the learner's language."""

    tone: Tone
    heading: str
    lines: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "\n  ".join((f"{_MARK[self.tone]} {self.heading}", *self.lines))

    def _repr_html_(self) -> str:
        lines = "".join(f"<div>{escape(line)}</div>" for line in self.lines)
        return (
            f'<div style="border-left:4px solid {_COLOUR[self.tone]};padding:4px 12px;'
            f'line-height:1.6"><strong>{_MARK[self.tone]} {escape(self.heading)}</strong>'
            f"{lines}</div>"
        )
