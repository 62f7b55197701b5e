"""Brings the gazetteer's source files from the public, from a mirror URL or a mirror directory.

Every file is checked (SHA-256), resumed where a transfer broke off, and asked for only when it
has changed (ETag, Last-Modified). A file takes its place only when it is complete, so that a
failed sync leaves the sources as they were.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

import httpx

from gazetteer.errors import GazetteerError

REMOTES = Path(__file__).parent / "data" / "remotes.toml"
MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"

_ATTEMPTS = 4
_PAUSE_SECONDS = 0.2  # before the second attempt; doubled for each further one

# Called with the file's path, the bytes had so far and the total (None where unknown).
Progress = Callable[[str, int, int | None], None]


class SyncError(GazetteerError):
    """A source could not be brought; the text says which, why, and what that means."""


@dataclass(frozen=True, slots=True)
class Remote:
    """One file to bring; ``url`` is None where only mirrors have it."""

    source: str
    path: str
    url: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What the manifest keeps of a file: enough to ask for it conditionally and to check it."""

    url: str
    sha256: str
    bytes: int
    fetched_at: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(slots=True)
class SyncReport:
    """Paths by outcome; ``failed`` maps a path to the reason."""

    fetched: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    bytes: int = 0


def read_remotes(path: Path = REMOTES) -> list[Remote]:
    """The table of files."""
    return [Remote(**row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["file"]]


def _silent(_path: str, _done: int, _total: int | None) -> None:
    """Shows nothing."""


@dataclass(slots=True)
class Sync:
    """Brings files into ``target``.

    ``mirror`` is a directory or a URL that holds them under the paths of the table; without one
    the public addresses are asked. ``timeout`` is in seconds, for a connection and for each read.
    """

    target: Path
    mirror: str | None = None
    timeout: float = 30.0
    progress: Progress = _silent
    remotes: Iterable[Remote] = field(default_factory=read_remotes)
    _answered: bool = field(default=False, init=False)

    def run(self) -> SyncReport:
        """Bring every file that can be had.

        Raises ``SyncError`` when there is no network at all, or the mirror directory is missing.
        """
        self.target.mkdir(parents=True, exist_ok=True)
        report = SyncReport()
        manifest = self._read_manifest()
        if self.mirror is not None and "://" not in self.mirror:
            self._copy_all(Path(self.mirror).expanduser(), manifest, report)
        else:
            with httpx.Client(timeout=self.timeout, follow_redirects=True) as client:
                self._fetch_all(client, manifest, report)
        return report

    def _copy_all(self, mirror: Path, manifest: dict[str, Stored], report: SyncReport) -> None:
        if not mirror.is_dir():
            raise SyncError(f"The mirror {mirror} is not a directory.")
        for remote in self.remotes:
            origin, place = mirror / remote.path, self.target / remote.path
            if not origin.is_file():
                report.absent.append(remote.path)
                continue
            digest = _sha256(origin)
            if place.is_file() and _sha256(place) == digest:
                report.unchanged.append(remote.path)
                continue
            part = self._part(remote)
            shutil.copyfile(origin, part)
            self._accept(remote, part, Stored(str(origin), digest, 0, ""), manifest, report)

    def _fetch_all(
        self, client: httpx.Client, manifest: dict[str, Stored], report: SyncReport
    ) -> None:
        for remote in self._addressed(client):
            if remote.url is None:
                report.absent.append(remote.path)
                continue
            try:
                self._fetch(client, remote, manifest, report)
            except SyncError as error:
                report.failed[remote.path] = str(error)
            except httpx.ConnectError as error:
                report.failed[remote.path] = (
                    f"no connection to {httpx.URL(remote.url).host} ({error})"
                )
            except httpx.HTTPError as error:
                report.failed[remote.path] = f"{type(error).__name__}: {error}"
        if report.failed and not self._answered:
            reasons = sorted(set(report.failed.values()))
            raise SyncError(
                f"No gazetteer source could be reached: {reasons[0]}. The gazetteer goes on with "
                "the sources that are here; `--mirror DIR` or CLAIMATLAS_MIRROR names a local copy."
            )

    def _addressed(self, client: httpx.Client) -> Iterable[Remote]:
        """The files with the address and checksum that hold for this sync."""
        if not self.mirror:
            return self.remotes
        base = self.mirror.rstrip("/")
        sums = _mirror_checksums(client, base)
        return [
            replace(one, url=f"{base}/{one.path}", sha256=sums.get(one.path))
            for one in self.remotes
        ]

    def _fetch(
        self,
        client: httpx.Client,
        remote: Remote,
        manifest: dict[str, Stored],
        report: SyncReport,
    ) -> None:
        url, expected = remote.url or "", remote.sha256
        place = self.target / remote.path
        known = manifest.get(remote.path)
        if known and not (place.is_file() and _sha256(place) == known.sha256):
            known = None  # missing or damaged: ask for the whole file
        if known and expected and known.sha256 == expected:
            report.unchanged.append(remote.path)
            return
        part = self._part(remote)
        answer = self._download(client, url, part, known, remote.path)
        if answer is None:
            report.unchanged.append(remote.path)
        elif answer.status_code == HTTPStatus.NOT_FOUND and self.mirror:
            report.absent.append(remote.path)
        elif answer.is_error:
            raise SyncError(f"{url} answers {answer.status_code} {answer.reason_phrase}")
        else:
            digest = _sha256(part)
            if expected and digest != expected:
                part.unlink()
                raise SyncError(f"{url} has SHA-256 {digest}, expected {expected}")
            stored = Stored(
                url, digest, 0, "", answer.headers.get("etag"), answer.headers.get("last-modified")
            )
            self._accept(remote, part, stored, manifest, report)

    def _download(
        self, client: httpx.Client, url: str, part: Path, known: Stored | None, name: str
    ) -> httpx.Response | None:
        """Write the body to ``part``, in several goes if need be; None when nothing changed."""
        for attempt in range(_ATTEMPTS):
            try:
                return self._transfer(client, url, part, known, name)
            except (httpx.ReadError, httpx.RemoteProtocolError, httpx.ReadTimeout):
                if attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(_PAUSE_SECONDS * 2**attempt)
        raise AssertionError("unreachable")

    def _transfer(
        self, client: httpx.Client, url: str, part: Path, known: Stored | None, name: str
    ) -> httpx.Response | None:
        headers, had = _conditions(url, part, known)
        with client.stream("GET", url, headers=headers) as answer:
            self._answered = True
            if answer.status_code == HTTPStatus.NOT_MODIFIED:
                return None
            if answer.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                part.unlink(missing_ok=True)
                raise httpx.RemoteProtocolError("the partial file does not fit; starting afresh")
            if answer.is_error:
                return answer
            resumed = answer.status_code == HTTPStatus.PARTIAL_CONTENT
            done = had if resumed else 0
            length = answer.headers.get("content-length")
            # A compressed transfer announces the length of what travels, not of the file.
            exact = length is not None and "content-encoding" not in answer.headers
            total = done + int(length) if exact and length else None
            _note_validator(part, url, answer)
            with part.open("ab" if resumed else "wb") as stream:
                for chunk in answer.iter_bytes():
                    stream.write(chunk)
                    done += len(chunk)
                    self.progress(name, done, total)
            if total is not None and done != total:
                raise httpx.ReadError(f"{url} broke off at {done} of {total} bytes")
            return answer

    def _accept(
        self,
        remote: Remote,
        part: Path,
        stored: Stored,
        manifest: dict[str, Stored],
        report: SyncReport,
    ) -> None:
        size = part.stat().st_size
        part.replace(self.target / remote.path)
        _validator(part).unlink(missing_ok=True)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        manifest[remote.path] = Stored(
            stored.url, stored.sha256, size, now, stored.etag, stored.last_modified
        )
        text = json.dumps({path: asdict(one) for path, one in manifest.items()}, indent=1)
        (self.target / MANIFEST).write_text(text + "\n", encoding="utf-8")
        report.fetched.append(remote.path)
        report.bytes += size

    def _part(self, remote: Remote) -> Path:
        """Where an unfinished file waits: beside the sources, which hold finished ones only."""
        (self.target / remote.path).parent.mkdir(parents=True, exist_ok=True)
        part = self.target.with_name(f"{self.target.name}.partial") / remote.path
        part.parent.mkdir(parents=True, exist_ok=True)
        return part

    def _read_manifest(self) -> dict[str, Stored]:
        try:
            rows = json.loads((self.target / MANIFEST).read_text(encoding="utf-8"))
            return {path: Stored(**row) for path, row in rows.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}  # without a manifest every file is asked for again


def _mirror_checksums(client: httpx.Client, base: str) -> Mapping[str, str]:
    """The mirror's ``SHA256SUMS``, where it has one."""
    try:
        answer = client.get(f"{base}/{CHECKSUMS}")
    except httpx.HTTPError:
        return {}
    if answer.status_code != HTTPStatus.OK:
        return {}
    pairs = (line.split(maxsplit=1) for line in answer.text.splitlines() if line.strip())
    return {name.lstrip("*").strip(): digest for digest, name in pairs}


def _validator(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _note_validator(part: Path, url: str, answer: httpx.Response) -> None:
    """Remember which edition the partial file is of: another one must not be glued to it."""
    tag = answer.headers.get("etag") or answer.headers.get("last-modified")
    _validator(part).write_text(json.dumps({"url": url, "tag": tag}), encoding="utf-8")


def _conditions(url: str, part: Path, known: Stored | None) -> tuple[dict[str, str], int]:
    """Request headers, and how many bytes of the same edition are there already."""
    headers = {"Accept-Encoding": "identity"}
    try:
        noted = json.loads(_validator(part).read_text(encoding="utf-8"))
        had = part.stat().st_size
    except (OSError, ValueError):
        noted, had = {}, 0
    tag = noted.get("tag")
    if had and noted.get("url") == url and tag and not str(tag).startswith("W/"):
        headers |= {"Range": f"bytes={had}-", "If-Range": str(tag)}
        return headers, had
    if known and known.url == url:
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
    return headers, 0


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
