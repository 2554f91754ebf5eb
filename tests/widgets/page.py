"""Stands for the browser: what a test may ask of a view, and all that the page would see of it."""

from typing import Any

from casebook.widgets.kept import KeptView


class Page:
    """Asks by message, as the page does, and sees what is synced and replied."""

    def __init__(self, view: KeptView) -> None:
        self.view = view
        self.replies: list[dict[str, Any]] = []
        view.send = lambda content, buffers=None: self.replies.append(content)

    def ask(self, content: object) -> dict[str, Any]:
        """Send a message of any form and return the reply."""
        self._deliver({"method": "custom", "content": content})
        return self.replies[-1]

    def give(self, item: object, value: object) -> dict[str, Any]:
        """Hand over an answer and return the reply."""
        return self.ask({"item": item, "value": value, "request": "r1"})

    def set(self, **state: object) -> None:
        """Try to set synced traits from the page."""
        self._deliver({"method": "update", "state": state})

    def seen(self) -> dict[str, Any]:
        """Return all that the page and a saved notebook hold, apart from code and style."""
        state = self.view.get_state()
        return {name: value for name, value in state.items() if name not in ("_esm", "_css")}

    def _deliver(self, data: dict[str, Any]) -> None:
        self.view._handle_msg({"content": {"data": data}, "buffers": []})
