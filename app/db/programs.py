"""Finds the PostgreSQL programs that can run a private PostGIS cluster."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from app.errors import ClaimatlasError

#: Where packagers put each major version: Debian and Ubuntu, Fedora and RHEL, Homebrew on Apple
#: silicon and on Intel, Postgres.app.
_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)

INSTALL_HINT = (
    "install PostgreSQL with PostGIS (Debian, Ubuntu: `./run up` does it; macOS: "
    "`brew install postgresql@17 postgis`), or set CLAIMATLAS_DATABASE_URL to a PostGIS database"
)


class ProgramsMissingError(ClaimatlasError):
    """No PostgreSQL with PostGIS of a usable version is installed."""


@dataclass(frozen=True)
class Programs:
    """One PostgreSQL installation: folder of its programs, major version, PostGIS or not."""

    folder: Path
    major: int
    has_postgis: bool

    @property
    def initdb(self) -> str:
        """Path of ``initdb``."""
        return str(self.folder / "initdb")

    @property
    def postgres(self) -> str:
        """Path of the server program."""
        return str(self.folder / "postgres")


def _examine(folder: Path) -> Programs | None:
    postgres = folder / "postgres"
    if not (postgres.exists() and (folder / "initdb").exists()):
        return None
    try:
        version = subprocess.run(  # noqa: S603
            [str(postgres), "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r"(\d+)", version)
    if found is None:
        return None
    return Programs(folder, int(found[1]), _postgis_control(folder).is_file())


def _postgis_control(folder: Path) -> Path:
    debian = re.fullmatch(r"/usr/lib/postgresql/(\d+)/bin", str(folder))
    if debian:  # pg_config there belongs to the development package
        share = Path("/usr/share/postgresql") / debian[1]
    else:
        try:
            answer = subprocess.run(  # noqa: S603
                [str(folder / "pg_config"), "--sharedir"],
                capture_output=True,
                text=True,
                check=True,
            )
            share = Path(answer.stdout.strip())
        except (OSError, subprocess.CalledProcessError):
            share = folder.parent / "share"
    return share / "extension" / "postgis.control"


def _folders() -> list[Path]:
    folders = [path for place in _PLACES for path in Path("/").glob(place.lstrip("/"))]
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return list(dict.fromkeys(folders))


def find_programs(folder: Path | None = None, major: int | None = None) -> Programs:
    """The newest installation that has PostGIS.

    ``folder`` looks there only; ``major`` is the version an existing cluster was made by, which no
    other version can open. Raises `ProgramsMissingError` with what to install.
    """
    found = [p for f in ([folder] if folder else _folders()) if (p := _examine(f))]
    usable = [p for p in found if p.has_postgis and p.major in (major or p.major,)]
    if usable:
        return max(usable, key=lambda programs: programs.major)
    wanted = f"PostgreSQL {major}, which made this cluster," if major else "PostgreSQL with PostGIS"
    seen = ", ".join(
        f"{p.major} in {p.folder}{'' if p.has_postgis else ' without PostGIS'}" for p in found
    )
    raise ProgramsMissingError(f"{wanted} was not found (found: {seen or 'none'}): {INSTALL_HINT}")
