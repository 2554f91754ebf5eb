"""Whether a dialogue rewards skill: how simulated learners fare on it, held to bounds."""

from collections.abc import Iterator

from casebook.activities.dialogue.model import Dialogue
from casebook.activities.dialogue.players import (
    PLAYERS,
    Standing,
    by_place,
    cue_players,
    measure,
)
from casebook.activities.dialogue.walk import Walk
from casebook.text import Language

EXPERT_AT_LEAST = 0.95
RANDOM_BEFORE = (0.25, 0.55)
RANDOM_AFTER = 0.25
ONE_TONE_BELOW_EXPERT = 0.15
CUE_WITHIN = 0.05
TURNS_AT_LEAST = 8

#: Learners whose own orders of the replies are tried.
_LEARNERS = tuple(f"learner-{number}" for number in range(40))


def standings(dialogue: Dialogue) -> dict[str, Standing]:
    """Return how each simulated learner fares: by name, the cues of either language too."""
    found = {name: measure(dialogue, player) for name, player in PLAYERS.items()}
    for language in Language:
        for name, player in cue_players(language).items():
            found[f"{name} ({language})"] = measure(dialogue, player)
    for place, name in ((0, "first place"), (-1, "last place")):
        found[name] = _mean([measure(dialogue, by_place(place, one)) for one in _LEARNERS])
    return found


def _mean(all_: list[Standing]) -> Standing:
    return Standing(
        sum(one.before for one in all_) / len(all_),
        sum(one.after for one in all_) / len(all_),
        sum(one.lawful for one in all_) / len(all_),
    )


def faults(dialogue: Dialogue) -> Iterator[tuple[str, str]]:
    """Yield (what, expected) for each bound that the dialogue fails to keep."""
    yield from _form_faults(dialogue)
    found = standings(dialogue)
    expert, random = found.pop("expert"), found.pop("random")
    if expert.after < EXPERT_AT_LEAST:
        yield f"the expert earns {expert.after:.2f}", f"{EXPERT_AT_LEAST} or more"
    least, most = RANDOM_BEFORE
    if not least <= random.before <= most:
        yield f"chance earns {random.before:.2f} before the gate", f"{least} to {most}"
    if random.after > RANDOM_AFTER:
        yield f"chance earns {random.after:.2f} after the gate", f"{RANDOM_AFTER} at most"
    for name in ("always-kind", "always-firm"):
        most = expert.after - ONE_TONE_BELOW_EXPERT
        if (one := found.pop(name)).after > most:
            yield f"{name} earns {one.after:.2f} after the gate", f"{most:.2f} at most"
    if dialogue.is_exam:
        yield from _cue_faults(found, random)


def _cue_faults(found: dict[str, Standing], random: Standing) -> Iterator[tuple[str, str]]:
    """A cue may not tell what a reply is worth, nor lead past the gate oftener than chance."""
    for name, one in found.items():
        if abs(one.before - random.before) > CUE_WITHIN:
            yield (
                f'the cue "{name}" earns {one.before:.2f} before the gate, chance '
                f"{random.before:.2f}",
                f"within {CUE_WITHIN} of chance",
            )
        if one.after > random.after + CUE_WITHIN:
            yield (
                f'the cue "{name}" earns {one.after:.2f} after the gate, chance {random.after:.2f}',
                f"no more than {CUE_WITHIN} above chance",
            )


def _form_faults(dialogue: Dialogue) -> Iterator[tuple[str, str]]:
    walk = Walk(dialogue)
    ids = {turn.id for turn in dialogue.turns} | {ending.id for ending in dialogue.endings}
    for place in sorted(ids - set(walk.reachable())):
        yield f'no walk comes to "{place}"', "every turn and ending to be reached"
    if (shortest := len(best_walk(walk))) < TURNS_AT_LEAST:
        yield f"the best walk has {shortest} turns", f"{TURNS_AT_LEAST} or more"
    for turn in dialogue.turns if dialogue.is_exam else ():
        ends = {reply.id for reply in turn.replies if walk_ends(dialogue, reply.next)}
        for reply in turn.replies:
            if reply.breach and reply.id in ends and len(ends) < len(turn.replies):
                yield (
                    f'turn "{turn.id}", reply "{reply.id}" breaks a rule and ends the talk',
                    "an exam that goes on whatever is said",
                )


def walk_ends(dialogue: Dialogue, place: str) -> bool:
    """Whether `place` is an ending."""
    return dialogue.ending(place) is not None


def best_walk(walk: Walk) -> list[str]:
    """Return the turns of the best lawful walk."""
    at, found = walk.start, []
    while walk.turn(at) is not None:
        found.append(at.place)
        at = walk.best_step(at).after
    return found


def told(dialogue: Dialogue) -> Iterator[str]:
    """Yield the standings as lines to read."""
    walk = Walk(dialogue)
    yield f"{len(dialogue.turns)} turns, {len(walk.steps)} positions"
    yield f"best walk: {' > '.join(best_walk(walk))}"
    yield f"{'player':26}{'before':>8}{'after':>8}{'lawful':>8}"
    for name, one in standings(dialogue).items():
        yield f"{name:26}{one.before:8.2f}{one.after:8.2f}{one.lawful:8.2f}"
