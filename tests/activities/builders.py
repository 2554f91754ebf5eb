"""Small quizzes and casework for tests: valid unless a test spoils them."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from casebook.text import Text

BOTH = {"zh": "文", "en": "text"}


def both(word: str) -> dict[str, str]:
    return {"zh": f"{word}（中）", "en": word}


def option(option_id: str, *, right: bool = False) -> dict[str, Any]:
    return {
        "id": option_id,
        "text": both(f"text of {option_id}"),
        "right": right,
        "feedback": both(f"feedback on {option_id}"),
    }


def choice(item_id: str, *rights: bool, kind: str = "single", points: float = 1) -> dict[str, Any]:
    return {
        "id": item_id,
        "kind": kind,
        "teaches": ["S02"],
        "points": points,
        "stem": both(f"stem of {item_id}"),
        "options": [option(f"o{n}", right=right) for n, right in enumerate(rights)],
    }


def numeric(item_id: str, answer: float, **more: Any) -> dict[str, Any]:
    return {
        "id": item_id,
        "kind": "numeric",
        "teaches": ["S02"],
        "points": 2,
        "stem": both(f"stem of {item_id}"),
        "answer": answer,
        "unit": {"zh": "元", "en": "yuan"},
        "right": both("just so"),
        "wrong": both("not so"),
        **more,
    }


def computed(item_id: str, **more: Any) -> dict[str, Any]:
    """A payment on one debt of 300 of interest, and of a principal that is drawn."""
    debt = {"name": "loan", "interest": 300, "principal": "{principal}", "due": "2026-06-30"}
    return {
        "id": item_id,
        "kind": "computed",
        "teaches": ["S14"],
        "points": 2,
        "stem": {
            "zh": "本金 {principal} 元，还了 {paid} 元",
            "en": "{principal} owed, {paid} paid",
        },
        "draw": {
            "principal": [12000, 13000, 14000],
            "paid": [1000, 1500, 2000, 2500],
        },
        "case": {
            "kind": "allocation",
            "payment": "{paid}",
            "paid_on": "2026-11-20",
            "debts": [debt | {"security": "none", "burden_pct": 15}],
        },
        "answer": "principal_paid",
        "unit": {"zh": "元", "en": "yuan"},
        "right": both("{answer} it is"),
        "wrong": both("not so"),
        "mistakes": [
            {
                "case": {"agreed_order": ["principal", "interest", "costs"]},
                "feedback": both("interest comes first, {interest_paid}"),
            }
        ],
        **more,
    }


def ordering(item_id: str, *steps: str, points: float = 3) -> dict[str, Any]:
    return {
        "id": item_id,
        "kind": "ordering",
        "teaches": ["S02"],
        "points": points,
        "stem": both(f"stem of {item_id}"),
        "steps": [{"id": step, "text": both(f"text of {step}")} for step in steps],
        "right": both("in order"),
        "wrong": both("out of order"),
    }


def matching(item_id: str, *pairs: str, spare: str = "spare", points: float = 3) -> dict[str, Any]:
    return {
        "id": item_id,
        "kind": "matching",
        "teaches": ["S02"],
        "points": points,
        "stem": both(f"stem of {item_id}"),
        "pairs": [
            {
                "id": pair,
                "left": both(f"left side {pair}"),
                "right": both(f"right side {pair}"),
                "feedback": both(f"why {pair}"),
            }
            for pair in pairs
        ],
        "spare": [{"id": spare, "right": both("fits nothing"), "feedback": both("why not spare")}],
    }


def term(item_id: str) -> dict[str, Any]:
    return {
        "id": item_id,
        "kind": "text",
        "teaches": ["S02"],
        "points": 1,
        "stem": both(f"stem of {item_id}"),
        "accepted": {"zh": ["诉讼时效", "时效"], "en": ["limitation period"]},
        "right": both("that is its name"),
        "wrong": both("it has another name"),
        "mistakes": [
            {
                "accepted": {"zh": ["除斥期间"], "en": ["preclusion"]},
                "feedback": both("that is another period"),
            }
        ],
    }


def quiz(*items: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "a-quiz",
        "kind": "quiz",
        "title": both("A quiz"),
        "teaches": ["S02"],
        "items": list(items),
    }


def task(task_id: str, form: str, **more: Any) -> dict[str, Any]:
    return {
        "id": task_id,
        "form": form,
        "points": 4,
        "prompt": both(f"prompt of {task_id}"),
        "right": both("right"),
        "wrong": both("wrong"),
        **more,
    }


def casework(*tasks: dict[str, Any], case: str | None = None) -> dict[str, Any]:
    head = {
        "id": "some-casework",
        "kind": "casework",
        "title": both("Casework"),
        "teaches": ["S02"],
        "tasks": list(tasks),
    }
    return head | ({"case": case} if case else {})


def reply(reply_id: str, leads: str, **more: Any) -> dict[str, Any]:
    """A reply of a dialogue: plain, worth nothing and lawful unless `more` says otherwise."""
    return {
        "id": reply_id,
        "text": both(f"text of {reply_id}"),
        "tone": "plain",
        "reaction": both(f"reaction to {reply_id}"),
        "coaching": both(f"coaching on {reply_id}"),
        "next": leads,
        **more,
    }


def turn(turn_id: str, *replies: dict[str, Any], client: Any = None) -> dict[str, Any]:
    """A turn of a dialogue; `client` are its lines, else one that always holds."""
    return {
        "id": turn_id,
        "title": both(f"title of {turn_id}"),
        "client": client or [{"say": both(f"line of {turn_id}")}],
        "replies": list(replies),
    }


def ending(ending_id: str, **marks: int) -> dict[str, Any]:
    return {
        "id": ending_id,
        "title": both(f"title of {ending_id}"),
        "text": both(f"text of {ending_id}"),
        "marks": marks,
    }


def dialogue(*turns: dict[str, Any], endings: Any = None, **more: Any) -> dict[str, Any]:
    """A dialogue with one state variable `trust` (0 to 2, from 1) and two dimensions."""
    return {
        "id": "a-talk",
        "kind": "dialogue",
        "title": both("talk"),
        "teaches": ["S04"],
        "case": "D110001",
        "speaker": {"name": both("client"), "about": both("about")},
        "scene": both("scene"),
        "state": [
            {"id": "trust", "start": 1, "levels": [both("cold"), both("flat"), both("warm")]}
        ],
        "mood": "trust",
        "dimensions": [
            {"id": "ear", "title": both("listening"), "weight": 0.5},
            {"id": "plan", "title": both("plan"), "weight": 0.5},
        ],
        "turns": list(turns),
        "endings": endings or [ending("done", plan=1), ending("gone")],
        **more,
    }


def short_talk(**more: Any) -> dict[str, Any]:
    """A talk of two turns: listen or threaten, then ask or give up; trust decides the end."""
    return dialogue(
        turn(
            "opening",
            reply("listen", "plan", tone="kind", marks={"ear": 2}, effects={"trust": 1}),
            reply("mumble", "plan", marks={"ear": -1}),
            reply(
                "threaten",
                "plan",
                tone="firm",
                marks={"ear": -2},
                effects={"trust": -1},
                breach=["CN-PIP-01"],
            ),
        ),
        turn(
            "plan",
            reply(
                "ask",
                "done",
                marks={"plan": 2},
                branches=[{"when": {"trust": "<= 0"}, "next": "gone"}],
            ),
            reply("give-up", "gone", tone="kind", marks={"plan": -1}),
            client=[
                {"when": {"trust": ">= 2"}, "say": both("warm line")},
                {"say": both("cool line")},
            ],
        ),
        **more,
    )


def texts_in(value: object) -> Iterator[str]:
    """Yield every text, in both languages, wherever in an item it stands."""
    if isinstance(value, Text):
        yield from (value.zh, value.en)
    elif isinstance(value, tuple):
        for one in value:
            yield from texts_in(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from texts_in(getattr(value, one.name))
