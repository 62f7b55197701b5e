"""Fixtures that every part shares: a real PostGIS, the gazetteer, settings, outside material."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from app.db.embedded import EmbeddedCluster
from app.settings import Settings

if TYPE_CHECKING:
    from gazetteer.resolver import Gazetteer

TOP = Path(__file__).resolve().parent.parent
_TEMPLATE = "template_claimatlas"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's variables and `.env` away from the tests."""
    for name in [n for n in os.environ if n.startswith("CLAIMATLAS_") or n == "PORT"]:
        if name != "CLAIMATLAS_SHARED":
            monkeypatch.delenv(name)
    monkeypatch.setattr("app.settings._env_files", lambda: ())


@pytest.fixture(scope="session")
def session_dir(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One temporary folder of this run that all pytest-xdist workers share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "session"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def _alone(folder: Path, name: str) -> Iterator[None]:
    """Mutual exclusion between pytest-xdist workers."""
    with (folder / f"{name}.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def cluster(session_dir: Path) -> Iterator[EmbeddedCluster]:
    """A private PostGIS cluster for the run; the first worker starts it, the last one stops it."""
    with EmbeddedCluster(session_dir / "data", durable=False) as running:
        yield running


def _admin(cluster: EmbeddedCluster) -> psycopg.Connection[tuple[object, ...]]:
    url = make_url(cluster.url).set(drivername="postgresql", database="postgres")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


def _url_of(cluster: EmbeddedCluster, database: str) -> str:
    return make_url(cluster.url).set(database=database).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def template(cluster: EmbeddedCluster, session_dir: Path) -> str:
    """Name of a database that the real migrations made once; fresh databases are its copies."""
    from app.db.migrate import upgrade

    with _alone(session_dir, "template"), _admin(cluster) as admin:
        found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_TEMPLATE])
        if found.fetchone() is None:
            unfinished = f"{_TEMPLATE}_unfinished"
            admin.execute(f"CREATE DATABASE {unfinished} TEMPLATE template0".encode())
            upgrade(_url_of(cluster, unfinished))
            admin.execute(f"ALTER DATABASE {unfinished} RENAME TO {_TEMPLATE}".encode())
    return _TEMPLATE


@contextmanager
def _fresh_database(cluster: EmbeddedCluster, session_dir: Path, source: str) -> Iterator[str]:
    name = sql.Identifier(f"test_{uuid4().hex[:12]}")
    with _admin(cluster) as admin:
        with _alone(session_dir, "template"):  # a template can be copied by one at a time
            admin.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, sql.Identifier(source))
            )
        yield _url_of(cluster, name.as_string(None).strip('"'))
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture
def database_url(cluster: EmbeddedCluster, session_dir: Path, template: str) -> Iterator[str]:
    """URL of a migrated, empty database for one test."""
    with _fresh_database(cluster, session_dir, template) as url:
        yield url


@pytest.fixture(scope="module")
def module_database_url(
    cluster: EmbeddedCluster, session_dir: Path, template: str
) -> Iterator[str]:
    """URL of a migrated, empty database that the tests of one module share."""
    with _fresh_database(cluster, session_dir, template) as url:
        yield url


@pytest.fixture
def empty_database_url(cluster: EmbeddedCluster, session_dir: Path) -> Iterator[str]:
    """URL of a database that no migration has touched."""
    with _fresh_database(cluster, session_dir, "template0") as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Engine on a migrated, empty database for one test."""
    from app.db.engine import make_engine

    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def module_engine(module_database_url: str) -> Iterator[Engine]:
    """Engine on a migrated, empty database that the tests of one module share."""
    from app.db.engine import make_engine

    made = make_engine(module_database_url)
    yield made
    made.dispose()


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings on a fresh database and data directory, with no network."""
    return Settings(data_dir=tmp_path / "data", database_url=database_url, offline=True)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder with sources and hand-made answers that is not part of the project."""
    folder = Path(os.environ.get("CLAIMATLAS_SHARED") or TOP.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there; CLAIMATLAS_SHARED names it")
    return folder


@pytest.fixture(scope="session")
def mirror(shared: Path) -> Path:
    """Mirror of the public gazetteer sources."""
    folder = shared / "sources"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    return folder


def _gazetteer(session_dir: Path, name: str, mirror: Path | None) -> Gazetteer:
    from gazetteer.cache import open_gazetteer

    with _alone(session_dir, name):  # one worker builds the index, the others load it
        return open_gazetteer(session_dir / name, mirror)


@pytest.fixture(scope="session")
def gazetteer(session_dir: Path, mirror: Path) -> Gazetteer:
    """The gazetteer of all sources."""
    return _gazetteer(session_dir, "gazetteer-mirror", mirror)


@pytest.fixture(scope="session")
def installed_gazetteer(session_dir: Path) -> Gazetteer:
    """The gazetteer of what is installed with the package, as on a machine without a mirror."""
    return _gazetteer(session_dir, "gazetteer-installed", None)
