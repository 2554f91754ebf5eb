"""What is set out as bait around a batch, and what is looked at once it has been graded."""

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from redteam.attack import LEFT, MARK, PLACES, SLEEP_S
from redteam.corrupt import LIVE


@contextmanager
def open_folder(prefix: str) -> Iterator[Path]:
    """Give a folder that every user may enter, removed whatever lies in it."""
    folder = Path(tempfile.mkdtemp(prefix=prefix)).resolve()
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", "--", folder], check=False, capture_output=True)
        subprocess.run(["rm", "-rf", "--", folder], check=False, capture_output=True)


@contextmanager
def own_temporary_folder(folder: Path) -> Iterator[Path]:
    """Let all that this process makes for a while lie in `folder`, so that it can be counted."""
    folder.mkdir()
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before


# The bait


@dataclass(frozen=True)
class Doors:
    """Sockets that nobody has a reason to come to; whoever came is still waiting there."""

    sockets: dict[str, socket.socket]

    @property
    def port(self) -> int:
        return int(self.sockets["TCP"].getsockname()[1])

    def knocked(self) -> list[str]:
        """Return the doors at which somebody stands."""
        waiting = select.select(list(self.sockets.values()), [], [], 0)[0]
        return [name for name, one in self.sockets.items() if one in waiting]


@contextmanager
def doors(path: Path, abstract: str) -> Iterator[Doors]:
    """Listen on loopback, on a path that everybody may open, and on a name without a path."""
    kinds = {"TCP": socket.SOCK_STREAM, "UDP": socket.SOCK_DGRAM}
    with ExitStack() as stack:
        found: dict[str, socket.socket] = {}
        port = 0
        for name, kind in kinds.items():
            one = stack.enter_context(socket.socket(socket.AF_INET, kind))
            one.bind(("127.0.0.1", port))
            found[name], port = one, one.getsockname()[1]
        for name, kind in kinds.items():
            with suppress(OSError):  # a machine without IPv6
                one = stack.enter_context(socket.socket(socket.AF_INET6, kind))
                one.bind(("::1", port))
                found[f"{name} by IPv6"] = one
        for name, place in (("a path", str(path)), ("an abstract name", f"\0{abstract}")):
            one = stack.enter_context(socket.socket(socket.AF_UNIX))
            one.bind(place)
            found[name] = one
        path.chmod(0o777)
        for one in found.values():
            if one.type == socket.SOCK_STREAM:
                one.listen(64)
        yield Doors(found)


@contextmanager
def decoy(secret: str) -> Iterator[subprocess.Popen[bytes]]:
    """Give a process that stands for the grader: the same user, and the secret in its memory."""
    waits = "import sys, time; decoy = sys.stdin.read(); time.sleep(36000)"
    with subprocess.Popen(
        [sys.executable, "-c", waits],
        stdin=subprocess.PIPE,
        env=os.environ | {"DECOY_BAIT": secret},
    ) as one:
        assert one.stdin is not None
        one.stdin.write(secret.encode())
        one.stdin.close()
        try:
            yield one
        finally:
            one.kill()


# The aftermath


def is_running(pid: int) -> bool:
    """Whether a process runs: one that was ended stays listed until its parent asks for it."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def left_processes() -> list[int]:
    """End the processes that hand-ins left running, and return which they were."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(OSError):
            words = (entry / "cmdline").read_bytes().split(b"\0")
            named = (entry / "comm").read_text().strip() == LEFT
            is_ours = named or str(SLEEP_S).encode() in words or LEFT.encode() in words
            if is_ours and is_running(int(entry.name)):
                found.append(int(entry.name))
                os.kill(found[-1], signal.SIGKILL)
    return found


def left_files() -> list[Path]:
    """Remove what hand-ins left on the host, and return what it was."""
    found = []
    for place in dict.fromkeys(PLACES):
        with suppress(OSError):
            found += [path for path in place.iterdir() if MARK in path.name]
    for path in found:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return found


class Page(HTMLParser):
    """Reads a page as a browser would, and keeps what of a learner's would run in it."""

    _VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
    #: Where MathJax does not look.
    _PLAIN = frozenset({"pre", "code", "script", "style", "textarea"})

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.live: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._has_mathjax = "mathjax" in text.lower()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            told = "".join(filter(str.isprintable, value or "")).replace(" ", "").lower()
            if LIVE in told and (name.startswith("on") or name == "srcdoc"):
                self.live.append(f"<{tag} {name}={value}>")
            if told.startswith("javascript:"):
                self.live.append(f"<{tag} {name}={value}>")
        if tag not in self._VOID:
            self._open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        places = [at for at, (name, _) in enumerate(self._open) if name == tag]
        if places:
            del self._open[places[-1] :]

    def handle_data(self, data: str) -> None:
        if LIVE not in data:
            return
        tags = {tag for tag, _ in self._open}
        is_spared = tags & self._PLAIN or any("_ignore" in one for _, one in self._open)
        is_typeset = self._has_mathjax and not is_spared
        if tags & {"script", "style"} or ("\\href" in data and is_typeset):
            self.live.append(data.strip()[:200])
