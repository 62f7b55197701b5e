"""Who goes first where pages are served and reports are stored on one machine: the pages."""

from __future__ import annotations

import os
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

#: Of a process that stores reports. The scheduler then gives it a tenth of what it gives others
#: that want the processor, and all of it when nobody does.
NICENESS = 10


@contextmanager
def giving_way() -> Iterator[None]:
    """Let others go first for as long as this lasts; processes started meanwhile stay so.

    Who may not take it back, as ordinary users may not, stays nice: for commands that store
    reports and then end.
    """
    before = os.getpriority(os.PRIO_PROCESS, 0)
    give_way()
    try:
        with _session_giving_way():
            yield
    finally:
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, before)


def give_way() -> None:
    """Let others go first from now on."""
    os.setpriority(os.PRIO_PROCESS, 0, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))


@contextmanager
def _session_giving_way() -> Iterator[None]:
    """Let the session give way, too, where Linux shares the processor out by sessions.

    There (sched(7), "The autogroup feature") niceness only counts within a session, and a command
    in one terminal would hold up a server in another all the same. A session in which anything
    else runs is left as it is.
    """
    group = Path("/proc/self/autogroup")
    try:
        before = int(group.read_text().split()[-1])
        changed = before < NICENESS and _alone_in_session()
        if changed:
            group.write_text(str(NICENESS))
    except (OSError, IndexError, ValueError):  # not Linux, without it, or not allowed
        before, changed = 0, False
    try:
        yield
    finally:
        if changed:
            with suppress(OSError):
                group.write_text(str(before))


def _alone_in_session() -> bool:
    """Whether nothing is in our session but this process and those that it came from."""
    session, members, parents = os.getsid(0), set[int](), dict[int, int]()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            _state, parent, _group, of = _status(int(folder.name))[:4]
            parents[int(folder.name)] = int(parent)
            if int(of) == session:
                members.add(int(folder.name))
    process = os.getpid()
    while process in parents:
        members.discard(process)
        process = parents[process]
    return not members


def _status(process: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on, behind the name (proc(5))."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def pass_on_to_server(connection: psycopg.Connection[Any]) -> None:
    """Make the database's process behind ``connection`` as nice as this one, if that can be.

    Storing a report takes the database as long as it takes us, beside the processes that answer
    pages. Nothing happens unless the process is on this machine and ours to ask.
    """
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    process = connection.info.backend_pid
    if ours <= 0 or not sys.platform.startswith("linux") or not _is_here(connection, process):
        return
    with suppress(OSError):  # another user's, or gone
        os.setpriority(
            os.PRIO_PROCESS, process, max(ours, os.getpriority(os.PRIO_PROCESS, process))
        )


def _is_here(connection: psycopg.Connection[Any], process: int) -> bool:
    """Whether a child of whoever listens at the other end of our socket has this number.

    A server in a container counts its processes otherwise, and one that only passes questions on
    is not the parent: then the number may be any process here, and is left alone.
    """
    with socket.socket(fileno=os.dup(connection.fileno())) as wire:
        if wire.family != socket.AF_UNIX:
            return False
        credentials = wire.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    listener = struct.unpack("3i", credentials)[0]
    try:
        return bool(listener) and int(_status(process)[1]) == listener
    except OSError:
        return False
