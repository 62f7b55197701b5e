"""A private PostGIS cluster in the data directory: started when needed, stopped by its last user.

It listens on a Unix socket only, in a short folder of its own under /tmp (a socket's path has at
most 107 bytes, a data directory's may be longer), so that checkouts never meet on a port. Who may
connect is decided by that folder's mode 0700. See docs/decisions/0002-embedded-cluster.md.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO

import psycopg

from app.db.postmaster import Postmaster, ServerUser, locale_of, server_settings
from app.db.programs import find_programs
from app.errors import ClaimatlasError
from app.settings import Settings

_DATABASE = _ROLE = "claimatlas"
_PORT = 5432  # names the socket file only; nothing listens on TCP
_START_SECONDS = 300.0  # crash recovery replays at most max_wal_size
_ORPHAN_SECONDS = 30.0  # backends end by themselves once their postmaster was killed
_LOG_BYTES = 16 * 2**20


class ClusterError(ClaimatlasError):
    """The private cluster cannot be made, started or reached."""


@contextmanager
def open_database(settings: Settings) -> Iterator[str]:
    """URL of the database the settings name: theirs, or the private cluster while in use."""
    if settings.database_url:
        yield settings.database_url
        return
    with EmbeddedCluster(settings.data_dir, pg_bin=settings.pg_bin) as cluster:
        yield cluster.url


class EmbeddedCluster:
    """Context manager around the cluster in ``data_dir/postgres``.

    Several processes may hold one cluster: the first starts it, the last stops it. ``started``
    tells whether this one did. With ``durable=False`` nothing is synced to disk: for tests only.
    Raises `ClusterError` or `ProgramsMissingError`, each with one sentence on what to do.
    """

    def __init__(self, data_dir: Path, *, pg_bin: Path | None = None, durable: bool = True) -> None:
        """Name the cluster; nothing is touched before the context is entered."""
        self.data_dir = data_dir.absolute()
        self.pg_data = self.data_dir / "postgres"
        self.log_file = self.data_dir / "postgres.log"
        self.started = False
        self._pg_bin = pg_bin
        self._durable = durable
        self._child: subprocess.Popen[bytes] | None = None
        self._held = ExitStack()
        key = hashlib.sha256(os.fsencode(self.data_dir.resolve())).hexdigest()[:16]
        # Not the TMPDIR of the moment: every process must find the same folder.
        self.socket_dir = Path("/tmp") / f"claimatlas-{key}"  # noqa: S108

    @property
    def url(self) -> str:
        """SQLAlchemy URL (psycopg 3) of the cluster's one database."""
        return f"postgresql+psycopg://{_ROLE}@:{_PORT}/{_DATABASE}?host={self.socket_dir}"

    def __enter__(self) -> EmbeddedCluster:
        """Start the cluster, or join the one that runs."""
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            with self._starting():
                user = ServerUser.of(self.pg_data)
                self._ensure_running(user)
                self._held.enter_context(self._lock("postgres.users", fcntl.LOCK_SH))
        except PermissionError as error:
            raise ClusterError(
                f"no permission for {error.filename}: run as the user who owns {self.data_dir}, "
                "or choose another CLAIMATLAS_DATA_DIR"
            ) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the cluster unless another process still uses it."""
        with self._starting():
            self._held.close()
            try:
                with self._lock("postgres.users", fcntl.LOCK_EX | fcntl.LOCK_NB):
                    self._stop()
            except BlockingIOError:
                return

    def _starting(self) -> ExitStack:
        """Mutual exclusion of every start and stop on this data directory."""
        stack = ExitStack()
        stack.enter_context(self._lock("postgres.lock", fcntl.LOCK_EX))
        return stack

    @contextmanager
    def _lock(self, name: str, how: int) -> Iterator[None]:
        with (self.data_dir / name).open("ab") as file:
            fcntl.flock(file, how)  # released by the kernel even after kill -9
            yield

    def _ensure_running(self, user: ServerUser) -> None:
        left_over = Postmaster.of(self.pg_data)
        if left_over and left_over.is_running():
            self._adopt(left_over)
        else:
            if left_over and left_over.pid_is_taken():
                left_over.forget()
            if not (self.pg_data / "PG_VERSION").is_file():
                self._create(user)
            self._start(user)
        self._make_database()

    def _adopt(self, postmaster: Postmaster) -> None:
        """Use a postmaster that outlived the process which started it."""
        deadline = time.monotonic() + _START_SECONDS
        while postmaster.is_running() and time.monotonic() < deadline:
            if self._reachable():
                return
            time.sleep(0.1)
        raise ClusterError(
            f"PostgreSQL process {postmaster.pid} runs on {self.pg_data} but does not answer at "
            f"{self.socket_dir}; see {self.log_file}, stop that process and try again"
        )

    def _create(self, user: ServerUser) -> None:
        """Make the cluster aside and rename it, so that a half-made one is never used."""
        programs = find_programs(self._pg_bin)
        fresh = self.data_dir / "postgres.new"
        if self.pg_data.exists() and any(self.pg_data.iterdir()):
            raise ClusterError(f"{self.pg_data} is not a PostgreSQL cluster and not empty; move it")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        user.own(fresh)
        command = [programs.initdb, "--username", _ROLE, "--auth-local=trust", "--auth-host=reject"]
        command += ["--encoding=UTF8", *locale_of(programs.major)]
        if not self._durable:
            command.append("--no-sync")
        with user.reach(fresh) as (path, options):
            done = subprocess.run(  # noqa: S603
                [*command, "-D", path], capture_output=True, text=True, check=False, **options
            )
        if done.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise ClusterError(f"initdb failed in {self.data_dir}: {done.stderr.strip()[-500:]}")
        if self.pg_data.exists():
            self.pg_data.rmdir()
        fresh.rename(self.pg_data)

    def _start(self, user: ServerUser) -> None:
        major = int((self.pg_data / "PG_VERSION").read_text().split(".")[0])
        programs = find_programs(self._pg_bin, major)
        self._make_socket_dir(user)
        command = [programs.postgres, "-p", str(_PORT), "-k", str(self.socket_dir)]
        for name, value in server_settings(durable=self._durable).items():
            command += ["-c", f"{name}={value}"]
        deadline = time.monotonic() + _ORPHAN_SECONDS
        while True:
            with self._open_log() as log, user.reach(self.pg_data) as (path, options):
                offset = log.tell()
                self._child = subprocess.Popen(  # noqa: S603
                    [*command, "-D", path],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    # Ctrl-C in the terminal must reach us, not the database under our feet.
                    start_new_session=True,
                    **options,
                )
            try:
                said = self._wait_until_ready(offset)
            except BaseException:
                self._stop()
                raise
            if said is None:
                self.started = True
                return
            orphans = "shared memory block" in said and "still in use" in said
            if not orphans or time.monotonic() > deadline:
                raise ClusterError(f"PostgreSQL does not start: {said} (log: {self.log_file})")
            time.sleep(0.5)

    def _wait_until_ready(self, log_offset: int) -> str | None:
        """None once the server answers; what it said last when it ended instead."""
        assert self._child is not None
        deadline = time.monotonic() + _START_SECONDS
        while self._child.poll() is None:
            if self._reachable():
                return None
            if time.monotonic() > deadline:
                self._stop()
                return f"no answer within {_START_SECONDS:.0f} s"
            time.sleep(0.02)
        with self.log_file.open("rb") as log:
            log.seek(log_offset)
            lines = log.read().decode(errors="replace").splitlines()
        told = [line for line in lines if "FATAL" in line or "HINT" in line] or lines[-3:]
        return " ".join(line.split("] ")[-1].strip() for line in told)

    def _open_log(self) -> IO[bytes]:
        if self.log_file.exists() and self.log_file.stat().st_size > _LOG_BYTES:
            self.log_file.replace(self.log_file.with_suffix(".log.1"))
        return self.log_file.open("ab")

    def _make_socket_dir(self, user: ServerUser) -> None:
        """The folder in the shared /tmp must be ours: never a link, nor another user's."""
        try:
            self.socket_dir.mkdir(mode=0o700)
        except FileExistsError:
            found = self.socket_dir.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (user.uid, os.geteuid()):
                raise ClusterError(
                    f"{self.socket_dir} belongs to another user; remove it and try again"
                ) from None
            self.socket_dir.chmod(0o700)
        user.own(self.socket_dir)

    def _reachable(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.socket_dir),
            port=_PORT,
            user=_ROLE,
            dbname="postgres",
            connect_timeout=5,
            autocommit=True,
        )

    def _make_database(self) -> None:
        with self._connect() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_DATABASE])
            if found.fetchone() is None:
                connection.execute(f"CREATE DATABASE {_DATABASE} TEMPLATE template0".encode())

    def _stop(self) -> None:
        """Fast shutdown: sessions are ended, everything is flushed; immediate as last resort."""
        for how in (signal.SIGINT, signal.SIGQUIT):
            postmaster = Postmaster.of(self.pg_data)
            if postmaster is None or not postmaster.is_running():
                break
            postmaster.send(how)
            deadline = time.monotonic() + 60
            while postmaster.is_running() and time.monotonic() < deadline:
                if self._child is not None:
                    self._child.poll()  # reaps it
                time.sleep(0.02)
        if self._child is not None:
            self._child.wait()
            self._child = None
        shutil.rmtree(self.socket_dir, ignore_errors=True)
