"""More than one hand-in's share: of time, memory, processes, disk, output, or of the grader.

Each attack stops by itself at a size that an unsealed machine can bear: some 6 GB of memory, 2 GB
of disk, 300 processes; what sleeps is named, so that the test finds and ends it.
"""

import json
import os
from functools import partial
from pathlib import Path

from casebook.activities.journal import Writer
from course.learners import ASSIGNMENT
from redteam.attack import Aim, Attack, Ground, code, paper

exhaust = partial(code, aim=Aim.EXHAUST)
bulky = partial(paper, aim=Aim.EXHAUST)

#: A process that only takes up room says whose it is.
NAMED = """
import time
def sleep_named():
    with open("/proc/self/comm", "w") as name:
        name.write(LEFT)
    time.sleep(SLEEP_S)
    os._exit(0)
"""

TIME = (
    exhaust(
        name="exhaust-loop",
        claim="the grader waits for as long as my loop runs",
        source="while True: pass\n",
    ),
    exhaust(
        name="exhaust-stubborn-loop",
        claim="a loop that heeds no signal and swallows every exception cannot be ended",
        source="""
import signal
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    try:
        while True: pass
    except BaseException:
        pass
""",
    ),
    exhaust(
        name="exhaust-sleep",
        claim="a cell that sleeps for an hour uses no processor time, so nothing counts it",
        source="import time\ntime.sleep(3600)\n",
    ),
    exhaust(
        name="exhaust-waiting-for-nothing",
        claim="a wait inside the interpreter's own code cannot be interrupted",
        source="""
import threading
lock = threading.Lock()
lock.acquire()
lock.acquire()
""",
    ),
    exhaust(
        name="exhaust-stopped",
        claim="a process that stopped itself never ends and never answers",
        source="import signal\nos.kill(os.getpid(), signal.SIGSTOP)\n",
    ),
    exhaust(
        name="exhaust-regex",
        claim="a regular expression that backtracks for years holds the interpreter",
        source="import re\nre.match(r'(a+)+$', 'a' * 60 + 'b')\n",
    ),
    exhaust(
        name="exhaust-large-number",
        claim="one sum of a thousand million digits is one step, which nothing interrupts",
        source="""
sys.set_int_max_str_digits(0)
number = 3 ** 40_000_000
print(len(str(number)))
""",
    ),
    exhaust(
        name="exhaust-trickle",
        claim="a little output now and then shows that I am alive, and resets the clock",
        source="""
import time
while True:
    print(".", end="", flush=True)
    cb.answer("verified_income", 1)
    time.sleep(0.2)
""",
    ),
    exhaust(
        name="exhaust-processors",
        claim="eight processes at once take eight times the processor time",
        source="""
for _ in range(8):
    if os.fork() == 0:
        with open("/proc/self/comm", "w") as name:
            name.write(LEFT)
        while True: pass
while True: pass
""",
    ),
)

MEMORY = (
    exhaust(
        name="exhaust-memory",
        claim="one process may take all the memory there is",
        source="""
held = []
for _ in range(24):
    held.append(b"x" * (256 << 20))
broke("holds 6 GB")
""",
    ),
    exhaust(
        name="exhaust-memory-of-children",
        claim="each child stays below the limit, and together they are far above it",
        source="""
import time
for _ in range(12):
    if os.fork() == 0:
        with open("/proc/self/comm", "w") as name:
            name.write(LEFT)
        try:
            held = [b"x" * (100 << 20) for _ in range(5)]
        except MemoryError:
            os._exit(0)
        time.sleep(SLEEP_S)
time.sleep(5)
living = 0
while True:
    try:
        if os.waitpid(-1, os.WNOHANG) == (0, 0):
            living = 1
            break
    except ChildProcessError:
        break
print(living)
""",
    ),
    exhaust(
        name="exhaust-shared-memory",
        claim="memory that is mapped, shared or kept in /dev/shm is nobody's",
        source="""
import mmap
held = []
for _ in range(24):
    one = mmap.mmap(-1, 256 << 20, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)
    for at in range(0, 256 << 20, 4096):
        one[at] = 1
    held.append(one)
    if len(held) == 12:
        broke("holds 3 GB of shared memory")
        break
""",
    ),
    exhaust(
        name="exhaust-shared-folder",
        claim="/dev/shm and /tmp are memory too, and fill up the machine's",
        source="""
wrote = 0
for place in ("/dev/shm", "/tmp"):
    for number in range(64):
        try:
            with open(f"{place}/{MARK}-{number}", "wb") as file:
                wrote += file.write(bytes(16 << 20))
        except OSError as error:
            print(place, number, error)
            break
if wrote > 700 << 20:
    broke(f"wrote {wrote} bytes")
""",
    ),
    exhaust(
        name="exhaust-recursion",
        claim="recursion without end breaks the interpreter, and the grader with it",
        source="""
sys.setrecursionlimit(10**9)
import threading
def deeper(n): return deeper(n + 1) + 1
deeper(0)
""",
    ),
)

