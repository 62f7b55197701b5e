"""Sync against a real HTTP server that does what public servers do, and sometimes fails."""

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gazetteer.sync import MANIFEST, Remote, Sync, SyncError, read_remotes

BODY = bytes(range(256)) * 2_000
PATH = "geonames/UA.zip"


@dataclass
class Server:
    """Files by path; ``break_after`` bytes the next answers are cut off, one entry an answer."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    break_after: list[int] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str], int]] = field(default_factory=list)


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = server.files.get(self.path.lstrip("/"))
            if body is None:
                return self._answer(404, b"")
            tag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
            if self.headers.get("If-None-Match") == tag:
                return self._answer(304, b"", tag)
            asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
            if asked and self.headers.get("If-Range") == tag:
                return self._answer(206, body[int(asked.group(1)) :], tag)
            return self._answer(200, body, tag)

        def _answer(self, status: int, body: bytes, tag: str | None = None) -> None:
            server.requests.append((self.path, dict(self.headers), status))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if tag:
                self.send_header("ETag", tag)
            self.end_headers()
            cut = server.break_after.pop(0) if body and server.break_after else None
            self.wfile.write(body if cut is None else body[:cut])
            self.close_connection = True

        def log_message(self, *_args: object) -> None:
            pass

    return Handler


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server(files={PATH: BODY})
    running = ThreadingHTTPServer(("127.0.0.1", 0), _handler(state))
    state.url = f"http://127.0.0.1:{running.server_port}"
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield state
    running.shutdown()
    running.server_close()
    thread.join()


def waiting(target: Path) -> Path:
    """Where the unfinished file lies."""
    return target.with_name(f"{target.name}.partial") / PATH


def public(server: Server, sha256: str | None = None) -> list[Remote]:
    return [Remote("geonames", PATH, f"{server.url}/{PATH}", sha256)]


def test_fetches_then_asks_conditionally(server: Server, tmp_path: Path) -> None:
    seen: list[int] = []
    first = Sync(
        tmp_path, remotes=public(server), progress=lambda _path, done, _total: seen.append(done)
    ).run()
    assert (first.fetched, first.bytes, seen[-1]) == ([PATH], len(BODY), len(BODY))
    assert (tmp_path / PATH).read_bytes() == BODY
    again = Sync(tmp_path, remotes=public(server)).run()
    assert (again.fetched, again.unchanged) == ([], [PATH])
    assert [status for _, _, status in server.requests] == [200, 304]


def test_a_new_edition_replaces_the_old(server: Server, tmp_path: Path) -> None:
    Sync(tmp_path, remotes=public(server)).run()
    server.files[PATH] = b"new"
    assert Sync(tmp_path, remotes=public(server)).run().fetched == [PATH]
    assert (tmp_path / PATH).read_bytes() == b"new"


def test_resumes_where_the_transfer_broke_off(server: Server, tmp_path: Path) -> None:
    server.break_after = [100_000, 200_000]
    assert Sync(tmp_path, remotes=public(server)).run().fetched == [PATH]
    assert (tmp_path / PATH).read_bytes() == BODY
    assert [status for _, _, status in server.requests] == [200, 206, 206]


def test_a_partial_file_of_another_edition_is_thrown_away(server: Server, tmp_path: Path) -> None:
    server.break_after = [100_000] * 4
    report = Sync(tmp_path, remotes=public(server)).run()
    assert "closed connection" in report.failed[PATH]
    assert waiting(tmp_path).stat().st_size == 400_000
    server.break_after = []
    server.files[PATH] = BODY[::-1]
    Sync(tmp_path, remotes=public(server)).run()
    assert (tmp_path / PATH).read_bytes() == BODY[::-1]


def test_a_damaged_file_is_fetched_again(server: Server, tmp_path: Path) -> None:
    Sync(tmp_path, remotes=public(server)).run()
    (tmp_path / PATH).write_bytes(b"damaged")
    assert Sync(tmp_path, remotes=public(server)).run().fetched == [PATH]
    assert (tmp_path / PATH).read_bytes() == BODY


def test_a_wrong_checksum_leaves_the_old_file(server: Server, tmp_path: Path) -> None:
    Sync(tmp_path, remotes=public(server)).run()
    server.files[PATH] = b"forged"
    digest = hashlib.sha256(b"expected").hexdigest()
    report = Sync(tmp_path, remotes=public(server, digest)).run()
    assert "SHA-256" in report.failed[PATH]
    assert (tmp_path / PATH).read_bytes() == BODY
    assert not waiting(tmp_path).exists()


def test_a_mirror_url_serves_the_same_paths_with_its_checksums(
    server: Server, tmp_path: Path
) -> None:
    remotes = [Remote("geonames", PATH, "http://unused.invalid/UA.zip"), Remote("r", "r/r.csv")]
    server.files["SHA256SUMS"] = f"{hashlib.sha256(BODY).hexdigest()}  {PATH}\n".encode()
    report = Sync(tmp_path, server.url + "/", remotes=remotes).run()
    assert (report.fetched, report.absent) == ([PATH], ["r/r.csv"])
    server.files["SHA256SUMS"] = f"{'0' * 64}  {PATH}\n".encode()
    (tmp_path / PATH).unlink()
    assert PATH in Sync(tmp_path, server.url, remotes=remotes).run().failed


def test_a_mirror_directory_is_copied(tmp_path: Path) -> None:
    origin = tmp_path / "mirror" / PATH
    origin.parent.mkdir(parents=True)
    origin.write_bytes(BODY)
    remotes = [Remote("geonames", PATH, None)]
    target = tmp_path / "sources"
    assert Sync(target, str(tmp_path / "mirror"), remotes=remotes).run().fetched == [PATH]
    assert Sync(target, str(tmp_path / "mirror"), remotes=remotes).run().unchanged == [PATH]
    assert json.loads((target / MANIFEST).read_text())[PATH]["bytes"] == len(BODY)


def test_a_missing_mirror_directory_says_so(tmp_path: Path) -> None:
    with pytest.raises(SyncError, match="not a directory"):
        Sync(tmp_path / "sources", str(tmp_path / "nowhere")).run()


def test_offline_is_one_clear_sentence(tmp_path: Path) -> None:
    remotes = [Remote("geonames", PATH, "http://127.0.0.1:9/UA.zip")]
    with pytest.raises(SyncError, match=r"No gazetteer source could be reached.*--mirror DIR"):
        Sync(tmp_path, remotes=remotes, timeout=2).run()


def test_one_missing_file_does_not_stop_the_others(server: Server, tmp_path: Path) -> None:
    gone = Remote("geonames", "geonames/gone.zip", f"{server.url}/gone.zip")
    report = Sync(tmp_path, remotes=[gone, *public(server)]).run()
    assert report.fetched == [PATH]
    assert "404" in report.failed["geonames/gone.zip"]


def test_the_table_has_every_path_once_and_https_only() -> None:
    remotes = read_remotes()
    assert len({remote.path for remote in remotes}) == len(remotes)
    assert all(remote.url is None or remote.url.startswith("https://") for remote in remotes)
