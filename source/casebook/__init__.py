"""Casebook: practise and be examined, in Jupyter, on lawful and humane debt collection.

Notebooks write ``import casebook as cb``. Each public name is loaded when first used, so that this
import is quick and works where pandas or widgets are not needed.
"""

from importlib import import_module
from typing import Any

_PUBLIC = {
    "answer": "casebook.activities.casework.desk:answer",
    "assignment": "casebook.widgets.assignment:assignment",
    "care": "casebook.law.care:care",
    "case": "casebook.widgets.casefile:case",
    "casework": "casebook.widgets.tasks:casework",
    "check": "casebook.activities.casework.desk:check",
    "contacts": "casebook.widgets.contacts:contacts",
    "data": "casebook.portfolio.sample:data",
    "dialogue": "casebook.widgets.dialogue:dialogue",
    "glossary": "casebook.widgets.glossary:glossary",
    "hint": "casebook.activities.casework.desk:hint",
    "interest": "casebook.widgets.interest:interest",
    "language": "casebook.activities.place:set_language",
    "limitation": "casebook.widgets.limitation:limitation",
    "memory": "casebook.widgets.review:memory",
    "plot_style": "casebook.widgets.plots:plot_style",
    "progress": "casebook.widgets.progress:progress",
    "quiz": "casebook.widgets.quiz:quiz",
    "review": "casebook.widgets.review:review",
    "rule": "casebook.law.rules:rule",
    "rules": "casebook.law.rules:rules",
    "screening": "casebook.widgets.screening:screening",
    "script": "casebook.widgets.script:script",
    "wording": "casebook.widgets.wording:wording",
}

__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"casebook has no {name!r}; it has {', '.join(__all__)}")
    module, _, attribute = _PUBLIC[name].partition(":")
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return __all__
