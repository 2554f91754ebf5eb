"""A real IPython shell whose outputs are a notebook's outputs."""

import builtins
import getpass
import io
import json
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any as AnyTrait
from traitlets import Type
from traitlets.config import Config

from casebook.grading.sandbox.outputs import Outputs


class Publisher(DisplayPublisher):
    """Takes what `display` shows."""

    outputs = AnyTrait()

    def publish(  # noqa: D102 - IPython's contract
        self,
        data: dict[str, Any],
        *_: object,
        transient: dict[str, str] | None = None,
        update: bool = False,
        **__: object,
    ) -> None:
        display_id = (transient or {}).get("display_id")
        if update and display_id:
            self.outputs.update(data, display_id)
            return
        shown = {"output_type": "display_data", "data": data, "metadata": {}}
        self.outputs.add(shown, display_id=display_id)

    def clear_output(self, wait: bool = False) -> None:  # noqa: D102
        self.outputs.clear(wait=wait)


class Hook(DisplayHook):
    """Takes the value of a cell's last line."""

    outputs = AnyTrait()

    def write_output_prompt(self) -> None:  # noqa: D102
        pass

    def write_format_data(self, format_dict: dict[str, Any], *_: object) -> None:  # noqa: D102
        self.outputs.add(
            {
                "output_type": "execute_result",
                "execution_count": self.prompt_count,
                "data": format_dict,
                "metadata": {},
            }
        )

    def finish_displayhook(self) -> None:  # noqa: D102
        self._is_active = False


class Compiler(CachingCompiler):
    """Names cells as a kernel's compiler does, for tracebacks and warnings show it."""

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:  # noqa: ARG002, D102
        name = f"ipykernel_{os.getpid()}/{zlib.crc32(raw_code.encode('utf-8', 'replace'))}.py"
        return str(Path(tempfile.gettempdir(), name))


class ZMQInteractiveShell(InteractiveShell):
    """IPython without a terminal: outputs go to `outputs`.

    It bears the name of a kernel's shell, and has a place for a kernel: by these libraries know
    that they are in a notebook.
    """

    kernel = None
    outputs = AnyTrait()
    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)
    compiler_class = Type(Compiler)

    def init_hooks(self) -> None:
        """Open no pager: what it would show is no output of a notebook."""
        super().init_hooks()
        self.set_hook("show_in_pager", _show_nowhere, 99)

    def enable_gui(self, gui: object = None) -> None:
        """Take `%matplotlib inline` as a kernel does; there is no window to open."""

    @contextmanager
    def _tee(self, channel: str) -> Iterator[None]:  # noqa: ARG002 - IPython's contract
        """Keep no second copy of what is printed: nobody asks for it, and memory is bounded."""
        yield

    def ask_exit(self) -> None:
        """Take `exit` as a kernel does that is about to run the next cell."""

    def _showtraceback(self, etype: type, evalue: object, stb: list[str]) -> None:
        said = {"ename": etype.__name__, "evalue": str(evalue), "traceback": list(stb)}
        self.outputs.add({"output_type": "error", **said})


class Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of the learner's code."""

    encoding = "utf-8"

    def __init__(self, name: str, outputs: Outputs, descriptor: int) -> None:
        self.name, self._outputs, self._descriptor = f"<{name}>", outputs, descriptor
        self._stream = name

    def writable(self) -> bool:
        """Say yes."""
        return True

    def fileno(self) -> int:
        """Return a descriptor that programs started by the learner can write to."""
        return self._descriptor

    def write(self, text: str) -> int:
        """Add text to the running cell's outputs."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.write(self._stream, text)
        return len(text)


def _show_nowhere(*_: object, **__: object) -> None:
    """Stand where a pager would be."""


def _ask(*_: object, **__: object) -> str:
    """Stand where `input` is: nobody is there to answer."""
    raise StdinNotImplementedError(
        "raw_input was called, but this frontend does not support input requests."
    )


def prepared() -> ZMQInteractiveShell:
    """Return the shell of this process, made before anybody's code is there to run in it."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.autoindent = False
    return ZMQInteractiveShell.instance(config=config)


class Session:
    """A shell, its streams, and the channel that cells' outputs go through."""

    def __init__(self, shell: ZMQInteractiveShell, channel: int, limits: dict[str, int]) -> None:
        self._channel, self._outputs = channel, Outputs(limits)
        self._most = limits["text_bytes"]
        self._counts: dict[int, int] = {}
        self._spill = {"stdout": _spill(1), "stderr": _spill(2)}
        self._shell = shell
        self._shell.user_ns["_dh"][:] = [Path.cwd()]
        self._shell.outputs = self._outputs
        self._shell.display_pub.outputs = self._shell.displayhook.outputs = self._outputs
        self._streams = {
            "stdout": Stream("stdout", self._outputs, 1),
            "stderr": Stream("stderr", self._outputs, 2),
        }

    def run(self, cells: list[tuple[int, str]], *, tells_modules: bool = False) -> None:
        """Run the cells, whatever becomes of each; tell of every one as it ends."""
        sys.stdout, sys.stderr = self._streams.values()
        builtins.input = getpass.getpass = _ask
        self._tell({"ready": True})
        for cell, source in cells:
            self._tell({"begin": cell})
            self._outputs.begin(cell)
            self._counts[cell] = self._shell.execution_count
            self._run_cell(source)
            self._collect_spill()
            for changed in self._outputs.changed:
                self._tell_outputs(changed)
        if tells_modules:
            self._tell({"modules": [name for name in sys.modules if name != "__main__"]})
        self._tell({"done": True})

    def _tell_outputs(self, cell: int) -> None:
        outputs = self._outputs.taken(cell)
        self._tell({"cell": cell, "count": self._counts[cell], "outputs": outputs})

    def _run_cell(self, source: str) -> None:
        for name, stream in self._streams.items():
            if not hasattr(getattr(sys, name, None), "flush"):
                setattr(sys, name, stream)
        try:
            self._shell.run_cell(source, store_history=True)
        except BaseException as error:  # noqa: BLE001 - a shell broken by the cell is the cell's error
            said = {"ename": type(error).__name__, "evalue": str(error), "traceback": []}
            self._outputs.add({"output_type": "error", **said})

    def _collect_spill(self) -> None:
        """Add what was written past Python's streams, as by a program that the cell started."""
        for name, descriptor in self._spill.items():
            if os.lseek(descriptor, 0, os.SEEK_END):
                written = os.pread(descriptor, self._most + 1, 0)
                os.ftruncate(descriptor, 0)
                self._outputs.write(name, written.decode("utf-8", "replace"))

    def _tell(self, message: dict[str, Any]) -> None:
        line = json.dumps(message, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        while line:
            line = line[os.write(self._channel, line) :]


def _spill(descriptor: int) -> int:
    """Let a descriptor write to a nameless file; return another that reads it."""
    file, path = tempfile.mkstemp()
    appending = os.open(path, os.O_WRONLY | os.O_APPEND)
    os.unlink(path)  # noqa: PTH108 - a descriptor's work
    os.dup2(appending, descriptor)
    os.close(appending)
    return file
