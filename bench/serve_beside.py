"""Latency with an ingest beside: generated reports go into the database that is being served.

It runs as ``claimatlas ingest`` in another terminal does: in a session of its own, with a worker
for each core, and giving way.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

import psycopg

from app.articles.model import Article
from app.db.engine import make_engine
from app.pipeline import Outcome, ingest
from app.priority import giving_way
from bench.ingest import reports
from bench.serve_kinds import OURS, items
from bench.serve_load import Target
from gazetteer.cache import open_gazetteer

TOP = Path(__file__).resolve().parent.parent
KINDS = ("bbox of one degree, 100 rows", "outlet and 90 days, 1,000 rows", "one feature")
_BATCH = 500


def beside_table(served: Target, url: str, folder: Path, claims: int, seconds: float) -> list[str]:
    """Compare p99 with and without an ingest; what it stored in the layer is taken out again."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute("SELECT max(id) FROM claim_feature").fetchone()
        last = row[0] if row else 0
        quiet = {kind: _p99(served, kind, claims, seconds) for kind in KINDS}
        command = [sys.executable, "-m", "bench.serve_beside", url, str(folder)]
        child = subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, start_new_session=True)
        try:
            assert child.stdout
            child.stdout.readline()  # it has its gazetteer and stored the first reports
            began, before = time.monotonic(), _stored(connection)
            busy = {kind: _p99(served, kind, claims, seconds) for kind in KINDS}
            speed = (_stored(connection) - before) / (time.monotonic() - began)
        finally:
            os.killpg(child.pid, signal.SIGKILL)  # its workers, too
            child.wait()
            connection.execute("DELETE FROM claim_feature WHERE id > %s", [last])
    rows = [
        f"| p99 with an ingest of {speed:.0f} reports/s beside | without | with | ratio |",
        "|---|---:|---:|---:|",
    ]
    for kind in KINDS:
        ratio = busy[kind] / quiet[kind]
        rows.append(f"| {kind} | {quiet[kind]:.0f} ms | {busy[kind]:.0f} ms | **{ratio:.1f}** |")
        print(rows[-1], flush=True)
    return rows


def _p99(served: Target, kind: str, claims: int, seconds: float) -> float:
    paths = items(kind, claims, OURS)
    served.load(paths, 2, {})
    return served.load(paths, 2 * seconds, {}).p99


def _stored(connection: psycopg.Connection[tuple[int, ...]]) -> int:
    row = connection.execute("SELECT count(*) FROM document").fetchone()
    return row[0] if row else 0


def main(url: str, folder: Path) -> None:
    """Ingest reports that were not there before until killed; tells when the first is stored."""
    said: list[str] = []

    def note(article: Article, outcome: Outcome) -> None:
        assert outcome != "failed", article
        if not said:
            said.append(outcome)
            print(outcome, flush=True)

    with giving_way():
        gazetteer = open_gazetteer(folder, None)
        seeds = count(int(time.time()))
        endless = (article for seed in seeds for article in reports(gazetteer, _BATCH, seed))
        workers = os.cpu_count() or 1
        ingest(make_engine(url), gazetteer, endless, workers=workers, on_done=note)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
