"""Whether a term of the glossary is put into English as the glossary says."""

import re
from collections.abc import Iterator
from functools import cache

from casebook.activities import glossary
from casebook.activities.glossary import Term

_ASIDE = re.compile(r"\s*\([^)]*\)")


def in_two_ways(zh: str, en: str) -> Iterator[tuple[str, str]]:
    """Yield (what, expected) for each Chinese term whose English is not the glossary's.

    A longer term hides the shorter ones within it; what stands in `also` will do as well.
    """
    low = en.casefold()
    for term in _longest_first():
        if term.term.zh in zh:
            zh = zh.replace(term.term.zh, " ")
            if not any(form.casefold() in low for form in forms(term)):
                yield f'en has no English of "{term.term.zh}"', " or ".join(forms(term))


def forms(term: Term) -> tuple[str, ...]:
    """Return the English that a text may use for a term."""
    return (_ASIDE.sub("", term.term.en), *term.also)


@cache
def _longest_first() -> tuple[Term, ...]:
    return tuple(sorted(glossary.terms(), key=lambda term: -len(term.term.zh)))
