"""The report's words, numbers and names in one language."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from casebook.activities.authored import read_yaml
from casebook.reporting.results import Work
from casebook.text import Language, Text

FOLDER = Path(str(files("casebook.reporting")))
MOST_NAMES = 3


@cache
def _words() -> dict[str, Text]:
    return {name: Text(**both) for name, both in read_yaml(FOLDER / "page.yaml").items()}


class Words:
    """What the page says in `language`."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, word: str, /, **given: object) -> str:
        """Return the words called `word`, with what they are about put in."""
        return _words()[word].say(self.language).format(**given)

    def text(self, text: Text) -> str:
        """Return a text of the course's own."""
        return text.say(self.language)

    def joined(self, names: Iterable[str]) -> str:
        """Return all of `names` in a row."""
        return self("joint").join(names)

    def some(self, names: Sequence[str]) -> str:
        """Return a few of `names`, and how many there are where that is not all."""
        shown = self.joined(names[:MOST_NAMES])
        return shown if len(names) <= MOST_NAMES else self("more", names=shown, n=len(names))


def number(value: float) -> str:
    """Write points without needless zeros."""
    return f"{round(value, 2):g}"


def percent(share: float) -> str:
    """Write a share from 0 to 1 as whole hundredths."""
    return f"{100 * share:.0f}%"


def person(work: Work) -> str:
    """Return how a learner is called on the page: by name and id, or by id alone."""
    return f"{work.name} ({work.learner})" if work.name else work.learner
