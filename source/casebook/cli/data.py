"""`casebook data`: make a portfolio, hold one against published figures, build the sample."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.cli.terminal import FAULTS, OK, count, day, progress, stopping
from casebook.errors import DataError
from casebook.text import Language

if TYPE_CHECKING:  # `casebook --help` imports nothing heavy
    from casebook.portfolio.shipping.order import Order

    Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

SEED = 1
REPORTED = 200_000
USAGE = """casebook data --debtors N --out DIR [--seed S] [--format csv|parquet] [more]
       casebook data report [--debtors N] [--plot FILE] [more]
       casebook data build"""


def add(commands: "Parsers") -> None:
    """Add the command and its parts to `commands`."""
    what = "make a portfolio of invented debtors, or report on the generator"
    data = commands.add_parser("data", help=what, description=what, usage=USAGE)
    data.add_argument("--debtors", type=count, metavar="N", help="how many debtors")
    data.add_argument("--out", type=Path, metavar="DIR", help="the folder to make")
    data.add_argument(
        "--format", choices=["csv", "parquet"], default="parquet", help="of the files (parquet)"
    )
    data.add_argument("--answers", action="store_true", help="write the answers too, apart")
    data.add_argument("--force", action="store_true", help="replace a portfolio that is there")
    _takes_order(data)
    data.set_defaults(run=_make, usage_error=data.error, seed=SEED, knob=[])

    parts = data.add_subparsers(dest="part", metavar="PART", prog="casebook data")
    build = parts.add_parser("build", help="build the sample in datasets/ afresh")
    build.set_defaults(run=_build)
    # What is given before the part holds for it too.
    report = parts.add_parser(
        "report",
        help="hold a simulated book against published figures",
        argument_default=argparse.SUPPRESS,
    )
    report.add_argument("--debtors", type=count, metavar="N", help=f"({REPORTED:,})")
    report.add_argument("--plot", type=Path, default=None, metavar="FILE", help="draw it here")
    report.add_argument("--language", type=Language, choices=list(Language), default=Language.ZH)
    _takes_order(report)
    report.set_defaults(run=_report)


def _takes_order(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=_whole, metavar="S", help=f"({SEED})")
    parser.add_argument("--as-of", type=day, metavar="DATE", help="the day of the review")
    parser.add_argument("--jobs", type=count, metavar="J", help="workers (one a processor)")
    parser.add_argument(
        "--knob",
        type=_knob,
        action="append",
        metavar="NAME=VALUE",
        help="turn an assumption; may be given again",
    )


def _whole(written: str) -> int:
    if not (written.isascii() and written.isdigit()):
        raise argparse.ArgumentTypeError(f"is {written!r}, expected a whole number")
    return int(written)


def _knob(written: str) -> tuple[str, float]:
    name, _, value = written.partition("=")
    try:
        return name, float(value)
    except ValueError:
        expected = "NAME=VALUE such as suit-share=0.1"
        raise argparse.ArgumentTypeError(f"is {written!r}, expected {expected}") from None


def _make(options: argparse.Namespace) -> int:
    missing = [f"--{name}" for name in ("debtors", "out") if getattr(options, name) is None]
    if missing:
        options.usage_error(f"the following arguments are required: {', '.join(missing)}")
    _call_crew(options)
    from casebook.portfolio.shipping.ship import ship

    order = _order(options)
    with stopping(), progress("accounts", order.debtors) as bar:
        ship(order, options.out, jobs=_jobs(options), replace=options.force, tell=bar.update)
    print(options.out)
    return OK


def _build(_: argparse.Namespace) -> int:
    from casebook.grading import places
    from casebook.portfolio import sample

    folder = places.repository(Path.cwd()) / "datasets" / "sample"
    sample.build(folder)
    print(folder)
    return OK


def _report(options: argparse.Namespace) -> int:
    if options.plot:
        _check_plot(options.plot)
    _call_crew(options)
    from casebook.portfolio.calibration import plot, table, terminal
    from casebook.portfolio.shipping.ship import survey

    options.debtors = options.debtors or REPORTED
    order = _order(options)
    with stopping(), progress("accounts", order.debtors) as bar:
        rows = table.table(survey(order, jobs=_jobs(options), tell=bar.update))
    print(terminal.written(rows, options.language))
    if options.plot:
        plot.save(rows, options.language, options.plot)
        print(options.plot)
    return OK if table.is_good(rows) else FAULTS


def _check_plot(path: Path) -> None:
    """Refuse what cannot be drawn before minutes of work."""
    if path.suffix not in {".png", ".svg", ".pdf"}:
        what = f"is a name that ends in {path.suffix or 'nothing'}"
        raise DataError(str(path), what, ".png, .svg or .pdf", "choose another --plot")
    if not path.parent.is_dir():
        raise DataError(str(path.parent), "is no folder", "a folder to draw in", "make it")


def _order(options: argparse.Namespace) -> "Order":
    from casebook.portfolio.calendar import AS_OF
    from casebook.portfolio.shipping.order import Form, Order

    return Order(
        debtors=options.debtors,
        seed=options.seed,
        as_of=options.as_of or AS_OF,
        changed=dict(options.knob),
        form=Form(getattr(options, "format", Form.PARQUET)),
        has_answers=getattr(options, "answers", False),
    )


def _call_crew(options: argparse.Namespace) -> None:
    from casebook.portfolio.shipping import crew

    crew.call(_jobs(options))


def _jobs(options: argparse.Namespace) -> int:
    from casebook.portfolio.shipping.crew import processors

    return options.jobs or processors()
