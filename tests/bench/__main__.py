"""Measure: ``make bench`` all of it, ``make bench ARGS="checks"`` a part."""

import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

PARTS = ("grading", "records", "checks", "portfolio", "clicks")

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        print(f"── {part}")
        import_module(f"bench.{part}").main()
