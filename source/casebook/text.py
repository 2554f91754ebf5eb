"""Text in the two languages that learners read."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language that learners read; Chinese comes first."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One piece of text, in Chinese and in English."""

    zh: str
    en: str

    def say(self, language: Language | str) -> str:
        """Return the text in `language`."""
        return self.zh if Language(language) is Language.ZH else self.en
