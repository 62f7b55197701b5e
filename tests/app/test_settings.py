from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from app import settings as module
from app.settings import PREFIX, Settings, checkout

TOP = Path(__file__).resolve().parents[2]


def variable(name: str) -> str:
    return "PORT" if name == "port" else PREFIX + name.upper()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name: str) -> None:
    table = (TOP / "docs" / "settings.md").read_text(encoding="utf-8")
    assert f"| `{variable(name)}`" in table


def test_env_example_names_real_settings() -> None:
    known = {variable(name) for name in Settings.model_fields}
    text = (TOP / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE))
    assert named
    assert named <= known


@pytest.mark.parametrize(
    ("environment", "field", "value"),
    [
        ({}, "port", 8000),
        ({"PORT": "8123"}, "port", 8123),
        ({"PORT": "8123", "CLAIMATLAS_PORT": "8124"}, "port", 8124),
        ({"PORT": ""}, "port", 8000),
        ({"CLAIMATLAS_MIRROR": "/a b/c"}, "mirror_dir", Path("/a b/c")),
        ({"CLAIMATLAS_MIRROR": "https://example.org/m"}, "mirror_dir", None),
        ({"CLAIMATLAS_DATA_DIR": "/somewhere/else"}, "data_dir", Path("/somewhere/else")),
        ({"CLAIMATLAS_LOG_LEVEL": "DEBUG"}, "log_level", "debug"),
        ({}, "database_url", None),
        ({}, "data_dir", TOP / "var"),
    ],
)
def test_reads_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], field: str, value: object
) -> None:
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    assert getattr(Settings(), field) == value


def test_the_environment_wins_over_dotenv_and_arguments_over_both(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("PORT=1111\nCLAIMATLAS_HOST=10.0.0.1\nOTHER=1\n")
    monkeypatch.setattr(module, "_env_files", lambda: (tmp_path / ".env",))
    monkeypatch.setenv("PORT", "2222")
    assert (Settings().port, Settings().host) == (2222, "10.0.0.1")
    assert Settings(port=3333).port == 3333


def test_a_relative_data_directory_is_made_absolute(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLAIMATLAS_DATA_DIR", "data")
    assert Settings().data_dir == tmp_path / "data"


@pytest.mark.parametrize("port", ["http", "70000", "-1"])
def test_names_the_variable_of_a_bad_value(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(ValidationError, match="PORT"):
        Settings()


def test_synced_sources_serve_where_no_mirror_is_set(tmp_path: Path) -> None:
    assert Settings(data_dir=tmp_path).sources_dir is None
    synced = tmp_path / "gazetteer" / "sources"
    synced.mkdir(parents=True)
    assert Settings(data_dir=tmp_path).sources_dir == synced
    assert Settings(data_dir=tmp_path, mirror="/m").sources_dir == Path("/m")


def test_knows_the_checkout() -> None:
    assert checkout() == TOP
