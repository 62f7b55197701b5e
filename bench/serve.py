"""How fast layers are served: ``python bench/serve.py [--claims 1000000]``.

Makes the claims in a cluster of its own, starts one worker of ours, and prints requests a second
and percentiles by keep-alive connections, the bare driver's rate, and streams beside psql COPY.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles

import psycopg
from sqlalchemy.engine import make_url

from app.claims.filters import ClaimFilter
from app.claims.pages import page
from app.db.embedded import EmbeddedCluster
from app.db.migrate import upgrade

SQL = Path(__file__).with_name("claims_generated.sql")
CONNECTIONS = 4
ITEMS = "/collections/claims/items"
_SERVER = """
import sys, uvicorn
from pathlib import Path
from app.main import create_app
from app.settings import Settings
from gazetteer.resolver import Gazetteer
settings = Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2], offline=True)
app = create_app(settings, gazetteer=Gazetteer.from_places([]))
uvicorn.run(app, port=int(sys.argv[3]), log_level="warning", access_log=False)
"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        port: int = made.getsockname()[1]
    return port


def generate(url: str, claims: int) -> None:
    """Fill the database with generated claims."""
    started = time.monotonic()
    with psycopg.connect(url) as connection:
        for statement in SQL.read_text("utf-8").replace(":n", str(claims)).split(";\n"):
            if statement.strip():
                connection.execute(statement.encode())
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    print(f"{claims} claims made in {time.monotonic() - started:.0f} s", flush=True)


def requests(kind: str, claims: int) -> list[str]:
    """Return the paths of one kind of request, always the same ones."""
    chance = random.Random(7)
    made = []
    for _ in range(200):
        west, south = 23 + chance.random() * 15, 45 + chance.random() * 6
        month = 1 + chance.randrange(9)
        days = f"2025-{month:02d}-01/2025-{month + 3:02d}-01"
        made.append(
            {
                "bbox, 100": f"{ITEMS}?limit=100&bbox={west:.3f},{south:.3f},"
                f"{west + 1:.3f},{south + 1:.3f}",
                "outlet + 90 days, 1000": f"{ITEMS}?outlet=Outlet%20{1 + chance.randrange(8)}"
                f"&datetime={days}&limit=1000",
                "1000 rows": f"{ITEMS}?limit=1000",
                "one feature": f"{ITEMS}/{1 + chance.randrange(claims)}",
                "304": f"{ITEMS}?limit=10",
            }[kind]
        )
    return made


class Load:
    """Keep-alive connections that ask as fast as answers come."""

    def __init__(self, port: int, paths: list[str], header: str = "") -> None:
        """Ask for ``paths`` in turn on ``port``."""
        self.port, self.times, self.failed = port, list[float](), 0
        self.asked = [f"GET {path} HTTP/1.1\r\nHost: x\r\n{header}\r\n".encode() for path in paths]

    def run(self, seconds: float) -> str:
        """Run and return requests a second, median and 99th percentile."""
        until = time.monotonic() + seconds
        threads = [threading.Thread(target=self._ask, args=(n, until)) for n in range(CONNECTIONS)]
        started = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.monotonic() - started
        cuts = quantiles(self.times, n=100) if len(self.times) > 1 else [0.0] * 99
        failed = f"  FAILED {self.failed}" if self.failed else ""
        return (
            f"{len(self.times) / took:8.0f}/s  p50 {cuts[49] * 1000:6.1f} ms"
            f"  p99 {cuts[98] * 1000:6.1f} ms{failed}"
        )

    def _ask(self, number: int, until: float) -> None:
        with socket.create_connection(("127.0.0.1", self.port)) as made:
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.monotonic() < until:
                started = time.monotonic()
                made.sendall(self.asked[number % len(self.asked)])
                status = _read(made)
                self.times.append(time.monotonic() - started)
                self.failed += status >= 400
                number += CONNECTIONS


