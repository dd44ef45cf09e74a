"""A PostgreSQL server for the tests: on a local socket in a temporary folder, removed when the tests end."""

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
from psycopg import sql

from annotator.store import schema
from annotator.store.engines.open import open_database

# The server's programs refuse to run as root.
_USER = "postgres"
_TEMPLATE = "template"
# Seconds until the server has to answer.
_PATIENCE = 30
# From Linux's <sys/prctl.h>: the signal that a process gets when its parent ends.
_PR_SET_PDEATHSIG = 1
_SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# Commits survive a restart of the server, but not a power cut.
_FAST = {"fsync": "off", "synchronous_commit": "on", "full_page_writes": "off"}


class ServerUnavailable(Exception):
    """No server can be started here; the message says why."""


@dataclass
class Server:
    """A running server. Its databases are copies of one template, and are reused after being emptied."""

    folder: Path
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    free: list[str] = field(default_factory=list)

    def url(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql://{_USER}@/{database}?host={self.folder}"

    def create_empty(self) -> str:
        """Create a database without tables and return its address."""
        return self._create("template0")

    def acquire(self) -> str:
        """Return the address of a database with the program's tables and no rows."""
        return self.free.pop() if self.free else self._create(_TEMPLATE)

    def release(self, url: str) -> None:
        """Empty a database that was acquired, for reuse."""
        self.truncate(url)
        self.free.append(url)

    def truncate(self, url: str) -> None:
        """Delete the rows of every table."""
        with psycopg.connect(url, autocommit=True) as connection:
            names = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
            )
            tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in names)
            connection.execute("SET lock_timeout = '5s'")
            connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(tables))

    def run(self, command: sql.Composed | LiteralString) -> None:
        """Run a command in the maintenance database."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(command if isinstance(command, sql.Composed) else sql.SQL(command))

    def stop(self) -> None:
        """Stop the server immediately: all sessions end and nothing more is written."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def restart(self) -> None:
        """Start the stopped server again and wait until it answers."""
        self.process = self.start()
        _wait(self)

    def processor_seconds(self) -> float:
        """Return the CPU time of sessions that have ended; 0 where the system does not report it."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        except OSError:
            return 0.0
        # User and system time of ended children.
        return sum(map(int, fields[13:15])) / os.sysconf("SC_CLK_TCK")

    def create_template(self) -> None:
        """Create the database that others are copies of."""
        self.run(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(_TEMPLATE)))
        database = open_database(self.url(_TEMPLATE))
        schema.migrate(database)
        database.close()

    def _create(self, template: str) -> str:
        name = f"test{next(self.numbers)}"
        self.run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        return self.url(name)


@contextmanager
def run_server(*, safe: bool = False, connections: int = 100) -> Iterator[Server]:
    """Run a server; with `safe`, commits are on disk when they return. Raises ServerUnavailable."""
    programs = _find_programs()
    folder = Path(tempfile.mkdtemp(prefix="annotator-pg-"))
    try:
        options = _as_server_user(folder)
        data = folder / "data"
        _create_cluster(programs, data, options)
        settings = {
            **(_SAFE if safe else _FAST),
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            "max_connections": str(connections),
        }
        arguments = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

        def start() -> subprocess.Popen[bytes]:
            with (folder / "log").open("ab") as log:
                return subprocess.Popen(
                    [programs / "postgres", "-D", data, *arguments],
                    stderr=log,
                    stdout=log,
                    preexec_fn=_end_with_parent,
                    **options,
                )

        server = Server(folder, start, start())
        try:
            _wait(server)
            server.create_template()
            yield server
        finally:
            server.process.terminate()
            try:
                server.process.wait(2)
            except subprocess.TimeoutExpired:
                # Do not wait for connections that tests left open.
                server.process.kill()
                server.process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _find_programs() -> Path:
    """Return the folder of the server's programs; Debian keeps them off the path."""
    found = shutil.which("postgres")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not folders:
        raise ServerUnavailable("no PostgreSQL server is installed")
    return folders[-1]


def _as_server_user(folder: Path) -> dict[str, Any]:
    """Return the options under which the server's programs run, and make the folder theirs."""
    if os.geteuid() != 0:
        return {}
    try:
        shutil.chown(folder, _USER)
    except LookupError:
        raise ServerUnavailable(f"PostgreSQL refuses to run as root, and there is no user {_USER}") from None
    return {"user": _USER, "group": _USER, "extra_groups": [], "cwd": folder}


def _create_cluster(programs: Path, data: Path, options: dict[str, Any]) -> None:
    """Run initdb with an order of text that is not that of code points, so that tests notice where it matters."""
    for locale in (["--locale=C", "--locale-provider=icu", "--icu-locale=en"], []):
        done = subprocess.run(
            [programs / "initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "-N", *locale],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            **options,
        )
        if done.returncode == 0:
            return
    raise ServerUnavailable(f"initdb failed: {_last_line(done.stderr)}")


def _end_with_parent() -> None:
    """Stop the server when the tests are killed, where the system can do that (Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _wait(server: Server) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            server.run("SELECT 1")
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline or server.process.poll() is not None:
                log = (server.folder / "log").read_text("utf-8", "replace")
                raise ServerUnavailable(f"the server does not start: {_last_line(log)}") from None
            time.sleep(0.02)


def _last_line(text: str) -> str:
    return next(iter(reversed(text.split("\n")[:-1] or [text])), "").strip() or "no message"
