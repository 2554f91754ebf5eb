"""The lists of dependencies agree: pyproject.toml, both locks, environment.yml, CONTRIBUTING.md."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parents[2]
PROJECT = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))
# What conda-forge calls otherwise: its matplotlib would bring a desktop toolkit, its pandera every
# kind of table that pandera knows.
CONDA_NAMES = {"matplotlib": "matplotlib-base", "pandera": "pandera-pandas"}
PIP_ONLY = {"fsrs", "rjieba", "zhplot"}
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^ ;\\]+)(?P<marker>[^\\]*)", re.M)
SPEC = re.compile(r"(?P<name>[a-z0-9][a-z0-9-]*)(?P<range> ?>=[0-9][0-9.]*)?")


def wanted() -> dict[str, str]:
    """Return each package that learners or graders need, and its range."""
    project = PROJECT["project"]
    return spec_map([*project["dependencies"], *project["optional-dependencies"]["grading"]])


def spec_map(specs: list[str]) -> dict[str, str]:
    matches = [SPEC.fullmatch(spec) for spec in specs]
    assert all(matches), specs
    return {m["name"]: (m["range"] or "").strip() for m in matches if m}


def pins(lock: str) -> dict[tuple[str, str], str]:
    text = (HERE / lock).read_text("utf-8")
    return {(m["name"], m["marker"].strip(" ;")): m["version"] for m in PIN.finditer(text)}


def conda() -> tuple[dict[str, str], list[str]]:
    listed = yaml.safe_load((HERE / "environment.yml").read_text("utf-8"))["dependencies"]
    (pip,) = (one["pip"] for one in listed if isinstance(one, dict))
    return spec_map([one for one in listed if isinstance(one, str)]), pip


def test_the_conda_file_has_the_shape_that_conda_reads() -> None:
    environment = yaml.safe_load((HERE / "environment.yml").read_text("utf-8"))

    assert set(environment) == {"name", "channels", "dependencies"}
    assert environment["channels"] == ["conda-forge"]
    assert [type(one) for one in environment["dependencies"]].count(dict) == 1
    assert isinstance(environment["dependencies"][-1], dict)


def test_conda_and_pip_ask_for_the_same() -> None:
    specs, pip = conda()
    expected = {
        CONDA_NAMES.get(name, name): range_
        for name, range_ in wanted().items()
        if name not in PIP_ONLY
    }

    assert specs == {**expected, "python": PROJECT["project"]["requires-python"], "pip": ""}
    assert pip == [*(f"{name}{wanted()[name]}" for name in sorted(PIP_ONLY)), "--editable ."]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-learner.lock"])
def test_every_locked_package_has_hashes_and_no_index(lock: str) -> None:
    text = (HERE / lock).read_text("utf-8")
    entries = re.split(r"\n(?=[a-z])", text)

    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert not re.search(r"^--?(?:i|index-url|extra-index-url|find-links|f)\b", text, re.M)


def test_the_lock_holds_what_the_project_asks_for() -> None:
    names = {name for name, _ in pins("requirements.lock")}
    dev = spec_map(PROJECT["dependency-groups"]["dev"])

    assert names >= wanted().keys() | dev.keys()


def test_the_learners_lock_is_a_part_of_the_lock_with_the_same_versions() -> None:
    every, learner = pins("requirements.lock"), pins("requirements-learner.lock")
    versions = {(name, version) for (name, _), version in every.items()}

    assert {(name, version) for (name, _), version in learner.items()} < versions
    learners_names = {name for name, _ in learner}
    assert learners_names >= spec_map(PROJECT["project"]["dependencies"]).keys()
    assert learners_names.isdisjoint({"nbgrader", "pytest", "uv", "hatchling"})


def test_make_installs_the_uv_that_is_locked() -> None:
    (version,) = re.findall(r"^UV_VERSION := (\S+)$", (HERE / "Makefile").read_text(), re.M)

    assert pins("requirements.lock")["uv", ""] == version


def test_contributing_gives_a_reason_for_every_dependency() -> None:
    text = (HERE / "CONTRIBUTING.md").read_text("utf-8")
    rows = set(re.findall(r"^\| ([a-z0-9]+)(?: \(`grading`\))? \|", text, re.M))

    assert wanted().keys() <= rows
    assert all(name in text for name in spec_map(PROJECT["dependency-groups"]["dev"]))
