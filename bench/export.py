"""How fast files are made: ``python -m bench.export [--count 1000000] [--write]``.

One command: it makes the claims in a cluster of its own (kept in ``var/bench`` for the next time),
writes each format with ``claimatlas export`` in a fresh process, reads the file back, asks one
worker of the server for the same over HTTP, then for 100,000, and prints the tables. ``--write``
puts them into docs/speed-exports.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread

import psycopg
import pyogrio
from pyarrow import parquet
from sqlalchemy.engine import make_url

from app.db.embedded import EmbeddedCluster
from app.db.migrate import upgrade
from bench.serve import generate, ours, say
from bench.serve_load import Target, processor_seconds
from geo.export.formats import FORMATS, Format

TOP = Path(__file__).resolve().parent.parent
PAGE = TOP / "docs" / "speed-exports.md"
_MARKS = ("<!-- figures: made by python -m bench.export -->", "<!-- end of figures -->")
_COMMAND = [sys.executable, "-c", "from app.cli import main; main()", "export"]
_MEGABYTE = 1_000_000
#: Claims that are asked for over HTTP besides all of them.
FEW = 100_000


@dataclass(frozen=True, slots=True)
class Made:
    """What one file cost: seconds, processor seconds, peak of resident memory in bytes."""

    seconds: float
    own: float
    database: float
    memory: int
    size: int
    failed: str = ""


class Peak:
    """The most resident memory of a process while the block runs, in bytes."""

    def __init__(self, pid: int) -> None:
        self.pid, self.most = pid, 0
        self._over = Event()
        self._watch = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Peak:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while True:
            self.most = max(self.most, resident(self.pid))
            if self._over.wait(0.02):
                return


def resident(pid: int) -> int:
    """Return the resident memory of a process in bytes; 0 once it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return 0


