"""The private cluster, with real PostgreSQL processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from app.db.embedded import ClusterError, EmbeddedCluster, open_database
from app.db.postmaster import Postmaster
from app.db.programs import ProgramsMissingError
from app.settings import Settings


def connect(cluster: EmbeddedCluster) -> psycopg.Connection[tuple[object, ...]]:
    url = make_url(cluster.url).set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


def postmaster_of(cluster: EmbeddedCluster) -> Postmaster:
    found = Postmaster.of(cluster.pg_data)
    assert found is not None
    return found


def wait_until(condition: object, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with spaces and too long for a socket path, and one row in it."""
    data_dir = tmp_path_factory.mktemp("a folder") / ("very long name " * 8) / "дані"
    with EmbeddedCluster(data_dir) as cluster, connect(cluster) as connection:
        assert cluster.started
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    return data_dir


def rows(cluster: EmbeddedCluster) -> int:
    with connect(cluster) as connection:
        row = connection.execute("SELECT count(*)::int FROM kept").fetchone()
    assert row is not None
    assert isinstance(row[0], int)
    return row[0]


def test_stops_with_its_last_user(made: Path) -> None:
    with EmbeddedCluster(made) as first:
        with EmbeddedCluster(made) as second:
            assert (first.started, second.started) == (True, False)
            assert first.url == second.url
        assert rows(first) == 1
        process = postmaster_of(first)
    assert not process.is_running()
    assert not first.socket_dir.exists()


def test_listens_on_no_port_and_knows_cyrillic(made: Path) -> None:
    with EmbeddedCluster(made) as cluster, connect(cluster) as connection:
        answer = connection.execute(
            "SELECT current_setting('listen_addresses'), current_setting('fsync'),"
            " lower('ДРУЖКІВКА'), 'Є' ILIKE 'є'"
        ).fetchone()
        assert answer == ("", "on", "дружківка", True)
        assert connection.execute("CREATE EXTENSION IF NOT EXISTS postgis") is not None
    assert cluster.socket_dir.parent == Path("/tmp")


def test_recovers_from_a_killed_postmaster(made: Path) -> None:
    with EmbeddedCluster(made) as cluster:
        process = postmaster_of(cluster)
        process.send(signal.SIGKILL)
        wait_until(lambda: not process.is_running())
    with EmbeddedCluster(made) as cluster:
        assert cluster.started
        assert rows(cluster) == 1


def test_takes_over_a_cluster_whose_owner_was_killed(made: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from app.db.embedded import EmbeddedCluster\n"
        "with EmbeddedCluster(Path(sys.argv[1])): print('up', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(made)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"up\n"
        owner.kill()
    left_over = Postmaster.of(made / "postgres")
    assert left_over is not None
    assert left_over.is_running()
    with EmbeddedCluster(made) as cluster:
        assert not cluster.started
        assert rows(cluster) == 1
    assert not left_over.is_running()


def test_forgets_a_pid_that_another_program_took(made: Path) -> None:
    pid_file = made / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{made}\n0\n5432\n\n\n\nready\n")
    with EmbeddedCluster(made) as cluster:
        assert rows(cluster) == 1


def test_begins_again_after_an_interrupted_creation(tmp_path: Path) -> None:
    half = tmp_path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("15")
    with EmbeddedCluster(tmp_path, durable=False) as cluster:
        assert cluster.started
    assert not half.exists()


def test_leaves_foreign_files_alone(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "letter.txt").write_text("mine")
    with pytest.raises(ClusterError, match="not a PostgreSQL cluster"):
        EmbeddedCluster(tmp_path).__enter__()
    assert (tmp_path / "postgres" / "letter.txt").read_text() == "mine"


def test_says_which_programs_are_missing(tmp_path: Path) -> None:
    with pytest.raises(ProgramsMissingError, match="CLAIMATLAS_DATABASE_URL"):
        EmbeddedCluster(tmp_path / "data", pg_bin=tmp_path).__enter__()


def test_says_which_version_made_the_cluster(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(ProgramsMissingError, match="PostgreSQL 9, which made this cluster"):
        EmbeddedCluster(tmp_path).__enter__()


def test_a_database_url_needs_no_cluster(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url="postgresql://example.org/claims")
    with open_database(settings) as url:
        assert url == "postgresql://example.org/claims"
    assert not list(tmp_path.iterdir())
