"""A root of its own for one run: system and libraries to read, one small disk to write.

Called by the first process of fresh namespaces, which is all-powerful in them and nowhere else.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from casebook.grading.sandbox import syscalls
from casebook.grading.sandbox.scratch import give
from casebook.grading.sandbox.syscalls import (
    BIND,
    NODEV,
    NOEXEC,
    NOSUID,
    PRIVATE,
    RDONLY,
    REC,
    REMOUNT,
)

#: Where the hand-in's files lie in every run, and where a run may write besides.
HOME, SCRATCH = "/learner", "/tmp"  # noqa: S108 - its own
#: The identity that the learner's code sees where a user namespace gives it one.
UID = 1000

FLAGS = syscalls.NEWNS | syscalls.NEWPID | syscalls.NEWNET | syscalls.NEWIPC | syscalls.NEWUTS

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
SETTINGS = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/mime.types",
)
DEVICES = ("null", "zero", "full", "random", "urandom")
_USERS = f"root:x:0:0::/:/bin/false\nlearner:x:{{uid}}:{{uid}}::{HOME}:/bin/sh\n"
_GROUPS = "root:x:0:\nlearner:x:{uid}:\n"


def take_identity(outside: tuple[int, int]) -> None:
    """Be `UID` in this user namespace, whoever (user id, group id) one is outside."""
    user, group = outside
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{UID} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{UID} {group} 1")


def build(job: dict[str, Any], *, uid: int) -> None:
    """Build the root and enter it; the working folder is then the private copy of the files.

    `job["folder"]` is copied, `job["reads"]` can be read at their own places, and no more than
    `disk_bytes` and `disk_files` can be written.
    """
    limits = job["limits"]
    syscalls.mount("", "/", flags=REC | PRIVATE)
    root = job["root"]
    syscalls.mount("tmpfs", root, "tmpfs", NOSUID | NODEV, "mode=755,size=1m")
    room = f"mode=755,size={limits['disk_bytes']},nr_inodes={limits['disk_files']}"
    disk = f"{root}/.disk"
    Path(disk).mkdir()
    syscalls.mount("tmpfs", disk, "tmpfs", NOSUID | NODEV, room)
    shutil.copytree(job["folder"], f"{disk}/home", symlinks=True)
    Path(disk, "tmp").mkdir()
    for own, place in (("home", HOME), ("tmp", SCRATCH)):
        give(Path(disk, own), uid)
        Path(root + place).mkdir()
        syscalls.mount(f"{disk}/{own}", root + place, flags=BIND)
    Path(root, "proc").mkdir()
    syscalls.mount("proc", f"{root}/proc", "proc", NOSUID | NODEV | NOEXEC)
    _write(root, "etc/passwd", _USERS.format(uid=uid))
    _write(root, "etc/group", _GROUPS.format(uid=uid))
    # After the places to write, so that what is installed below one of them can be read.
    _lay_out(root, (*SYSTEM, *SETTINGS, *job["reads"]))
    _devices(root)
    syscalls.unmount(disk)
    Path(disk).rmdir()
    syscalls.enter_root(root)
    # The root itself alone: what is mounted in it keeps its own rights.
    syscalls.mount("", "/", flags=BIND | REMOUNT | NOSUID | NODEV | RDONLY)
    os.chdir(HOME)


def _lay_out(root: str, paths: Iterable[str]) -> None:
    """Bind folders and files at their own places below `root`, to be read only."""
    done: list[Path] = []
    for path in map(Path, sorted(set(paths))):
        inside = Path(f"{root}{path}")
        if not path.exists() or any(path.is_relative_to(one) for one in done):
            continue
        if path.is_symlink():
            inside.symlink_to(path.readlink())
            continue
        done.append(path)
        inside.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            inside.mkdir(exist_ok=True)
        else:
            inside.touch()
        syscalls.mount(str(path), str(inside), flags=BIND | REC)
        syscalls.restrict_mount(str(inside), RDONLY | NOSUID | NODEV)


def _devices(root: str) -> None:
    folder = Path(root, "dev")
    folder.mkdir()
    for name in DEVICES:
        (folder / name).touch()
        syscalls.mount(f"/dev/{name}", str(folder / name), flags=BIND)
        syscalls.restrict_mount(str(folder / name), NOSUID | NOEXEC)
    for name in ("pts", "shm"):
        (folder / name).mkdir()
    # Terminals, for programs started by `!`; shared memory, for processes that share work.
    private = "newinstance,ptmxmode=0666,mode=0620"
    syscalls.mount("devpts", f"{folder}/pts", "devpts", NOSUID | NOEXEC, private)
    syscalls.mount("tmpfs", f"{folder}/shm", "tmpfs", NOSUID | NODEV | NOEXEC, "size=16m")
    (folder / "shm").chmod(0o1777)
    for name, target in (
        ("ptmx", "pts/ptmx"),
        ("fd", "/proc/self/fd"),
        ("stdin", "/proc/self/fd/0"),
        ("stdout", "/proc/self/fd/1"),
        ("stderr", "/proc/self/fd/2"),
    ):
        (folder / name).symlink_to(target)


def _write(root: str, name: str, text: str) -> None:
    path = Path(root, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
