"""tipg and pygeoapi over the same rows: installed into a folder of the bench, configured, started.

They read a table of their own with the columns that we serve and the indexes that their questions
can use, and nothing of ours. Each has one worker, as we do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from app.claims.layer import FIELDS
from bench.serve_load import Target, free_port, started

REQUIREMENTS = Path(__file__).with_name("requirements-peers.txt")
_COLUMNS = ", ".join(field.name for field in FIELDS)
_TABLE = f"""
CREATE SCHEMA peers;
CREATE TABLE peers.claims AS SELECT {_COLUMNS}, geom FROM claim_feature ORDER BY id;
ALTER TABLE peers.claims ADD PRIMARY KEY (id);
CREATE INDEX ON peers.claims USING gist (geom);
CREATE INDEX ON peers.claims (outlet, event_start);
CREATE INDEX ON peers.claims (event_start);
ANALYZE peers.claims;
"""


@dataclass(frozen=True, slots=True)
class Database:
    """Where the cluster is: folder of its socket, process of its postmaster."""

    folder: Path
    process: int
    user: str = "claimatlas"
    name: str = "claimatlas"


def fill(url: str) -> None:
    """Make the table that the others read, unless it is there."""
    with psycopg.connect(url) as connection:
        if connection.execute("SELECT to_regclass('peers.claims')").fetchone() == (None,):
            for statement in _TABLE.split(";\n"):
                if statement.strip():
                    connection.execute(statement.encode())


def environment(folder: Path) -> Path:
    """Return the programs of a virtual environment with the others, made when it is not there."""
    programs = folder / "bin"
    done = folder / "done"
    if not done.exists() or done.read_text() != REQUIREMENTS.read_text():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = [str(programs / "pip"), "install", "-q", "-r", str(REQUIREMENTS)]
        subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
        done.write_text(REQUIREMENTS.read_text())
    return programs


@contextmanager
def tipg(programs: Path, folder: Path, database: Database) -> Iterator[Target]:
    """Start tipg."""
    port = free_port()
    host = str(database.folder).replace("/", "%2F")
    settings = {
        "DATABASE_URL": f"postgresql://{database.user}@{host}/{database.name}",
        "TIPG_DB_SCHEMAS": '["peers"]',
        "TIPG_TABLE_CONFIG__PEERS_CLAIMS__PK": "id",
        "TIPG_TABLE_CONFIG__PEERS_CLAIMS__DATETIMECOL": "event_start",
        "TIPG_MAX_FEATURES_PER_QUERY": "1000000",
    }
    command = ["uvicorn", "tipg.main:app", f"--port={port}", "--log-level=error"]
    with started([str(programs / command[0]), *command[1:]], port, settings, folder) as process:
        yield Target("tipg", port, process, database.process)


@contextmanager
def pygeoapi(programs: Path, folder: Path, database: Database) -> Iterator[Target]:
    """Start pygeoapi under gunicorn, four threads in one worker."""
    port = free_port()
    config, described = folder / "pygeoapi.json", folder / "pygeoapi-openapi.json"
    config.write_text(json.dumps(_pygeoapi_config(port, database)))
    settings = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(described)}
    with described.open("w") as out:
        subprocess.run(
            [str(programs / "pygeoapi"), "openapi", "generate", str(config), "-f", "json"],
            env={**os.environ, **settings},
            stdout=out,
            stderr=subprocess.DEVNULL,
            check=True,
        )
    command = ["-w1", "--threads=4", f"-b127.0.0.1:{port}", "--timeout=900"]
    command = [str(programs / "gunicorn"), *command, "--log-level=error", "pygeoapi.flask_app:APP"]
    with started(command, port, settings, folder) as process:
        yield Target("pygeoapi", port, process, database.process)


def _pygeoapi_config(port: int, database: Database) -> Mapping[str, object]:
    text = {"en": "claims"}
    data = {
        "host": str(database.folder),
        "port": 5432,
        "dbname": database.name,
        "user": database.user,
        "password": "none",
        "search_path": ["peers", "public"],
    }
    table = {"data": data, "id_field": "id", "table": "claims", "geom_field": "geom"}
    tiles = {
        "type": "tile",
        "name": "MVT-postgresql",
        **table,
        "options": {"zoom": {"min": 0, "max": 14}},
        "format": {"name": "pbf", "mimetype": "application/vnd.mapbox-vector-tile"},
    }
    address = f"http://127.0.0.1:{port}"
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": address,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en-US"],
            "limits": {"default_items": 100, "max_items": 1_000_000},
            "map": {"url": "http://localhost/{z}/{x}/{y}", "attribution": "none"},
        },
        "logging": {"level": "CRITICAL"},
        "metadata": {
            "identification": {
                "title": text,
                "description": text,
                "keywords": {"en": ["claims"]},
                "keywords_type": "theme",
                "terms_of_service": "none",
                "url": address,
            },
            "license": {"name": "none", "url": address},
            "provider": {"name": "none", "url": address},
            "contact": {"name": "none"},
        },
        "resources": {
            "claims": {
                "type": "collection",
                "title": text,
                "description": text,
                "keywords": {"en": ["claims"]},
                "links": [],
                "extents": {"spatial": {"bbox": [-180, -90, 180, 90]}},
                "providers": [
                    {"type": "feature", "name": "PostgreSQL", **table, "time_field": "event_start"},
                    tiles,
                ],
            }
        },
    }


PEERS = (tipg, pygeoapi)
