"""A PostgreSQL server of the tests' own: on a local socket only, thrown away in the end."""

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest
from psycopg import sql

from annotator.store import schema
from annotator.store.engines.open import open_database

# The server's programs refuse to run as root.
_USER = "postgres"
_TEMPLATE = "prepared"
# From Linux's <sys/prctl.h>: the signal that a process gets when its parent ends.
_PR_SET_PDEATHSIG = 1
_SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# What was committed outlives the server, though not the machine.
_FAST = {"fsync": "off", "synchronous_commit": "on", "full_page_writes": "off"}


@dataclass
class Server:
    """A running server; databases are made from one that is prepared once, and used again when they are emptied."""

    folder: Path
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    free: list[str] = field(default_factory=list)

    def url(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql://{_USER}@/{database}?host={self.folder}"

    def empty(self) -> str:
        """Make a database with nothing in it, and return its address."""
        return self._made("template0")

    def prepared(self) -> str:
        """Return the address of a database with the program's tables and nothing in them."""
        return self.free.pop() if self.free else self._made(_TEMPLATE)

    def clear(self, url: str) -> None:
        """Empty every table of a database."""
        with psycopg.connect(url, autocommit=True) as connection:
            names = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
            )
            tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in names)
            connection.execute("SET lock_timeout = '5s'")
            connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(tables))

    def give_back(self, url: str) -> None:
        """Take a database back that was `prepared`."""
        self.clear(url)
        self.free.append(url)

    def run(self, command: sql.Composed | LiteralString) -> None:
        """Run a command beside the databases of the tests."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(command if isinstance(command, sql.Composed) else sql.SQL(command))

    def stop(self) -> None:
        """Stop the server as a power cut would: it ends all sessions and writes nothing more."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def start_again(self) -> None:
        """Start the server that was stopped, and wait until it answers."""
        self.process = self.start()
        _wait(self)

    def processor(self) -> float:
        """Return for how many seconds processors worked for sessions that have ended; 0 where the system hides it."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        except OSError:
            return 0.0
        # The times of ended children, in the user's code and in the system's.
        return sum(map(int, fields[13:15])) / os.sysconf("SC_CLK_TCK")

    def prepare(self) -> None:
        """Make the database that others are copies of."""
        self.run(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(_TEMPLATE)))
        database = open_database(self.url(_TEMPLATE))
        schema.prepare(database)
        database.close()

    def _made(self, template: str) -> str:
        name = f"test{next(self.numbers)}"
        self.run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        return self.url(name)


@contextmanager
def running(*, safe: bool = False, connections: int = 100) -> Iterator[Server]:
    """Run a server; with `safe` its commits are on disk when they return. Skips the test where there is none."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed here")
    folder = Path(tempfile.mkdtemp(prefix="annotator-pg-"))
    options: dict[str, Any] = {}
    if os.geteuid() == 0:
        try:
            shutil.chown(folder, _USER)
        except LookupError:
            pytest.skip("the server refuses root, and there is no user postgres")
        options = {"user": _USER, "group": _USER, "extra_groups": [], "cwd": folder}
    try:
        data = folder / "data"
        # Another order than that of code points, so that a test shows where the order of text depends on the server.
        order = ["--locale=C", "--locale-provider=icu", "--icu-locale=en"]
        for locale in (order, []):
            made = subprocess.run(
                [programs / "initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "-N", *locale],
                capture_output=True,
                check=False,
                **options,
            )
            if made.returncode == 0:
                break
        settings = {
            **(_SAFE if safe else _FAST),
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            "max_connections": str(connections),
        }
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

        def start() -> subprocess.Popen[bytes]:
            with (folder / "log").open("ab") as log:
                return subprocess.Popen(
                    [programs / "postgres", "-D", data, *words],
                    stderr=log,
                    stdout=log,
                    preexec_fn=_end_with_parent,
                    **options,
                )

        server = Server(folder, start, start())
        try:
            _wait(server)
            server.prepare()
            yield server
        finally:
            server.process.terminate()
            try:
                server.process.wait(2)
            except subprocess.TimeoutExpired:
                # Connections that tests left open do not hold the server up.
                server.process.kill()
                server.process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _end_with_parent() -> None:
    """Let the server stop at once when the tests are killed, where the system can do that (Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _programs() -> Path | None:
    """Return the folder of the server's programs; Debian keeps them off the path."""
    found = shutil.which("postgres")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return folders[-1] if folders else None


def _wait(server: Server) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + 30
    while True:
        try:
            server.run("SELECT 1")
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline or server.process.poll() is not None:
                raise RuntimeError((server.folder / "log").read_text("utf-8", "replace")) from None
            time.sleep(0.02)