PROCESSES = (
    exhaust(
        name="exhaust-fork-bomb",
        claim="so many processes that the machine can start no other",
        source=NAMED
        + """
made = 0
try:
    while made < 300:
        if os.fork() == 0:
            sleep_named()
        made += 1
except OSError as error:
    print(error)
if made >= 300:
    broke("300 processes")
""",
    ),
    exhaust(
        name="exhaust-threads",
        claim="so many threads that the machine can start no other",
        source="""
import threading, time
threading.stack_size(64 << 10)
made = 0
try:
    while made < 600:
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        made += 1
except RuntimeError as error:
    print(error)
if made >= 600:
    broke("600 threads")
""",
    ),
    exhaust(
        name="exhaust-daemons",
        claim="daemons, forked twice and in sessions of their own, outlive the grading",
        source=NAMED
        + """
import signal
for _ in range(10):
    try:
        child = os.fork()
    except OSError:
        break
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            for number in (1, 2, 15):
                signal.signal(number, signal.SIG_IGN)
            for number in range(64):
                try:
                    os.close(number)
                except OSError:
                    pass
            sleep_named()
        os._exit(0)
    os.waitpid(child, 0)
print("made")
""",
    ),
    exhaust(
        name="exhaust-respawning",
        claim="a process that forks and leaves, again and again, is never where one looks",
        source="""
import time
if os.fork() == 0:
    with open("/proc/self/comm", "w") as name:
        name.write(LEFT)
    os.setsid()
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if os.fork():
            os._exit(0)
        time.sleep(0.001)
    os._exit(0)
""",
    ),
    exhaust(
        name="exhaust-descriptors",
        claim="so many open files and pipes that the machine has none left",
        source="""
made = []
try:
    while len(made) < 20_000:
        made += os.pipe()
except OSError as error:
    print(error)
if len(made) >= 20_000:
    broke("20000 descriptors")
for one in made:
    os.close(one)
""",
    ),
)

DISK = (
    exhaust(
        name="exhaust-disk",
        claim="many files, each below the limit, fill the disk",
        source="""
wrote = 0
try:
    for number in range(256):
        with open(f"{number}.bin", "wb") as file:
            wrote += file.write(b"x" * (8 << 20))
except OSError as error:
    print(error)
if wrote >= 2_000 << 20:
    broke(f"wrote {wrote} bytes")
""",
    ),
    exhaust(
        name="exhaust-large-file",
        claim="one file of 2 GB, or one of 1 TB with nothing in it, fills the disk",
        source="""
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    with open("one.bin", "wb") as file:
        for _ in range(128):
            file.write(bytes(16 << 20))
    broke("wrote 2 GB into one file")
except OSError as error:
    print(error)
try:
    with open("hollow.bin", "wb") as file:
        file.truncate(1 << 40)
    broke("made a file of 1 TB")
except OSError as error:
    print(error)
""",
    ),
    exhaust(
        name="exhaust-inodes",
        claim="so many empty files that the disk has no room for another name",
        source="""
made = 0
try:
    while made < 60_000:
        if made % 1000 == 0:
            os.makedirs(f"many/{made // 1000}")
        os.close(os.open(f"many/{made // 1000}/{made}", os.O_CREAT | os.O_WRONLY))
        made += 1
except OSError as error:
    print(error)
if made >= 60_000:
    broke("60000 files")
""",
    ),
    exhaust(
        name="exhaust-deep-folders",
        claim="folders in folders, without rights, cannot be removed afterwards",
        source="""
top = os.getcwd()
try:
    for _ in range(1500):
        os.mkdir("deep")
        os.chdir("deep")
except OSError as error:
    print(error)
open("file", "w").close()
os.chmod("file", 0)
os.chmod(".", 0)
os.chdir(top)
os.makedirs("locked/inside")
os.chmod("locked/inside", 0)
os.chmod("locked", 0)
""",
    ),
)

