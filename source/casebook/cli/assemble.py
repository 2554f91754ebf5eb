"""`casebook assemble`: put an exam's quiz together from a bank, by a blueprint."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.cli.terminal import FAULTS, OK

if TYPE_CHECKING:
    Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

Run = Callable[[argparse.Namespace], int]

WHAT = """draw the questions that a blueprint asks for from a bank: forms that share none and are
equally hard, each a quiz.yaml for the keys of an assignment; the same seed draws the same"""
BANK = Path("assessments", "keys", "bank")


def add(commands: "Parsers") -> None:
    """Add the command to `commands`."""
    parser = commands.add_parser(
        "assemble", help="put an exam's quiz together from a bank", description=WHAT
    )
    parser.add_argument("blueprint", type=Path, help="a YAML file: id, title, cells, forms")
    parser.add_argument("--bank", type=Path, default=BANK, metavar="DIR", help=f"({BANK})")
    parser.add_argument("--seed", required=True, help="any word; keep it as you keep keys")
    parser.add_argument("--output", type=Path, default=Path(), metavar="DIR", help="(here)")
    parser.set_defaults(run=_assemble)


def _assemble(options: argparse.Namespace) -> int:
    from casebook.authoring import assembly

    blueprint, bank = assembly.load(options.blueprint), assembly.bank(options.bank)
    items = [item for item, _ in bank.values()]
    written = {name: raw for name, (_, raw) in bank.items()}
    forms = assembly.assemble(blueprint, items, seed=options.seed)
    options.output.mkdir(parents=True, exist_ok=True)
    for number, form in enumerate(forms):
        path = options.output / f"{blueprint.id}-{chr(ord('a') + number)}.yaml"
        path.write_text(assembly.quiz_file(blueprint, form, written), encoding="utf-8")
        print(f"{path}: {len(form.items)} questions, {form.expected:.0%} expected")
    if assembly.is_even(forms):
        return OK
    print("the forms are not equally hard: give the bank more questions, or ask for fewer")
    return FAULTS
