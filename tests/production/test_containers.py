"""The container files, as far as they can be read without an engine to build them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.support.server import ROOT

COMPOSE: dict[str, Any] = YAML(typ="safe", pure=True).load(ROOT / "docker-compose.yml")
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_every_service_is_started_in_order_and_watched() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"postgres", "redis", "setup", "web", "worker"}
    for name, service in services.items():
        assert "healthcheck" in service or name == "web", f"{name} is not watched (web: by the image)"
        volumes = [volume.partition(":")[0] for volume in service.get("volumes", [])]
        assert set(volumes) <= set(COMPOSE["volumes"])
    assert services["setup"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for name in ("web", "worker"):
        assert services[name]["depends_on"]["setup"]["condition"] == "service_completed_successfully"
        assert services[name]["volumes"] == ["site-data:/data"], "what one writes the other reads"


@pytest.mark.parametrize("name", ["setup", "web", "worker"])
def test_the_site_runs_with_as_few_rights_as_it_needs(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


def test_nothing_secret_is_written_down() -> None:
    """Secrets come from the environment of whoever starts it, and their absence stops the start."""
    for name, value in COMPOSE["x-site"]["environment"].items():
        if re.search("SECRET|PASSWORD|DATABASE", name):
            assert ":?" in value, name
    assert not re.search(r"^(ENV|ARG) .*(SECRET|PASSWORD|DATABASE_URL)", DOCKERFILE, re.MULTILINE)


def test_the_image_is_made_in_two_stages_and_runs_as_nobody_in_particular() -> None:
    _comment, *stages = DOCKERFILE.split("\nFROM ")
    assert len(stages) == 2
    assert "compileall" in stages[0]
    assert re.search(r"^USER \d+$", stages[1], re.MULTILINE)
    assert "USER root" not in stages[1]
    assert 'CMD ["gunicorn"]' in stages[1]


def test_all_that_is_copied_exists_and_is_let_through() -> None:
    let_through = {
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")
    }
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    for name in (word for line in copied for word in line.split()):
        assert (ROOT / name).exists(), name
        assert name in let_through, name
