"""The server process of the private cluster: its operating-system user, its pid, its settings."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LINUX = sys.platform.startswith("linux")
_MACOS = sys.platform == "darwin"

#: Users that PostgreSQL may run as when we are root, which it refuses to be.
_UNPRIVILEGED = ("postgres", "_postgres", "nobody")


@dataclass(frozen=True)
class ServerUser:
    """The operating-system user of the server processes; ``switch`` when it is not us."""

    uid: int
    gid: int
    switch: bool

    @classmethod
    def of(cls, pg_data: Path) -> ServerUser:
        """Ourselves, unless we are root: then whoever owns the cluster, or an unprivileged user."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), switch=False)
        if pg_data.exists() and (owner := pg_data.stat()).st_uid != 0:
            return cls(owner.st_uid, owner.st_gid, switch=True)
        for name in _UNPRIVILEGED:
            with suppress(KeyError):
                entry = pwd.getpwnam(name)
                return cls(entry.pw_uid, entry.pw_gid, switch=True)
        return cls(65534, 65534, switch=True)  # "nobody" by convention

    def own(self, folder: Path) -> None:
        """Hand the folder to this user."""
        if self.switch:
            os.chown(folder, self.uid, self.gid)

    @contextmanager
    def reach(self, folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
        """A path by which the server user reaches ``folder``, and options for `subprocess`.

        A checkout under /root cannot be traversed by an unprivileged user. On Linux the server
        therefore gets the open folder itself: /proc/self/fd/N leads to it whatever lies above.
        """
        options: dict[str, Any] = {"cwd": "/", "env": _environment()}
        if not self.switch:
            yield str(folder), options
            return
        options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        if not _LINUX:
            yield str(folder), options
            return
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            yield f"/proc/self/fd/{handle}", options | {"pass_fds": (handle,)}
        finally:
            os.close(handle)


def _environment() -> dict[str, str]:
    """Nothing of PGPORT, PGDATA or locale variables may leak into the server."""
    locale = "en_US.UTF-8" if _MACOS else "C.UTF-8"
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": locale, "TZ": "UTC"}


@dataclass(frozen=True)
class Postmaster:
    """The process that a cluster's ``postmaster.pid`` names."""

    pid_file: Path
    pid: int

    @classmethod
    def of(cls, pg_data: Path) -> Postmaster | None:
        """None when the cluster was stopped cleanly or never ran."""
        file = pg_data / "postmaster.pid"
        try:
            return cls(file, abs(int(file.read_text().split("\n", 1)[0])))
        except (FileNotFoundError, ValueError):
            return None

    def is_running(self) -> bool:
        """Whether the pid is a live PostgreSQL process (not a zombie, not a reused number)."""
        return _program_of(self.pid) in ("postgres", "postmaster")

    def pid_is_taken(self) -> bool:
        """Whether something that is not PostgreSQL has the number, after a reboot say."""
        return not self.is_running() and _signal(self.pid, 0)

    def forget(self) -> None:
        """Remove a pid file whose number another process took; PostgreSQL itself would not dare."""
        self.pid_file.unlink(missing_ok=True)

    def send(self, number: int) -> None:
        """Send a signal; a process that is gone already is no error."""
        _signal(self.pid, number)


def _signal(pid: int, number: int) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        return number == 0  # it exists
    return True


def _program_of(pid: int) -> str | None:
    """Name of the live program with this pid."""
    if _LINUX:
        try:
            status = Path(f"/proc/{pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return None
        name, _, rest = status.partition("(")[2].rpartition(")")
        return None if rest.split()[0] in "ZX" else name
    answer = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return Path(answer.stdout.strip()).name or None


def locale_of(major: int) -> list[str]:
    """Options of ``initdb``: bytewise order, but Unicode-aware upper and lower case.

    Cyrillic needs the second, and index prefix searches the first. From 17 on PostgreSQL brings
    such a locale itself; before, it is the operating system's C.UTF-8 (macOS: en_US.UTF-8).
    """
    if major >= 17:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    ctype = "en_US.UTF-8" if _MACOS else "C.UTF-8"
    return ["--locale=C", f"--lc-ctype={ctype}"]


def server_settings(*, durable: bool) -> dict[str, str]:
    """Settings of the server for one laptop-sized database with bulk loads and map queries."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    settings = {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "cluster_name": "claimatlas",
        "max_connections": "60",
        "shared_buffers": f"{max(64, min(2048, memory_mb // 8))}MB",
        "effective_cache_size": f"{max(256, memory_mb // 2)}MB",
        "work_mem": "32MB",
        "maintenance_work_mem": f"{max(64, min(256, memory_mb // 16))}MB",
        "random_page_cost": "1.1",  # solid-state disks
        "effective_io_concurrency": "0" if _MACOS else "200",
        "jit": "off",  # compiling costs more than our short queries take
        # No replica ever: bulk loads into new tables skip the log.
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "1GB",
        "wal_compression": "on",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_messages": "warning",
        "log_line_prefix": "%m [%p] ",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return settings