def _read(made: socket.socket) -> int:
    data = b""
    while b"\r\n\r\n" not in data:
        data += made.recv(1 << 18)
    head, _, body = data.partition(b"\r\n\r\n")
    status = int(head[9:12])
    lengths = [x for x in head.lower().split(b"\r\n") if x.startswith(b"content-length:")]
    left = (int(lengths[0].split(b":")[1]) if lengths and status != 304 else 0) - len(body)
    while left > 0:
        left -= len(made.recv(min(left, 1 << 18)))
    return status


def tag_of(port: int, path: str) -> str:
    """Return the entity tag of a path."""
    with socket.create_connection(("127.0.0.1", port)) as made:
        made.sendall(f"HEAD {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        head = b""
        while part := made.recv(65536):
            head += part
    lines = head.decode().split("\r\n")
    return next(x.split(":", 1)[1].strip() for x in lines if x.lower().startswith("etag"))


def memory(pid: int, field: str = "VmRSS") -> int:
    """Return resident memory in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(x for x in lines if x.startswith(field)).split()[1]) // 1024


def stream(port: int, limit: int, pid: int) -> str:
    """Fetch one large page; return time, first byte and memory."""
    with socket.create_connection(("127.0.0.1", port)) as made:
        started, first, size, peak = time.monotonic(), 0.0, 0, 0
        asked = f"GET {ITEMS}?limit={limit} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        idle = memory(pid)
        made.sendall(asked.encode())
        while part := made.recv(1 << 20):
            first = first or time.monotonic() - started
            size += len(part)
            if size % 7 == 0:
                peak = max(peak, memory(pid))
        took = time.monotonic() - started
    return (
        f"{took:6.2f} s  first byte {first * 1000:.1f} ms  {size / 1e6:.0f} MB"
        f"  memory {idle} -> {peak} MB"
    )


def copied(url: str, limit: int) -> float:
    """Return how long psql takes to COPY the same JSON, in seconds."""
    query = page(ClaimFilter(), limit, by_id=True).sql.replace("%%", "%")
    started = time.monotonic()
    command = ["psql", url, "-qc", f"COPY ({query}) TO STDOUT"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - started


def floor(url: str, seconds: float) -> float:
    """Return pages of 1000 rows a second through the bare driver as JSON text."""
    query = page(ClaimFilter(), 1001).sql
    done, until = 0, time.monotonic() + seconds
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() < until:
            connection.execute(query).fetchall()
            done += 1
    return done / seconds


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    for _ in range(600):
        with socket.socket() as made:
            if made.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def measure(url: str, folder: Path, claims: int, seconds: float) -> None:
    """Start our server and print the table."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-c", _SERVER, str(folder), url, str(port)])
    try:
        wait_for(port)
        for kind in ("bbox, 100", "outlet + 90 days, 1000", "1000 rows", "one feature"):
            Load(port, requests(kind, claims)).run(1)
            print(f"{kind:<24}{Load(port, requests(kind, claims)).run(seconds)}", flush=True)
        path = requests("304", claims)[0]
        load = Load(port, [path], f"If-None-Match: {tag_of(port, path)}\r\n")
        print(f"{'304':<24}{load.run(seconds)}", flush=True)
        print(f"{'floor, 1000 rows':<24}{floor(url, seconds):8.0f}/s, one connection")
        for limit in (100_000, 1_000_000):
            if limit <= claims:
                print(f"{limit} streamed: {stream(port, limit, server.pid)}", flush=True)
                print(f"{limit} psql COPY: {copied(url, limit):6.2f} s", flush=True)
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """Make the claims, start the servers, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--data", type=Path, help="folder that keeps the cluster between runs")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = options.data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if options.data is None and os.geteuid() == 0:
            folder.chmod(0o755)
        cluster = stack.enter_context(EmbeddedCluster(folder))
        upgrade(cluster.url)
        url = make_url(cluster.url).set(drivername="postgresql")
        text = url.render_as_string(hide_password=False)
        with psycopg.connect(text) as connection:
            row = connection.execute("SELECT count(*) FROM claim_feature").fetchone()
        if not row or not row[0]:
            generate(text, options.claims)
        measure(text, folder, options.claims, options.seconds)
    print(f"peak of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