def by_command(path: Path, url: str, database: int) -> Made:
    """Write a file as users do."""
    before, began = processor_seconds(database), time.monotonic()
    ours = {"CLAIMATLAS_DATABASE_URL": url, "CLAIMATLAS_DATA_DIR": str(path.parent)}
    settings = {**os.environ, **ours}
    process = subprocess.Popen(
        [*_COMMAND, str(path)], env=settings, cwd=TOP, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    with Peak(process.pid) as peak:
        told = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Made(
        time.monotonic() - began,
        used.ru_utime + used.ru_stime,
        processor_seconds(database) - before,
        peak.most,
        path.stat().st_size if path.exists() else 0,
        told.strip() if process.returncode else "",
    )


def rows_in(chosen: Format, path: Path) -> int:
    """Return how many rows are found in a file, by GDAL where it can."""
    if chosen.name == "kml":  # GDAL would take all of it into memory
        with path.open("rb") as opened:
            return sum(line.startswith(b"<Placemark>") for line in opened)
    if chosen.name == "parquet":  # the wheels of GDAL lack its driver
        return int(parquet.ParquetFile(path).metadata.num_rows)
    return int(pyogrio.read_info(path, force_feature_count=True, layer=0)["features"])


def command_table(
    folder: Path, url: str, database: int, names: list[str], claims: int
) -> list[str]:
    """Write each format and read it back."""
    rows = [
        "| format | seconds | rows/s | processor: ours + database, s | peak memory, MB |"
        " file, MB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name in names:
        chosen = FORMATS[name]
        path = folder / f"claims{chosen.suffix}"
        made = by_command(path, url, database)
        if made.failed:
            line = f"| {chosen.title} | {made.failed} ||||"
        else:
            found = rows_in(chosen, path)
            assert found == claims, (name, found, claims)
            line = (
                f"| {chosen.title} | {made.seconds:.1f} | {claims / made.seconds:,.0f} |"
                f" {made.own:.1f} + {made.database:.1f} | {made.memory / _MEGABYTE:.0f} |"
                f" {made.size / _MEGABYTE:.0f} |"
            )
        path.unlink(missing_ok=True)
        say(line)
        rows.append(line)
    return rows


def by_http(target: Target, chosen: Format) -> str:
    """Ask the server for a file and throw it away; returns a row of the table."""
    idle, size = resident(target.process), 0
    own, database = processor_seconds(target.process), processor_seconds(target.database)
    connection = HTTPConnection("127.0.0.1", target.port, timeout=600)
    with Peak(target.process) as peak:
        began = time.monotonic()
        connection.request("GET", f"/exports/claims{chosen.suffix}")
        answer = connection.getresponse()
        first = answer.read(1)
        until_first = time.monotonic() - began
        while part := answer.read(1 << 18):
            size += len(part)
        took = time.monotonic() - began
    connection.close()
    assert first
    if answer.status != 200:
        return f"| {chosen.title} | {answer.status} |||||"
    own = processor_seconds(target.process) - own
    database = processor_seconds(target.database) - database
    return (
        f"| {chosen.title} | {until_first * 1000:,.0f} | {took:.1f} | {own:.1f} + {database:.1f} |"
        f" {(peak.most - idle) / _MEGABYTE:.0f} | {size / _MEGABYTE:.0f} |"
    )


def http_table(folder: Path, url: str, database: int, names: list[str], claims: int) -> list[str]:
    """Ask one worker for each format, a fresh one each so that memory is told apart."""
    rows = [
        f"| {claims:,} over HTTP | first byte, ms | seconds | processor: server + database, s |"
        " memory above idle, MB | file, MB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name in names:
        if name == "xlsx" and claims > FEW:  # minutes of the same
            continue
        with ours(folder, url, database) as target:
            assert target.get("/collections/claims/items?limit=10")[0] == 200
            rows.append(by_http(target, FORMATS[name]))
        say(rows[-1])
    return rows


@contextmanager
def claims_of(folder: Path, count: int) -> Iterator[tuple[str, int]]:
    """Yield address and process of a database with so many generated claims."""
    folder.mkdir(parents=True, exist_ok=True)
    with EmbeddedCluster(folder) as cluster:
        upgrade(cluster.url)
        url = make_url(cluster.url).set(drivername="postgresql")
        text = url.render_as_string(hide_password=False)
        with psycopg.connect(text, autocommit=True) as connection:
            row = connection.execute("SELECT count(*) FROM claim_feature").fetchone()
            if not row or not row[0]:
                generate(text, count)
                connection.execute("VACUUM ANALYZE")
        yield text, int((cluster.pg_data / "postmaster.pid").read_text().split()[0])


def write(tables: list[list[str]], claims: int) -> None:
    """Put the figures into the page."""
    now = datetime.now(UTC).date().isoformat()
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    head = (
        f"{claims:,} generated claims; {machine}; {now}. Load of the machine at the end"
        f" {os.getloadavg()[1]:.1f}: seconds hold what else ran, processor times do not."
    )
    text = "\n\n".join([head, *("\n".join(table) for table in tables)])
    before, rest = PAGE.read_text("utf-8").split(_MARKS[0])
    after = rest.split(_MARKS[1])[1]
    PAGE.write_text(f"{before}{_MARKS[0]}\n\n{text}\n\n{_MARKS[1]}{after}", "utf-8")


def main() -> None:
    """Make the claims and the files, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000, help="claims to generate")
    parser.add_argument(
        "--data", type=Path, default=TOP / "var" / "bench", help="where all is kept"
    )
    parser.add_argument("--formats", nargs="+", default=list(FORMATS), choices=list(FORMATS))
    parser.add_argument("--no-http", action="store_true", help="the command alone")
    parser.add_argument("--no-command", action="store_true", help="HTTP alone")
    parser.add_argument("--write", action="store_true", help="put the tables into the page")
    options = parser.parse_args()
    tables: list[list[str]] = []
    for count in sorted({FEW, options.count}, reverse=True):
        folder = options.data.absolute() / f"claims-{count}"
        if count < options.count and options.no_http:
            continue
        with claims_of(folder, count) as (url, database):
            files = folder / "files"
            shutil.rmtree(files, ignore_errors=True)
            files.mkdir()
            if count == options.count and not options.no_command:
                tables.append(command_table(files, url, database, options.formats, count))
            if not options.no_http:
                tables.append(http_table(folder, url, database, options.formats, count))
    if options.write:
        write(tables, options.count)


if __name__ == "__main__":
    main()
