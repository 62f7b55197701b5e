"""Load on one HTTP server, and what it costs: requests a second, percentiles, processor time.

``wrk`` (Debian has it) makes the load; where it is missing, threads of Python do, which take so
much of the machine that only the processor times and the ratios are good.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from typing import Any

CONNECTIONS = 4
_TICK = os.sysconf("SC_CLK_TCK")
_SCRIPT = """
local asked, n = {}, 0
for path in io.lines("PATHS") do asked[#asked + 1] = path end
local headers = {HEADERS}
request = function()
  n = n % #asked + 1
  return wrk.format("GET", asked[n], headers)
end
done = function(summary, latency)
  io.write(string.format("RESULT %d %d %d %d %d %d\\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.timeout + summary.errors.read,
    latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a run gave; times in milliseconds, processor time in milliseconds a request."""

    rate: float
    p50: float
    p95: float
    p99: float
    failed: int
    cpu_server: float = 0.0
    cpu_database: float = 0.0

    @property
    def cpu(self) -> float:
        """Processor time of server and database."""
        return self.cpu_server + self.cpu_database

    def __str__(self) -> str:
        """Return the figures in one line."""
        failed = f"  FAILED {self.failed}" if self.failed else ""
        return (
            f"{self.rate:8.1f}/s  p50 {self.p50:7.1f}  p95 {self.p95:7.1f}  p99 {self.p99:7.1f} ms"
            f"  cpu {self.cpu_server:6.2f} + {self.cpu_database:6.2f} ms{failed}"
        )


@dataclass
class Load:
    """Keep-alive connections that ask for ``paths`` in turn, as fast as answers come."""

    port: int
    paths: list[str]
    headers: dict[str, str] = field(default_factory=dict)
    #: Processes whose time, with that of their children, is the server's and the database's.
    server: int | None = None
    database: int | None = None

    def run(self, seconds: float) -> Answered:
        """Ask for so many seconds."""
        before = self._spent()
        started = time.monotonic()
        rate, p50, p95, p99, failed = (
            _wrk(self, seconds) if shutil.which("wrk") else _threads(self, seconds)
        )
        number = max(1.0, rate * (time.monotonic() - started))
        server, database = (
            (now - then) * 1000 / number for now, then in zip(self._spent(), before, strict=True)
        )
        return Answered(rate, p50, p95, p99, failed, server, database)

    def _spent(self) -> tuple[float, float]:
        return (
            processor_seconds(self.server) if self.server else 0.0,
            processor_seconds(self.database) if self.database else 0.0,
        )


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process and all its children, also ended ones."""
    total, parents = 0.0, [pid]
    while parents:
        found = parents.pop()
        try:
            fields = Path(f"/proc/{found}/stat").read_text().rpartition(")")[2].split()
            children = Path(f"/proc/{found}/task/{found}/children").read_text().split()
        except FileNotFoundError:
            continue
        total += sum(map(int, fields[11:15])) / _TICK
        parents += map(int, children)
    return total


def _wrk(load: Load, seconds: float) -> tuple[float, float, float, float, int]:
    with tempfile.TemporaryDirectory() as folder:
        paths, script = Path(folder, "paths"), Path(folder, "load.lua")
        paths.write_text("\n".join(load.paths) + "\n")
        headers = ", ".join(f"[{k!r}] = {v!r}" for k, v in load.headers.items())
        script.write_text(_SCRIPT.replace("PATHS", str(paths)).replace("HEADERS", headers))
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "--timeout", "600s"]
        done = subprocess.run(
            [*command, "-s", str(script), f"http://127.0.0.1:{load.port}/"],
            capture_output=True,
            text=True,
            check=True,
        )
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)", done.stdout)
    assert found, done.stdout + done.stderr
    number, took, failed, p50, p95, p99 = map(int, found.groups())
    return number / took * 1e6, p50 / 1000, p95 / 1000, p99 / 1000, failed


def _threads(load: Load, seconds: float) -> tuple[float, float, float, float, int]:
    times, failed, until = list[float](), list[int](), time.monotonic() + seconds
    more = "".join(f"{name}: {value}\r\n" for name, value in load.headers.items())
    asked = [f"GET {path} HTTP/1.1\r\nHost: x\r\n{more}\r\n".encode() for path in load.paths]

    def ask(number: int) -> None:
        with socket.create_connection(("127.0.0.1", load.port)) as made:
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.monotonic() < until:
                began = time.monotonic()
                made.sendall(asked[number % len(asked)])
                status = _read(made)
                times.append((time.monotonic() - began) * 1000)
                if status >= 400:
                    failed.append(status)
                number += CONNECTIONS

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(CONNECTIONS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = quantiles(times, n=100) if len(times) > 1 else times * 99
    rate = len(times) / (time.monotonic() - began)
    return rate, cuts[49], cuts[94], cuts[98], len(failed)


def _read(made: socket.socket) -> int:
    data = b""
    while b"\r\n\r\n" not in data:
        data += made.recv(1 << 18)
    head, _, body = data.partition(b"\r\n\r\n")
    status = int(head[9:12])
    if status == 304:
        return status
    length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
    if length is None:
        while not body.endswith(b"0\r\n\r\n"):
            body = body[-8:] + made.recv(1 << 18)
        return status
    left = int(length[1]) - len(body)
    while left > 0:
        left -= len(made.recv(min(left, 1 << 18)))
    return status


@dataclass(frozen=True, slots=True)
class Target:
    """A server that runs: its name, where it listens, its process and the database's."""

    name: str
    port: int
    process: int
    database: int

    def load(self, paths: list[str], seconds: float, headers: dict[str, str]) -> Answered:
        """Ask for paths in turn."""
        return Load(self.port, paths, headers, self.process, self.database).run(seconds)

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, Any, bytes]:
        """Ask once; return status, headers and body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        port: int = made.getsockname()[1]
    return port


@contextmanager
def started(command: list[str], port: int, settings: dict[str, str], folder: Path) -> Iterator[int]:
    """Start a server and wait until it listens; yields its process."""
    with tempfile.TemporaryFile() as said:
        environment = {**os.environ, **settings}
        server = subprocess.Popen(command, env=environment, cwd=folder, stderr=said)
    try:
        for _ in range(600):
            with socket.socket() as made:
                if made.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if server.poll() is not None:
                raise SystemExit(f"{command[0]} ended")
            time.sleep(0.1)
        yield server.pid
    finally:
        server.terminate()
        server.wait()
