"""Which modules an assignment's own notebook imports, so that graders import them once."""

import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from nbformat import NotebookNode

from casebook.errors import CasebookError
from casebook.grading import sandbox
from casebook.grading.sandbox import warm


def modules_of(notebook: NotebookNode, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Run the notebook of a release beside its files, and return what must be imported by name.

    Where the author's machine cannot run it, nothing is known, and grading is merely slower.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            Path(folder, name).write_bytes(data)
        try:
            ran = sandbox.run(
                notebook,
                Path(folder),
                learner="rehearsal",
                language="zh",
                allow_unsealed=True,  # the author's own code
                tells_modules=True,
            )
        except CasebookError:
            return ()
    with closing(warm.Zygote(ran.modules)) as zygote:
        return zygote.modules
