"""A real PostgreSQL on loopback, for one test session."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def programs() -> Path | None:
    """Return the folder of PostgreSQL's own programs, if this machine has them."""
    found = shutil.which("initdb")
    return Path(found).parent if found else next(iter(PLACES), None)


@contextmanager
def database() -> Iterator[str]:
    """Serve an empty database; yield its address for SQLAlchemy.

    Its folder lies in the system's own for passing files: root has another user run the server,
    who can enter no folder of root's.
    """
    with tempfile.TemporaryDirectory(prefix="casebook-pg-") as folder:
        yield from _served(Path(folder))


def _served(folder: Path) -> Iterator[str]:
    where, word = programs(), secrets.token_hex(8)
    assert where is not None
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    user = {"user": pwd.getpwnam("nobody").pw_uid} if os.geteuid() == 0 else {}
    password, data = folder / "password", folder / "data"
    password.write_text(word)
    data.mkdir(mode=0o700)
    if user:
        for path in (folder, password, data):
            os.chown(path, user["user"], -1)

    def run(name: str, *words: str) -> None:
        command = [str(where / name), *words]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **user)

    own = ("-U", "casebook")
    run(
        "initdb",
        "-D",
        str(data),
        *own,
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-A",
        "scram-sha-256",
        f"--pwfile={password}",
    )
    options = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories={folder}"
    run("pg_ctl", "-D", str(data), "-o", options, "-w", "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql+psycopg://casebook:{word}@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
