"""The compose file and image, as far as they can be checked without an engine."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from app.cli import build
from app.settings import Settings

TOP = Path(__file__).resolve().parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((TOP / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (TOP / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def command_lines(service: dict[str, Any]) -> list[list[str]]:
    command = service.get("command", [])
    lines = command[-1].splitlines() if "sh" in command else [" ".join(command)]
    return [words for line in lines if (words := shlex.split(line))]


def test_services_wait_for_health() -> None:
    assert set(SERVICES) == {"db", "load", "api"}
    assert "healthcheck" in SERVICES["db"]
    assert "healthcheck" in SERVICES["api"]
    assert SERVICES["load"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert SERVICES["api"]["depends_on"]["load"] == {"condition": "service_completed_successfully"}
    assert set(COMPOSE["volumes"]) == {"database", "data"}


def test_no_database_port_is_published() -> None:
    assert "ports" not in SERVICES["db"]
    assert SERVICES["api"]["ports"] == ["127.0.0.1:${PORT:-8000}:8000"]


@pytest.mark.parametrize("service", ["load", "api"])
def test_commands_exist(service: str) -> None:
    tree = typer.main.get_command(build())
    lines = command_lines(SERVICES[service])
    assert lines
    for words in lines:
        assert words[0] == "claimatlas"
        command: Any = tree
        for word in words[1:]:
            if not hasattr(command, "commands"):
                break
            assert word in command.commands, " ".join(words)
            command = command.commands[word]
        assert not hasattr(command, "commands"), " ".join(words)


@pytest.mark.parametrize("service", ["load", "api"])
def test_environment_names_real_settings(service: str) -> None:
    known = {f"CLAIMATLAS_{name.upper()}" for name in Settings.model_fields}
    assert set(SERVICES[service]["environment"]) <= known


def test_image_copies_what_exists_and_is_sent() -> None:
    sent = (TOP / ".dockerignore").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (TOP / source).exists(), source
            assert f"!{source}" in sent, source


def test_image_runs_as_an_unprivileged_user() -> None:
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER claimatlas$", last_stage, re.MULTILINE)
    assert 'CMD ["claimatlas", "serve"]' in last_stage


def test_samples_of_the_image_exist() -> None:
    for words in command_lines(SERVICES["load"]):
        for word in words:
            if word.startswith("/usr/share/claimatlas/"):
                assert (TOP / word.removeprefix("/usr/share/claimatlas/")).exists()
