"""The measures that only we are put to: the driver's floor, 304, long answers, tiles."""

from __future__ import annotations

import subprocess
import tempfile
import threading
import time
from pathlib import Path
from socket import create_connection

import psycopg
import pyogrio

from app.claims.filters import ClaimFilter
from app.claims.layer import PROPERTIES
from app.claims.pages import page
from app.claims.queries import feature_sql
from bench.serve_kinds import DIALECTS, OURS, items, tile_path, tile_paths, tiles_of_ukraine
from bench.serve_load import CONNECTIONS, Answered, Target, processor_seconds
from geo.tiles import Tile

#: A tile that takes longer than this is not waited for, in seconds.
PATIENCE = 60.0
#: The same text as it is made from the columns, and as it is stored.
TEXTS = {"made from the columns": feature_sql(PROPERTIES), "stored": None}


def floor_table(served: Target, url: str, claims: int, seconds: float) -> list[str]:
    """Compare pages of 1,000 rows with the bare driver on as many connections."""
    ours = served.load(items("1,000 rows", claims, OURS), seconds, {})
    rows = [
        "| 1,000 rows as JSON text | pages/s | processor time | ours: rate of it | by time spent |",
        "|---|---:|---:|---:|---:|",
        f"| ours, over HTTP | {ours.rate:,.0f} | {ours.cpu:.1f} ms | | |",
    ]
    for name, text in TEXTS.items():
        query = page(ClaimFilter(), 1001, feature=text).sql
        bare, spent = _floor(served, url, query, seconds)
        rows.append(
            f"| bare driver, text {name} | {bare:,.0f} | {spent:.1f} ms |"
            f" **{ours.rate / bare:.0%}** | {spent / ours.cpu:.0%} |"
        )
        print(rows[-1], flush=True)
    return rows


