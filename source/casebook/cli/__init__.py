"""The command line: parsing and printing only.

Exit codes: 0 all is well, 1 faults were found, 2 the command could not do its work.
Each command imports what it needs when it runs, so that `casebook --help` answers at once.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from casebook.cli import assemble, bench, compliance, data, dialogue, grade, law
from casebook.cli.terminal import FAILED, FAULTS, OK, settle
from casebook.errors import CasebookError
from casebook.text import Language

COURSE = Path("assessments")
MY_WORK = Path("my-work")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    settle(sys.stdout, is_json=getattr(options, "json", False))
    try:
        return _run(options)
    except BrokenPipeError:
        # Whoever read us, such as `head`, has enough; what is left must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except CasebookError as error:
        print(f"casebook: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"casebook {options.command}: stopped", file=sys.stderr)
    return FAILED


def _run(options: argparse.Namespace) -> int:
    run: Callable[[argparse.Namespace], int] = options.run
    code = run(options)
    sys.stdout.flush()
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="casebook",
        description="Interactive workbooks and assessments for people who collect debts.",
    )
    parser.add_argument("--version", action="version", version=f"casebook {version('casebook')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    start = commands.add_parser("start", help="put the workbooks in a folder and open JupyterLab")
    start.add_argument("--language", type=Language, choices=list(Language), help="zh or en")
    start.add_argument("--no-browser", action="store_true", help="print the address instead")
    start.add_argument("--port", type=int, help="port of JupyterLab (the first free one from 8888)")
    start.add_argument("--folder", type=Path, default=MY_WORK, help="where to work (my-work)")
    start.set_defaults(run=_start)

    data.add(commands)
    law.add(commands)
    compliance.add(commands)

    lint = commands.add_parser("lint", help="check content, notebooks and what is published")
    lint.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="check these alone")
    lint.add_argument(
        "--outputs", action="store_true", help="run the workbooks and store their outputs first"
    )
    lint.add_argument(
        "--guesses", action="store_true", help="tell what guessing earns over all questions"
    )
    lint.set_defaults(run=_lint)

    dialogue.add(commands)
    assemble.add(commands)

    bundle = commands.add_parser("bundle", help="make the folder that a learner gets")
    bundle.add_argument("--language", choices=[*Language, "both"], default="both")
    bundle.add_argument("--output", type=Path, default=Path("dist"), metavar="DIR")
    bundle.add_argument("--zip", action="store_true", help="make a zip file, not a folder")
    bundle.set_defaults(run=_bundle)

    release = commands.add_parser("release", help="publish an assignment and its pool of cases")
    release.add_argument("assignment")
    release.add_argument("--variants", type=int, default=100, metavar="N")
    _takes_course(release, _release)

    _takes_course(*grade.add(commands))
    _takes_course(*bench.add(commands))

    report = commands.add_parser("report", help="write an assignment's results: CSV and pages")
    report.add_argument("assignment")
    report.add_argument("--language", choices=[*Language, "both"], default="both")
    report.add_argument("--output", type=Path, metavar="DIR", help="where (the course's reports/)")
    _takes_course(report, _report)

    doctor = commands.add_parser("doctor", help="say what this machine has and lacks")
    doctor.add_argument("--json", action="store_true", help="print JSON")
    _takes_course(doctor, _doctor)
    return parser


def _takes_course(
    parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]
) -> None:
    parser.add_argument("--course", type=Path, default=COURSE, metavar="DIR")
    parser.set_defaults(run=run)


def _start(options: argparse.Namespace) -> int:
    from casebook.grading import places, start

    start.start(
        places.shelf(Path.cwd()),
        options.folder,
        language=options.language,
        browser=not options.no_browser,
        port=options.port,
        say=print,
    )


def _lint(options: argparse.Namespace) -> int:
    from casebook.authoring import lint, outputs
    from casebook.grading import places

    root = places.repository(Path.cwd())
    if options.outputs:
        for path in outputs.store(root, options.paths):
            print(f"stored {path}")
    if options.guesses:
        for line in lint.guessed(root):
            print(line)
        return OK
    faults = lint.faults(root, options.paths, today=date.today())  # noqa: DTZ011 - a calendar day
    for fault in faults:
        print(fault)
    print(f"{len(faults)} fault(s)" if faults else "no faults")
    return FAULTS if faults else OK


def _bundle(options: argparse.Namespace) -> int:
    from casebook.grading import bundle, places

    root = places.repository(Path.cwd())
    languages = _languages(options.language)
    print(bundle.build(root, options.output, languages=languages, zipped=options.zip))
    return OK


def _languages(asked: str) -> tuple[Language, ...]:
    return tuple(Language) if asked == "both" else (Language(asked),)


def _release(options: argparse.Namespace) -> int:
    from casebook.grading.course import Course
    from casebook.grading.release import release

    print(release(Course(options.course), options.assignment, variants=options.variants))
    return OK


def _report(options: argparse.Namespace) -> int:
    from casebook.grading.course import Course
    from casebook.reporting import report

    paths = report.publish(
        Course(options.course),
        options.assignment,
        today=date.today(),  # noqa: DTZ011 - a calendar day
        folder=options.output,
        languages=_languages(options.language),
    )
    print(*paths, sep="\n")
    return OK


def _doctor(options: argparse.Namespace) -> int:
    from casebook.grading import doctor

    findings = doctor.examine(options.course)
    if options.json:
        print(json.dumps([f.to_dict() for f in findings], ensure_ascii=False, indent=2))
    else:
        print("\n".join(map(str, findings)))
    return FAULTS if any(f.state is doctor.State.FAIL for f in findings) else OK
