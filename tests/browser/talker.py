"""Somebody who talks by keyboard alone, knowing the key of the dialogue."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from casebook.activities.dialogue.model import Reply
from casebook.activities.dialogue.walk import Position, Walk
from casebook.text import Language


@dataclass
class Talker:
    """Follows the talk on the page through its graph."""

    page: Page
    walk: Walk
    language: Language = Language.ZH
    path: list[Position] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.path = self.path or [self.walk.start]

    @property
    def talk(self) -> Locator:
        """The talk on the page."""
        return self.page.locator(".ct-talk")

    @property
    def said(self) -> Locator:
        """The learner's own replies on the page."""
        return self.talk.locator(".ct-mine")

    @property
    def has_ended(self) -> bool:
        """Whether there is nothing more to say."""
        return self.walk.turn(self.path[-1]) is None

    @property
    def best(self) -> Reply:
        """The best reply open now."""
        return self.walk.best_step(self.path[-1]).reply

    @property
    def breach(self) -> Reply | None:
        """A reply open now that breaks a rule, if there is one."""
        return next((one for one in self.walk.replies(self.path[-1]) if one.breach), None)

    @property
    def other(self) -> Reply:
        """A reply open now that is lawful and not the best."""
        replies = self.walk.replies(self.path[-1])
        return next(one for one in replies if not one.breach and one is not self.best)

    def select(self, reply: Reply) -> None:
        """Press the digit of `reply`, wherever it stands; that says it in practice alone."""
        shown = self.talk.locator(".ct-choice > :last-child").all_inner_texts()
        place = [one.strip() for one in shown].index(self.words_of(reply))
        self.page.keyboard.press(str(place + 1))

    def say(self, reply: Reply, *keys: str) -> None:
        """Say `reply` by its digit and `keys`, and wait until the talk has gone on."""
        self.select(reply)
        for key in keys:
            self.page.keyboard.press(key)
        self.path.append(self.walk.after(self.path[-1], reply))
        self.stands()

    def went_back(self, to: int) -> None:
        """Take note that all replies from number `to` on were taken back."""
        del self.path[to + 1 :]
        self.stands()

    def stands(self) -> None:
        """Wait until the page shows the talk where it should stand."""
        expect(self.said).to_have_count(len(self.path) - 1)
        told = self.walk.said(self.path[-1]).say(self.language)
        last = self.talk.locator(".ct-lines > li:last-child p")
        expect(last).to_have_text(told.strip(), use_inner_text=True)

    def words_of(self, reply: Reply) -> str:
        """Return the text of `reply` as the page shows it."""
        return " ".join(reply.text.say(self.language).split())
