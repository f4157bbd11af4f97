"""What production is started with: docker-compose.yml, Dockerfile and .env.example agree with the code."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.core import TyperGroup
from typer.main import get_command

from workflow.cli.main import app
from workflow.config import Settings

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = YAML(typ="safe").load(COMPOSE)["services"]
ONE_SHOT = {"migrate"}
OURS = {"migrate", "worker", "board"}
SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|_KEY$")


def test_every_part_is_there() -> None:
    """Database, broker, migration, worker, board, and a mail catcher that only starts when asked for."""
    assert set(SERVICES) == {"postgres", "redis", "migrate", "worker", "board", "mail"}
    assert [name for name, service in SERVICES.items() if "profiles" in service] == ["mail"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_services_are_watched_and_started_again(name: str) -> None:
    """Each has a health check and comes back, except what ends by itself."""
    service = SERVICES[name]
    assert ("healthcheck" in service) == (name not in ONE_SHOT)
    assert service["restart"] == ("no" if name in ONE_SHOT else "unless-stopped")


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_services_can_do_little_harm(name: str) -> None:
    """Read-only file systems and no new privileges; what is ours drops every capability."""
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["security_opt"] == ["no-new-privileges:true"]
    if name in OURS:
        assert service["cap_drop"] == ["ALL"]


def test_workers_can_be_many() -> None:
    """Nothing in the worker's service is unique on the machine."""
    assert not {"container_name", "ports", "hostname"} & SERVICES["worker"].keys()


def test_no_secret_has_a_value_here() -> None:
    """Passwords come from the environment; those without which a server is open are required."""
    for name, service in SERVICES.items():
        for key, value in service.get("environment", {}).items():
            if SECRET.search(key):
                assert re.fullmatch(r"\$\{\w+(:\?|:-)\}", value), (name, key)
            for password in re.findall(r"://[^/:@]*:([^/@]*)@", value):
                assert re.fullmatch(r"\$\{\w+:\?\}", password), (name, key)
    assert SERVICES["postgres"]["environment"]["POSTGRES_PASSWORD"].endswith(":?}")
    assert SERVICES["redis"]["environment"]["REDIS_PASSWORD"].endswith(":?}")


def test_only_local_ports_are_published() -> None:
    """Nothing listens to the outside; the databases not even to the machine."""
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(published) == {"board", "mail"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)
    assert SERVICES["postgres"]["networks"] == SERVICES["redis"]["networks"] == ["inside"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_commands_exist(name: str) -> None:
    """What is started is a command of the program, and knows the options that it is given."""
    program, command, *options = SERVICES[name]["command"]
    assert program == "arendegang"
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    known = {opt for parameter in group.commands[command].params for opt in parameter.opts}
    assert {option for option in options if option.startswith("--")} <= known


def test_workers_are_asked_where_they_answer() -> None:
    """The health check reads the figures at the port that the worker is told to serve them on."""
    port = SERVICES["worker"]["environment"]["ARENDEGANG_METRICS_PORT"]
    assert f"http://127.0.0.1:{port}/metrics" in SERVICES["worker"]["healthcheck"]["test"][-1]


def test_settings_exist() -> None:
    """Every setting given is one that the program reads; all of ours run on the same."""
    known = {f"ARENDEGANG_{name.upper()}" for name in Settings.model_fields}
    shared = SERVICES["migrate"]["environment"]
    for name in OURS:
        given = SERVICES[name]["environment"]
        assert shared.items() <= given.items()
        assert given.keys() <= known


def test_example_names_every_variable() -> None:
    """.env.example lists exactly what the compose file reads, and holds no password."""
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    lines = dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE))
    assert lines.keys() == set(re.findall(r"\$\{(\w+)", COMPOSE))
    assert not any(value for name, value in lines.items() if SECRET.search(name))


def test_image_is_pinned_and_has_no_root() -> None:
    """The image installs by hash only, and runs as a user of its own."""
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "--require-hashes" in dockerfile
    assert re.findall(r"^USER (\w+)$", dockerfile, re.MULTILINE) == ["arendegang"]
    copied = re.findall(r"^COPY (?!--from)(\S+)", dockerfile, re.MULTILINE)
    assert all((ROOT / name).exists() for name in copied)
