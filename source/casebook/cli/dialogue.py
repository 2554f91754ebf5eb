"""`casebook dialogue`: for authors, how a talk fares, its picture, and a talk in the terminal."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.cli.terminal import FAULTS, OK
from casebook.text import Language

if TYPE_CHECKING:  # `casebook --help` imports nothing heavy
    from casebook.activities.dialogue.model import Dialogue
    from casebook.activities.dialogue.session import TalkSession

    Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

Run = Callable[[argparse.Namespace], int]

WHAT = """tell how simulated learners fare on a dialogue (no word before FILE), draw its graph, or
talk it through here"""
SIGNS = {"right": "✓", "partly": "◐", "wrong": "✗", "breach": "⚠"}


def add(commands: "Parsers") -> None:
    """Add the command to `commands`."""
    parser = commands.add_parser(
        "dialogue", help="for authors: try, draw or play a dialogue", description=WHAT
    )
    parser.add_argument("what", nargs="?", choices=("draw", "play"), help="(how learners fare)")
    parser.add_argument("file", type=Path, help="a dialogue's YAML file")
    parser.add_argument("--language", type=Language, choices=[*Language], default=Language.ZH)
    parser.add_argument("--output", type=Path, metavar="FILE", help="the picture (ID.svg)")
    parser.set_defaults(run=_dialogue)


def _dialogue(options: argparse.Namespace) -> int:
    from casebook.activities.dialogue import model

    dialogue = model.load(options.file)
    if options.what == "draw":
        return _draw(dialogue, options.output, options.language)
    if options.what == "play":
        return _play(dialogue, options.language)
    return _try(dialogue)


def _try(dialogue: "Dialogue") -> int:
    from casebook.authoring import talks

    for line in talks.told(dialogue):
        print(line)
    found = [f"{what}, expected {expected}" for what, expected in talks.faults(dialogue)]
    print("\n".join(found) or "no faults")
    return FAULTS if found else OK


def _draw(dialogue: "Dialogue", output: Path | None, language: Language) -> int:
    from casebook.authoring import talkpicture

    path = output or Path(f"{dialogue.id}.svg")
    talkpicture.draw(dialogue, path, language)
    print(path)
    return OK


def _play(dialogue: "Dialogue", language: Language) -> int:
    from casebook.activities.dialogue.publish import publish
    from casebook.activities.dialogue.session import TalkSession

    activity, key = publish(dialogue)
    session = TalkSession(activity, key=key)
    print(f"{dialogue.title.say(language)}\n\n{dialogue.scene.say(language).strip()}")
    while not session.has_ended:
        options = _ask(session, language)
        try:
            given = input("> ").strip().casefold()
        except EOFError:
            print()
            return OK
        if given == "q":
            return OK
        if given == "b" and session.said:
            session.rewind(len(session.said) - 1)
        elif given.isdecimal() and 1 <= int(given) <= len(options):
            session.reply(len(session.said), options[int(given) - 1])
            _comment(session, language)
        else:
            print(f"1-{len(options)}; b: back; q: leave")
    _end(session, language)
    return OK


def _ask(session: "TalkSession", language: Language) -> tuple[str, ...]:
    activity, options = session.activity, session.options()
    name = activity.speaker.name.say(language)
    print(f"\n{name}: {activity.lines[session.nodes[-1].line].say(language).strip()}\n")
    for number, one in enumerate(options, start=1):
        print(f"  {number}. {activity.replies[one].text.say(language).strip()}")
    return options


def _comment(session: "TalkSession", language: Language) -> None:
    """Print the client's first answer, and what the reply was worth."""
    from casebook.activities.dialogue.debrief import Debrief

    replay = session.replay()
    if replay is None:
        return
    step, debrief = replay.steps[-1], Debrief(replay)
    level, levels = debrief.mood()
    name = session.activity.speaker.name.say(language)
    print(f"\n{name}: {step.reply.reaction.say(language).strip()}")
    print(f"  {SIGNS[debrief.verdict(step)]} {step.reply.coaching.say(language).strip()}")
    print(f"  [{levels[level].say(language)}]")


def _end(session: "TalkSession", language: Language) -> None:
    from casebook.activities.dialogue.debrief import Debrief

    replay = session.replay()
    if replay is None:
        return
    told = Debrief(replay).told(language)
    last = session.activity.lines[session.nodes[-1].line].say(language).strip()
    print(f"\n{told['ending']}\n\n{last}\n")
    for one in told["dimensions"]:
        print(f"  {one['share']:4.0%}  {one['title']}")
    print(f"  {told['share'] if told['is_lawful'] else 0:4.0%}")
