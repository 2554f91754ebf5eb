"""Small quizzes and casework for tests: valid unless a test spoils them."""

from typing import Any

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
