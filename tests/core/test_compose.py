"""The container files were never built: at least everything they name exists."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
# What other programs read, not the portal.
FOREIGN = {"PYTHONUNBUFFERED", "POSTGRES_PASSWORD"}
# What only `make run` and `make serve` read.
RUNNER = {"PORT", "HOST", "WEB_WORKERS", "TLS", "DJANGO_SETTINGS_MODULE"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


@pytest.fixture(scope="module")
def dockerfile():
    return (ROOT / "Dockerfile").read_text().replace("\\\n", " ")


def documented():
    """Every variable in the table of docs/deployment.md."""
    rows = [
        line
        for line in (ROOT / "docs/deployment.md").read_text().splitlines()
        if line.startswith("| `")
    ]
    names = {name for row in rows for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", row.split("|")[1])}
    assert len(names) > 20
    return names


def read_by_settings():
    code = "".join(
        path.read_text() for path in (ROOT / "portal/settings").rglob("*.py") if path.stem != "test"
    )
    return set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', code))


def own(service):
    return "build" in service


def commands_of(text):
    return re.findall(r"manage\.py[\", ]+([a-z_]+)", text)


def test_table_of_variables_is_complete_and_true():
    read = read_by_settings() - {"DEBUG"}
    assert read - documented() == set()
    assert documented() - read - RUNNER == set()


def test_every_variable_of_the_containers_is_known(compose, dockerfile):
    used = {
        name
        for service in compose["services"].values()
        if own(service)
        for name in service["environment"]
    }
    used |= set(re.findall(r"\b([A-Z][A-Z0-9_]+)=", dockerfile)) - {"CMD"}
    assert used - documented() - FOREIGN == set()
    assert {"SECRET_KEY", "PERSON_HASH_KEY", "ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL"} <= used


def test_example_holds_what_is_to_be_filled_in(compose):
    asked = set(re.findall(r"\$\{([A-Z0-9_]+)", (ROOT / "compose.yaml").read_text()))
    example = set(
        re.findall(r"^([A-Z0-9_]+)=", (ROOT / "compose.env.example").read_text(), re.MULTILINE)
    )
    assert asked == example


def test_no_secret_stands_in_the_files(compose):
    for name in ("SECRET_KEY", "PERSON_HASH_KEY", "POSTGRES_PASSWORD"):
        assert re.search(rf"^{name}=$", (ROOT / "compose.env.example").read_text(), re.MULTILINE)
        assert f"${{{name}:?}}" in (ROOT / "compose.yaml").read_text()


def test_every_command_exists(compose, dockerfile):
    known = get_commands()
    named = commands_of(dockerfile + (ROOT / "docs/deployment.md").read_text())
    named += [
        service["command"][2]
        for service in compose["services"].values()
        if own(service) and "command" in service
    ]
    assert {"migrate", "db_worker", "collectstatic", "compile_catalogues", "backup"} <= set(named)
    assert [name for name in named if name not in known] == []


def test_every_image_is_pinned(compose, dockerfile):
    images = [service["image"] for service in compose["services"].values()]
    images += re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)
    assert len(images) >= 5
    for image in images:
        tag = image.rpartition(":")[2]
        assert re.search(r"\d+\.\d+", tag), image


def test_every_file_that_is_named_exists(compose, dockerfile):
    mounted = [
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if volume.startswith("./")
    ]
    copied = [
        name
        for line in re.findall(r"^COPY (.+) \S+$", dockerfile, re.MULTILINE)
        for name in line.split()
    ]
    named = [*mounted, *copied, *re.findall(r"portal/\S+\.json", dockerfile)]
    assert "./docs/nginx.conf" in named
    assert [name for name in named if not (ROOT / name.strip('",')).exists()] == []


def test_services_and_volumes_fit_together(compose):
    services = compose["services"]
    for service in services.values():
        for name in service.get("depends_on", []):
            assert name in services
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source.startswith("./") or source in compose["volumes"]
    hosts = re.findall(
        r"//(?:\S+@)?([a-z]+)[:/]", " ".join(services["web"]["environment"].values())
    )
    assert [
        host
        for host in hosts
        if host not in services and host.isidentifier() and "portal" not in host
    ] == []
    assert "server web:8000" in (ROOT / "docs/nginx.conf").read_text()
    assert services["web"]["deploy"]["replicas"] >= 2


def test_marked_as_never_built(dockerfile):
    for name in ("Dockerfile", "compose.yaml"):
        assert re.search(r"Never (built|run) by its authors", (ROOT / name).read_text())
    assert "never built" in (ROOT / "docs/deployment.md").read_text()
