"""Short ways to write utterances and to look at what is found in them."""

from importlib.resources import files

import yaml

from casebook.compliance.utterances.check import check
from casebook.compliance.utterances.reading import of_mapping

LAW_OF = {"zh": "CN", "en": "US"}


def said(text, lang="zh", **given):
    """Make a collector's second turn in a call to the debtor, or what is `given` instead."""
    values = {
        "id": "u1",
        "lang": lang,
        "jurisdiction": LAW_OF[lang],
        "speaker": "collector",
        "channel": "call",
        "turn": 2,
        "to": "debtor",
        "text": text,
    }
    return of_mapping(values | given)


def found(text, lang="zh", **given):
    """Return the findings in one utterance by their kinds."""
    [findings] = check([said(text, lang, **given)])
    return {str(finding.kind): finding for finding in findings}


def written(name):
    """Return the plain data of a YAML file of the package."""
    path = files("casebook.compliance.utterances") / name
    return yaml.safe_load(path.read_text(encoding="utf-8"))
