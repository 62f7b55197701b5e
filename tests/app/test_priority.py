"""Whoever stores reports gives way to whoever answers pages, in the database too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from app.priority import NICENESS

# In a process of its own: who has become nice may not take it back.
_NICENESSES = """
import os, sys, psycopg
from app.priority import {name}, pass_on_to_server

def niceness(process):
    return os.getpriority(os.PRIO_PROCESS, process)

def both():
    with psycopg.connect(sys.argv[1]) as connection:
        pass_on_to_server(connection)
        backend = connection.info.backend_pid
        return niceness(0), niceness(backend), niceness(int(sys.argv[2]))

{way}
"""


def _niceness(url: str, name: str, way: str) -> list[int]:
    """What ``way`` prints, with the process, its backend and this test process to look at."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    code = _NICENESSES.format(name=name, way=way)
    done = subprocess.run(
        [sys.executable, "-c", code, plain, str(os.getpid())],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    return [int(word) for word in done.stdout.split()]


@pytest.fixture
def before() -> int:
    """How nice this process is, and so what it starts."""
    return os.getpriority(os.PRIO_PROCESS, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="tells by what Linux says of a socket's peer")
def test_the_database_gives_way_with_its_client(database_url: str, before: int) -> None:
    found = _niceness(database_url, "give_way", "print(*both()); give_way(); print(*both())")
    assert found == [before, max(0, before), before, NICENESS, NICENESS, before]


def test_who_is_nicer_stays_so(database_url: str) -> None:
    found = _niceness(database_url, "give_way", "os.nice(15); give_way(); print(both()[0])")
    assert found == [15]


def test_it_lasts_as_long_as_the_storing(database_url: str, before: int) -> None:
    way = "with giving_way(): print(niceness(0))\nprint(niceness(0))"
    during, after = _niceness(database_url, "giving_way", way)
    assert during == NICENESS
    assert after == (before if os.geteuid() == 0 else NICENESS)


@pytest.mark.skipif(sys.platform != "linux", reason="tells by what Linux says of a socket's peer")
def test_a_process_that_is_no_child_of_the_server_is_left_alone(database_url: str) -> None:
    """A server elsewhere may count its processes so that one of ours has the number."""
    way = """
import app.priority
with psycopg.connect(sys.argv[1]) as connection:
    print(int(app.priority._is_here(connection, int(sys.argv[2]))))
    print(int(app.priority._is_here(connection, 2**22 + 1)))
    print(int(app.priority._is_here(connection, connection.info.backend_pid)))
"""
    assert _niceness(database_url, "give_way", way) == [0, 0, 1]


@pytest.mark.skipif(not Path("/proc/self/autogroup").exists(), reason="Linux with autogroups")
@pytest.mark.parametrize(
    ("beside", "during"), [(":", NICENESS), ("sleep 60 >/dev/null & waiting=$!", 0)]
)
def test_a_session_of_its_own_gives_way_meanwhile(beside: str, during: int) -> None:
    """As in a terminal: a shell, the command, and perhaps something else in the background."""
    code = """
from pathlib import Path
from app.priority import giving_way

def session():
    return Path("/proc/self/autogroup").read_text().split()[-1]

with giving_way():
    print(session())
print(session())
"""
    script = f"{beside}\n'{sys.executable}' -c '{code}'\nkill $waiting 2>/dev/null; true"
    done = subprocess.run(
        ["sh", "-c", script],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        start_new_session=True,
        timeout=50,
    )
    assert [int(word) for word in done.stdout.split()] == [during, 0]
