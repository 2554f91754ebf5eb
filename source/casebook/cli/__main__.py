"""Let `python -m casebook.cli` do what `casebook` does."""

import sys

from casebook.cli import main

sys.exit(main())
