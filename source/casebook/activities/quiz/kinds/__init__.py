"""The kinds of question: a module each, named here once, behind the methods of `Item`."""

from collections.abc import Mapping

from casebook.activities.quiz.item import Item
from casebook.activities.quiz.kinds.choice import Choice
from casebook.activities.quiz.kinds.computed import Computed
from casebook.activities.quiz.kinds.matching import Matching
from casebook.activities.quiz.kinds.numeric import Numeric
from casebook.activities.quiz.kinds.ordering import Ordering
from casebook.activities.quiz.kinds.term import Term

#: The class of each name that content files give a kind.
KINDS: Mapping[str, type[Item]] = {
    name: kind
    for kind in (Choice, Numeric, Computed, Ordering, Matching, Term)
    for name in kind.names
}
