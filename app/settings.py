"""Settings of the service, from environment variables or `.env`, read when `Settings()` is made.

Nothing here reads the environment at import. Each field is documented in ``docs/settings.md``;
a test compares the two.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "CLAIMATLAS_"


def checkout() -> Path | None:
    """Top folder of the source checkout this package runs from; None for an installed wheel."""
    top = Path(__file__).resolve().parent.parent
    return top if (top / "pyproject.toml").is_file() and (top / "migrations").is_dir() else None


def _default_data_dir() -> Path:
    return (checkout() or Path.cwd()) / "var"


def _env_files() -> tuple[Path, ...]:
    """``.env`` of the checkout, then of the current folder, which wins."""
    top = checkout()
    here = Path.cwd() / ".env"
    return (top / ".env", here) if top else (here,)


class Settings(BaseSettings):
    """Everything an operator can set; variables carry the prefix ``CLAIMATLAS_``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    data_dir: Path = Field(
        default_factory=_default_data_dir,
        description="Folder of the private database cluster, the gazetteer index and downloads.",
    )
    database_url: str | None = Field(
        default=None,
        description="Any PostGIS >= 3.3 database to use in place of the private cluster.",
    )
    mirror: str | None = Field(
        default=None,
        description="Directory or URL that mirrors the gazetteer sources.",
    )
    offline: bool = Field(
        default=False,
        description="Never look for public sources; use the mirror and what is installed.",
    )
    nominatim_url: str | None = Field(
        default=None,
        description="Nominatim server that is asked about names that no source of ours knows.",
    )
    map_style_url: str | None = Field(
        default=None,
        description="MapLibre style of an online basemap; the offline one where it fails.",
    )
    actors_file: Path | None = Field(
        default=None,
        description="TOML file of actors and outlets of one's own, added to the packaged list.",
    )
    export_cache_mb: Annotated[int, Field(ge=0)] = Field(
        default=2000,
        description="Megabytes of finished export files that are kept; the oldest go first.",
    )
    host: str = Field(default="127.0.0.1", description="Address the server listens on.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        default=8000,
        validation_alias=AliasChoices("CLAIMATLAS_PORT", "PORT", "port"),
        description="Port the server listens on; 0 takes any free port.",
    )
    pg_bin: Path | None = Field(
        default=None,
        description="Folder of the PostgreSQL programs (initdb, postgres) of the private cluster.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe log message that is written."
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="Log lines for people, or one JSON object a line."
    )

    def __init__(self, **values: object) -> None:
        """Read the environment and ``.env`` now; keyword arguments win over both."""
        values.setdefault("_env_file", _env_files())
        super().__init__(**values)  # type: ignore[arg-type]

    @field_validator("data_dir", "pg_bin", "actors_file")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path.expanduser().absolute() if path is not None else None

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @property
    def mirror_dir(self) -> Path | None:
        """The mirror when it is a local directory, else None (a URL is for ``gazetteer sync``)."""
        if self.mirror is None or "://" in self.mirror:
            return None
        return Path(self.mirror).expanduser().absolute()

    @property
    def sources_dir(self) -> Path | None:
        """Folder of the gazetteer's source files: the local mirror, or what ``sync`` brought.

        None when there is neither: the gazetteer is then made of what is installed.
        """
        synced = self.data_dir / "gazetteer" / "sources"
        return self.mirror_dir or (synced if synced.is_dir() else None)
