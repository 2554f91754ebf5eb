"""The solutions of an assignment, loaded as the grader loads them: from the folder of its keys."""

import importlib.util
from pathlib import Path
from types import ModuleType

KEYS = Path(__file__).parents[2] / "assessments" / "keys"


def solutions_of(assignment: str) -> ModuleType:
    """Return the module `solutions.py` of an assignment."""
    path = KEYS / assignment / "solutions.py"
    spec = importlib.util.spec_from_file_location(assignment.replace("-", "_"), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