def _floor(served: Target, url: str, query: str, seconds: float) -> tuple[float, float]:
    """Return pages a second, and processor time a page in milliseconds, driver and database."""
    until, done = time.monotonic() + seconds, [0] * CONNECTIONS

    def ask(number: int) -> None:
        options = "-c jit=off -c timezone=UTC"
        with psycopg.connect(url, autocommit=True, options=options) as connection:
            connection.execute("SET client_encoding = SQL_ASCII")
            while time.monotonic() < until:
                connection.execute(query, prepare=True).fetchall()
                done[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    before = time.process_time() + processor_seconds(served.database)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.process_time() + processor_seconds(served.database) - before
    return sum(done) / seconds, spent * 1000 / sum(done)


def not_modified_line(served: Target, seconds: float) -> list[str]:
    """Measure 304."""
    path = f"{OURS.items}?limit=10"
    tag = served.get(path)[1]["ETag"]
    assert served.get(path, {"If-None-Match": tag})[0] == 304
    found = served.load([path], seconds, {"If-None-Match": tag})
    print("304", found, flush=True)
    return [
        f"304 Not Modified: **{found.rate:,.0f}/s**, p99 {found.p99:.1f} ms, "
        f"{found.cpu:.2f} ms of processor time each."
    ]


def stream_table(served: Target, url: str, claims: int) -> list[str]:
    """Fetch long answers; compare with psql's COPY of the same text."""
    rows = [
        "| features in one answer | first byte | total | COPY, text made | COPY, text stored |"
        " memory: idle, peak |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for limit in (100_000, 1_000_000):
        if limit > claims:
            continue
        _stream(served, limit)  # so that both find the rows in memory
        first, took, idle, peak = _stream(served, limit)
        copies = [_copied(url, limit, text) for text in TEXTS.values()]
        ratios = " | ".join(f"{copy:.2f} s ({took / copy:.2f}x)" for copy in copies)
        rows.append(
            f"| {limit:,} | {first * 1000:.1f} ms | {took:.2f} s | {ratios} | {idle}, {peak} MB |"
        )
        print(rows[-1], flush=True)
    return rows


def _stream(served: Target, limit: int) -> tuple[float, float, int, int]:
    with create_connection(("127.0.0.1", served.port)) as made:
        idle = peak = _memory(served.process)
        began, first, looked = time.monotonic(), 0.0, 0.0
        path = f"{OURS.items}?limit={limit}"
        made.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        while made.recv(1 << 20):
            now = time.monotonic()
            first = first or now - began
            if now - looked > 0.05:
                looked, peak = now, max(peak, _memory(served.process))
        return first, time.monotonic() - began, idle, peak


def _memory(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(x for x in lines if x.startswith("VmRSS")).split()[1]) // 1024


def _copied(url: str, limit: int, text: str | None) -> float:
    query = page(ClaimFilter(), limit, feature=text, by_id=True).sql.replace("%%", "%")
    began = time.monotonic()
    command = ["psql", url, "-qc", f"COPY ({query}) TO STDOUT"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - began


def tile_table(uncached: Target, others: list[Target], url: str, seconds: float) -> list[str]:
    """Measure tiles that are made anew each time, and count what is in them."""
    rows = [
        "| tiles, each made anew | tiles/s | p50 | p95 | processor time |",
        "|---|" + "---:|" * 4,
    ]
    for name, zooms, filtered in (
        ("settlements, z5 and z6", (5, 6), False),
        ("the same, by 90 days and side", (5, 6), True),
    ):
        rows.append(_tile_row(uncached, name, tile_paths(zooms, filtered=filtered), seconds))
    claims = [
        tile_path(OURS, tile).replace("settlements", "claims")
        for tile in _some(tiles_of_ukraine(10))
    ]
    rows.append(_tile_row(uncached, "claims, z10", claims, seconds))
    rows += ["", "| features in the tiles of z5 | tiles hold | of | slowest tile |"]
    rows += ["|---|---:|---:|---:|"]
    located = "SELECT count(*) FROM claim_feature WHERE recorded_to IS NULL AND geom IS NOT NULL"
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(located).fetchone()
        for target in (uncached, *others):
            held, slowest = _held(target, tiles_of_ukraine(5))
            # Whoever left earlier may have left a query running.
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'active'"
                " AND pid <> pg_backend_pid() AND query LIKE '%ST_AsMVT%'"
            )
            rows.append(f"| {target.name} | {held} | {row[0] if row else 0:,} | {slowest} |")
            print(rows[-1], flush=True)
    return rows


def _tile_row(target: Target, name: str, paths: list[str], seconds: float) -> str:
    target.load(paths, 1, {})
    found: Answered = target.load(paths, seconds, {})
    print(f"{name:<32}{found}", flush=True)
    times = f"{found.p50:.0f} ms | {found.p95:.0f} ms | {found.cpu:.1f} ms"
    return f"| {name} | {found.rate:,.0f} | {times} |"


def _some(tiles: list[Tile]) -> list[Tile]:
    return tiles[:: max(1, len(tiles) // 100)]


def _held(target: Target, tiles: list[Tile]) -> tuple[str, str]:
    """Return how many claims the tiles stand for, and how long the slowest took."""
    held, slowest = 0, 0.0
    for tile in tiles:
        began = time.monotonic()
        try:
            status, _, body = target.get(tile_path(DIALECTS[target.name], tile))
        except TimeoutError:
            return "not waited for", f"more than {PATIENCE:.0f} s"
        slowest = max(slowest, time.monotonic() - began)
        if status == 200 and body:
            held += _counted(body, tile)
    return f"{held:,}", f"{slowest * 1000:,.0f} ms"


def _counted(body: bytes, tile: Tile) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tile.mvt")
        path.write_bytes(body)
        found = pyogrio.read_dataframe(path, X=str(tile.x), Y=str(tile.y), Z=str(tile.z))
    return int(found["claims"].sum()) if "claims" in found else len(found)
