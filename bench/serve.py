"""How fast layers are served: ``python -m bench.serve [--count 1000000] [--write]``.

One command: it makes the claims in a cluster of its own, installs tipg and pygeoapi into a virtual
environment of its own (both are kept in ``var/bench`` for the next time), starts one worker of each
server, and prints tables. ``--write`` puts them into docs/speed.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from app.db.embedded import EmbeddedCluster
from app.db.migrate import upgrade
from bench import serve_peers
from bench.serve_beside import beside_table
from bench.serve_kinds import DIALECTS, ITEMS, items
from bench.serve_load import Answered, Target, free_port, started
from bench.serve_measures import floor_table, not_modified_line, stream_table, tile_table

TOP = Path(__file__).resolve().parent.parent
SQL = Path(__file__).with_name("claims_generated.sql")
PAGE = TOP / "docs" / "speed.md"
_MARKS = ("<!-- figures: made by python -m bench.serve -->", "<!-- end of figures -->")
_SERVER = """
import sys, uvicorn
from pathlib import Path
from app.api.tile_cache import TileCache
from app.main import create_app
from app.settings import Settings
from gazetteer.resolver import Gazetteer
settings = Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2], offline=True)
app = create_app(settings, gazetteer=Gazetteer.from_places([]))
if sys.argv[4] == "uncached":
    app.state.tiles = TileCache(0)
uvicorn.run(app, port=int(sys.argv[3]), log_level="warning", access_log=False)
"""


def generate(url: str, claims: int) -> None:
    """Fill the database with generated claims."""
    began = time.monotonic()
    with psycopg.connect(url) as connection:
        for statement in SQL.read_text("utf-8").replace(":n", str(claims)).split(";\n"):
            if statement.strip():
                connection.execute(statement.encode())
    say(f"{claims} claims made in {time.monotonic() - began:.0f} s")


def say(text: str) -> None:
    """Print at once."""
    print(text, flush=True)


@contextmanager
def ours(folder: Path, url: str, database: int, tiles: str = "cached") -> Iterator[Target]:
    """Start one worker of ours; ``tiles`` tells whether finished tiles are kept."""
    port = free_port()
    command = [sys.executable, "-c", _SERVER, str(folder), url, str(port), tiles]
    with started(command, port, {}, TOP) as process:
        yield Target("ours", port, process, database)


def item_table(targets: list[Target], claims: int, seconds: float) -> list[str]:
    """Measure pages and features of every server, one after the other kind by kind."""
    names = " | ".join(target.name for target in targets)
    rows = [
        f"| requests/s (p95; processor time a request) | {names} | to the better | by time spent |",
        "|---|" + "---:|" * (len(targets) + 2),
    ]
    for kind in ITEMS:
        found: list[Answered] = []
        for target in targets:
            paths = items(kind, claims, DIALECTS[target.name])
            status, _, body = target.get(paths[0])
            assert status == 200, (target.name, paths[0], status, body[:300])
            target.load(paths, seconds, {})
            found.append(target.load(paths, seconds, {}))
            say(f"{kind:<32}{target.name:<10}{found[-1]}")
        cells = [f"{a.rate:,.0f} ({a.p95:,.0f} ms; {a.cpu:.1f} ms)" for a in found]
        rows.append(f"| {kind} | {' | '.join(cells)} | {_ratios(found)} |")
    return rows


def _ratios(found: list[Answered]) -> str:
    """Return how many times better ours is than the better of the others."""
    ours_, others = found[0], found[1:]
    if not others:
        return "- | -"
    best = max(other.rate for other in others)
    spent = min(other.cpu for other in others) / ours_.cpu
    rate = f"**{ours_.rate / best:.1f}x**" if best else "they gave none"
    return f"{rate} | {spent:.1f}x"


def measure(
    folder: Path, url: str, place: serve_peers.Database, options: argparse.Namespace
) -> str:
    """Start the servers and return the tables."""
    claims, seconds = options.count, options.seconds
    with ExitStack() as stack:
        served = stack.enter_context(ours(folder, url, place.process))
        targets = [served]
        if not options.no_peers:
            serve_peers.fill(url)
            programs = serve_peers.environment(folder.parent / "peers")
            for start in serve_peers.PEERS:
                targets.append(stack.enter_context(start(programs, folder, place)))
        parts = [item_table(targets, claims, seconds)]
        parts.append(floor_table(served, url, claims, seconds))
        parts.append(not_modified_line(served, seconds))
        parts.append(stream_table(served, url, claims))
        uncached = stack.enter_context(ours(folder, url, place.process, "uncached"))
        parts.append(tile_table(uncached, targets[1:], url, seconds))
        if options.beside:
            parts.append(beside_table(served, url, folder.parent, claims, seconds))
    return "\n\n".join("\n".join(part) for part in parts)


def write(text: str, claims: int) -> None:
    """Put the figures into the page."""
    now = datetime.now(UTC).date().isoformat()
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    load = os.getloadavg()[1]
    head = (
        f"{claims:,} generated claims; one worker and four connections each; {machine}; {now}. "
        f"Load of the machine at the end {load:.1f}: what else ran slowed all servers alike."
    )
    page = PAGE.read_text("utf-8")
    before, rest = page.split(_MARKS[0])
    after = rest.split(_MARKS[1])[1]
    PAGE.write_text(f"{before}{_MARKS[0]}\n\n{head}\n\n{text}\n\n{_MARKS[1]}{after}", "utf-8")


def main() -> None:
    """Make the claims, start the servers, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000, help="claims to generate")
    parser.add_argument("--seconds", type=float, default=5, help="length of each run")
    parser.add_argument(
        "--data", type=Path, default=TOP / "var" / "bench", help="where all is kept"
    )
    parser.add_argument("--no-peers", action="store_true", help="measure ours alone")
    parser.add_argument(
        "--beside", action="store_true", help="measure with an ingest beside, too: a minute more"
    )
    parser.add_argument("--write", action="store_true", help="put the tables into docs/speed.md")
    options = parser.parse_args()
    folder = options.data.absolute() / f"claims-{options.count}"
    folder.mkdir(parents=True, exist_ok=True)
    with EmbeddedCluster(folder) as cluster:
        upgrade(cluster.url)
        text = make_url(cluster.url).set(drivername="postgresql")
        url = text.render_as_string(hide_password=False)
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT count(*) FROM claim_feature").fetchone()
        if not row or not row[0]:
            generate(url, options.count)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        postmaster = int((cluster.pg_data / "postmaster.pid").read_text().split()[0])
        place = serve_peers.Database(cluster.socket_dir, postmaster)
        made = measure(folder, url, place, options)
    say(f"\n{made}")
    if options.write:
        write(made, options.count)


if __name__ == "__main__":
    main()