OUTPUT = (
    exhaust(
        name="exhaust-print",
        claim="print without end fills the grader's memory or its disk",
        source="while True: print('x' * 10_000)\n",
    ),
    exhaust(
        name="exhaust-stderr-of-child",
        claim="what a child writes past Python is not counted",
        source="""
import subprocess
subprocess.run(f"exec -a {LEFT} yes 1>&2", shell=True, executable="/bin/bash")
""",
    ),
    exhaust(
        name="exhaust-display",
        claim="a picture, table or page of 100 MB is kept whole",
        source="""
from IPython.display import HTML, display
class Large:
    def _repr_mimebundle_(self, **_):
        return {"text/html": "<b>" * 9_000_000, "image/png": "A" * 60_000_000,
                "image/svg+xml": "<svg/>" * 5_000_000, "text/plain": "x" * 30_000_000}
for _ in range(3):
    display(Large())
display(HTML("<div>" * 3_000_000))
""",
    ),
    exhaust(
        name="exhaust-many-displays",
        claim="a hundred thousand small outputs are kept, each by itself",
        source="for number in range(100_000): display(number)\n",
    ),
    exhaust(
        name="exhaust-error",
        claim="an error whose name, text and traceback are without end is kept whole",
        source="""
class Error(Exception):
    def __str__(self): return "x" * 50_000_000
Error.__name__ = "N" * 5_000_000
raise Error()
""",
    ),
    exhaust(
        name="exhaust-deep-answer",
        claim="an answer nested deeper than the reader goes breaks the reader",
        source="""
deep = value = []
for _ in range(100_000):
    value.append([])
    value = value[0]
try:
    cb.answer("red_flags", deep)
except BaseException as error:
    print(type(error).__name__)
channel = int(os.environ["CASEBOOK_CHANNEL"])
for one, two in ((b"[", b"]"), (b'{"a":', b"}")):
    head = b'{"answer": "red_flags", "kind": "list", "value": '
    line = head + one * 200_000 + b"1" + two * 200_000 + b"}\\n"
    while line:
        line = line[os.write(channel, line):]
""",
    ),
    exhaust(
        name="exhaust-large-answer",
        claim="an answer of 200 MB is taken whole",
        source="""
table = {"columns": {"a": ["y" * 10**7]}}
for value in ("x" * 200_000_000, list(range(3_000_000)), 10 ** 4_000, table):
    try:
        cb.answer("plan", value)
    except BaseException as error:
        print(type(error).__name__)
channel = int(os.environ["CASEBOOK_CHANNEL"])
head, tail = b'{"answer": "plan", "value": "', b'", "kind": "text"}\\n'
for piece in (head, *[b"x" * (1 << 20)] * 200, tail):
    while piece:
        piece = piece[os.write(channel, piece):]
""",
    ),
    exhaust(
        name="exhaust-many-answers",
        claim="a million answers are kept, each by itself",
        source="""
channel = int(os.environ["CASEBOOK_CHANNEL"])
for number in range(10_000):
    lines = b"".join(b'{"answer": "t%d", "value": %d, "kind": "number"}\\n' % (n, n)
                     for n in range(number * 100, number * 100 + 100))
    while lines:
        lines = lines[os.write(channel, lines):]
""",
    ),
    exhaust(
        name="exhaust-costly-json",
        claim="a number of a million digits, or a million keys, costs the reader minutes",
        source="""
channel = int(os.environ["CASEBOOK_CHANNEL"])
many = b"{" + b",".join(b'"%d": 1' % n for n in range(300_000)) + b"}"
for value in (b"9" * 4_000_000, b"1." + b"9" * 1_000_000, b"1e" + b"9" * 100, many):
    line = b'{"answer": "days_past_due", "kind": "number", "value": ' + value + b"}\\n"
    while line:
        line = line[os.write(channel, line):]
""",
    ),
)


