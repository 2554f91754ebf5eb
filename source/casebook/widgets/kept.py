"""A view whose page hands answers over by message: Python keeps each, or says why it could not.

The page half is `courier.js`. Traits flow to the page alone.
"""

from collections.abc import Callable
from typing import Any, ClassVar

import anywidget

from casebook.activities.nouns import Plain
from casebook.errors import JournalError
from casebook.text import Language
from casebook.widgets.interface import say

COURIER_WORDS = "courier.yaml"

#: Whether an answer was saved; where not, `why` for the reader, and whether to try `again`.
Reply = dict[str, Any]


class KeptView(anywidget.AnyWidget):
    """The Python half of a page that answers; a kind of activity says how it `keep`s one."""

    #: The traits that only Python may set.
    pythons: ClassVar[frozenset[str]] = frozenset()

    def listen(self) -> None:
        """Take what the page hands over from now on."""
        self.on_msg(self._take)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Leave our own traits alone: the page asks by message, it never sets."""
        own = self.pythons | {"_esm", "_css"}
        super().set_state({k: v for k, v in sync_data.items() if k not in own})

    def keep(self, item: object, value: Plain) -> Reply:
        """Keep `value` as the answer to `item`, or return why not."""
        raise NotImplementedError

    def _take(self, _: object, content: object, __: object) -> None:
        request = content if isinstance(content, dict) else {}
        reply = self.keep(request.get("item"), request.get("value"))
        self.send({**reply, "request": request.get("request"), "item": request.get("item")})


def saved(write: Callable[[], object], language: Language) -> Reply:
    """Write an answer and return the reply to the page."""
    try:
        write()
    except JournalError as error:
        reason = str(getattr(error.__cause__, "strerror", error.what))
        why = say(COURIER_WORDS, "not-written", language, reason=reason)
        return {"saved": False, "why": why, "again": True}
    return {"saved": True}


def refused(language: Language) -> Reply:
    """Return the reply to something that is no answer to anything here."""
    return {"saved": False, "why": say(COURIER_WORDS, "refused", language)}