# What is handed in, rather than run


def many_files(folder: Path, ground: Ground) -> None:
    (folder / "many").mkdir()
    for number in range(2_500):
        (folder / "many" / f"{number}.txt").touch()


def hollow_file(folder: Path, ground: Ground) -> None:
    """Hand in 1 GB that takes no room, as an archive may hold it."""
    with (folder / "hollow.bin").open("wb") as file:
        file.truncate(1 << 30)


def deep_folders(folder: Path, ground: Ground) -> None:
    """Make folders so deep that no path names the lowest."""
    at = os.open(folder, os.O_RDONLY)
    for _ in range(80):
        os.mkdir("x" * 60, dir_fd=at)
        below = os.open("x" * 60, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(os.open("end.txt", os.O_CREAT | os.O_WRONLY, dir_fd=at))
    os.close(at)


def many_cells(folder: Path, ground: Ground) -> None:
    path = folder / f"{ASSIGNMENT}.ipynb"
    raw = json.loads(path.read_text("utf-8"))
    empty = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    raw["cells"] = [{**empty, "source": "1"}] * 3_000 + raw["cells"]
    path.write_text(json.dumps(raw))


def long_journal(folder: Path, ground: Ground) -> None:
    """Hand in as many entries as a file may hold, and more files than are read."""
    writer = Writer(folder, learner=folder.parent.name)
    for number in range(20):
        writer.write("file-review-quiz", f"item-{number}", "x" * 30_000)
    line = writer.path.read_bytes().splitlines()[0] + b"\n"
    folder = folder / "answers"
    for number in range(30):
        (folder / f"{number}.jsonl").write_bytes(line * 120)
    for number in range(100, 2_300):
        (folder / f"{number}.jsonl").touch()


def costly_text(folder: Path, ground: Ground) -> None:
    """Write what a rule, a Markdown reader or a cleaner may take hours over."""
    writer = Writer(folder, learner=folder.parent.name)
    for text in ("a" * 90_000, "1" * 90_000, "！" * 30_000, "<" * 90_000, "2026-" * 18_000):
        writer.write("file-review-script", "text", text)
    path = folder / f"{ASSIGNMENT}.ipynb"
    raw = json.loads(path.read_text("utf-8"))
    for text in ("[" * 120_000, "*a_ " * 50_000, "`" * 50_000, "<b" * 50_000, "> " * 20_000):
        raw["cells"].append({"cell_type": "markdown", "metadata": {}, "source": text})
    path.write_text(json.dumps(raw))


HANDED_IN: tuple[Attack, ...] = (
    bulky(
        name="exhaust-many-files",
        claim="thousands of files beside the notebook keep the grader copying",
        spoil=many_files,
    ),
    bulky(
        name="exhaust-hollow-file",
        claim="a file of 1 GB that took no room to send takes it when copied",
        spoil=hollow_file,
    ),
    bulky(
        name="exhaust-deep-hand-in",
        claim="folders deeper than any path break whoever walks them",
        spoil=deep_folders,
    ),
    bulky(
        name="exhaust-many-cells",
        claim="thousands of cells, each within its time, take hours together",
        spoil=many_cells,
    ),
    bulky(
        name="exhaust-long-journal",
        claim="a journal of many long files keeps the reader reading",
        spoil=long_journal,
    ),
    bulky(
        name="exhaust-costly-text",
        claim="texts that are costly to check, clean or render hold up all that follows",
        spoil=costly_text,
    ),
)

ATTACKS = (*TIME, *MEMORY, *PROCESSES, *DISK, *OUTPUT, *HANDED_IN)
