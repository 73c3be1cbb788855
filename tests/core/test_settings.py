"""Production starts only when it is safe to; the lock is whole."""

import importlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError

import portal.settings
from portal.core import checks
from portal.people.models import User

GOOD = {
    "SECRET_KEY": "s" * 50,
    "PERSON_HASH_KEY": "p" * 32,
    "ALLOWED_HOSTS": "portal.example.org",
    "BASE_URL": "https://portal.example.org",
}
PACKAGE = "portal.settings"
HUB = {
    "GOV_UA_CLIENT_ID": "portal",
    "GOV_UA_CLIENT_SECRET": "hush",
    "IDENTITY_DECRYPT_URL": "http://decrypt.internal:8080",
}


def environment(**changes):
    """What production needs, with changes; None takes a variable away."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {name: value for name, value in (GOOD | changes).items() if value is not None}


def start(**changes):
    """A process that reads production's settings in this environment."""
    return subprocess.run(
        [sys.executable, "-c", "import portal.settings.production"],
        cwd=settings.BASE_DIR,
        env=environment(**changes),
        capture_output=True,
        text=True,
        check=False,
    )


def read(name="production", **changes):
    """Settings read anew in this environment, beside those of the tests: much quicker than a process."""
    ours = {each: sys.modules.pop(each) for each in [*sys.modules] if each.startswith(PACKAGE)}
    try:
        with mock.patch.dict(os.environ, environment(**changes), clear=True):
            return importlib.import_module(f"{PACKAGE}.{name}")
    finally:
        for each in [*sys.modules]:
            if each.startswith(PACKAGE):
                del sys.modules[each]
        sys.modules.update(ours)
        portal.settings = ours[PACKAGE]


def shown(*names, **changes):
    found = read(**changes)
    return {name: getattr(found, name) for name in names}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY must be set to at least 50"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be set to at least 50"),
        ({"SECRET_KEY": "django-insecure-" + "x" * 50}, "SECRET_KEY"),
        ({"PERSON_HASH_KEY": None}, "PERSON_HASH_KEY must be set to at least 32"),
        ({"PERSON_HASH_KEY": "short"}, "PERSON_HASH_KEY must be set to at least 32"),
        ({"PERSON_HASH_KEY": "s" * 50}, "must differ"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS must be set"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must be set"),
        ({"ALLOWED_HOSTS": "*"}, "wildcard"),
        ({"ALLOWED_HOSTS": "portal.example.org,*.example.org"}, "wildcard"),
        ({"ALLOWED_HOSTS": ".example.org"}, "wildcard"),
        ({"BASE_URL": None}, "BASE_URL must be set"),
        ({"BASE_URL": "portal.example.org"}, "BASE_URL must begin with"),
        ({"DEBUG": "1"}, "DEBUG must not be set"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES"),
        (HUB | {"GOV_UA_URL": "https://portal.example.org/fake-identity/hub"}, "pretended"),
        (HUB | {"IDENTITY_DECRYPT_URL": "http://localhost/fake-identity/decrypting"}, "pretended"),
        (HUB | {"GOV_UA_URL": "https://test.id.gov.ua"}, "test stand"),
        (HUB | {"GOV_UA_URL": "http://id.gov.ua"}, "must begin with https://"),
        (HUB | {"GOV_UA_CLIENT_SECRET": ""}, "all or none"),
        (HUB | {"IDENTITY_DECRYPT_URL": None}, "all or none"),
        ({"IDENTITY_PROVIDERS": "portal.people.identity.fake.Hub"}, "pretended provider"),
    ],
)
def test_production_refuses_to_start(changes, words):
    with pytest.raises(ImproperlyConfigured, match=re.escape(words)) as refused:
        read(**changes)
    assert "docs/deployment.md" in str(refused.value)


def test_production_starts_with_all_it_needs():
    assert start().returncode == 0
    assert read(**HUB).GOV_UA_CLIENT_ID == "portal"


def test_production_has_no_pretended_hub():
    assert shown("FAKE_IDENTITY", FAKE_IDENTITY="1") == {"FAKE_IDENTITY": False}


def test_secrets_are_not_in_the_message():
    done = start(PERSON_HASH_KEY="s" * 50)
    assert done.returncode != 0
    assert "s" * 50 not in done.stderr.replace('"s" * 50', "")


@pytest.mark.parametrize(
    ("base_url", "secure"), [("https://portal.example.org", True), ("http://localhost:8000", False)]
)
def test_cookies_and_hsts_follow_the_address(base_url, secure):
    found = shown(
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
        BASE_URL=base_url,
    )
    assert [bool(value) for value in found.values()] == [secure] * 4


@pytest.mark.parametrize(
    ("changes", "subdomains", "preload"),
    [
        ({}, False, False),
        ({"HSTS_SUBDOMAINS": "1"}, True, False),
        ({"HSTS_SUBDOMAINS": "true", "HSTS_PRELOAD": "true"}, True, True),
        ({"HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1", "BASE_URL": "http://a.test"}, False, False),
    ],
)
def test_hsts_reaches_beyond_the_portal_only_where_it_is_asked_to(changes, subdomains, preload):
    found = shown("SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", **changes)
    assert list(found.values()) == [subdomains, preload]


@pytest.mark.parametrize(("proxies", "trusted"), [("0", False), ("1", True)])
def test_forwarded_scheme_is_believed_only_behind_a_proxy(proxies, trusted):
    assert hasattr(read(TRUSTED_PROXIES=proxies), "SECURE_PROXY_SSL_HEADER") is trusted


# --- Demo people -------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("address", settings.DEMO_PEOPLE)
def test_web_process_refuses_demo_people(address):
    User.objects.create_user(address, "demo")
    with pytest.raises(ImproperlyConfigured, match=address):
        checks.refuse_demo_people()


@pytest.mark.django_db
def test_demo_people_are_welcome_in_development(settings):
    User.objects.create_user("chief@example.org", "demo")
    settings.DEBUG = True
    checks.refuse_demo_people()


@pytest.mark.django_db
def test_real_people_are_no_demo_people():
    User.objects.create_user("olena@kyivcity.example", "пароль")
    checks.refuse_demo_people()


@pytest.mark.django_db
def test_deployment_check_names_demo_people():
    User.objects.create_user("editor@example.org", "demo")
    with pytest.raises(SystemCheckError, match=r"portal\.E001.*editor@example\.org"):
        call_command("check", "--deploy", "--tag=security")


def test_database_that_is_away_keeps_nothing_from_starting(monkeypatch, caplog):
    def away():
        raise OperationalError("connection refused")

    monkeypatch.setattr(checks, "demo_people", away)
    checks.refuse_demo_people()
    assert "does not answer at start" in caplog.text
    assert [message.id for message in checks.no_demo_people()] == ["portal.I001"]


# --- The lock ------------------------------------------------------------------------------------------


def locked(name):
    """Package -> its lines in the requirements file."""
    text = (Path(settings.BASE_DIR) / name).read_text()
    return {
        block.split("==")[0].lower(): block
        for block in re.split(r"\n(?=[a-z0-9])", text)
        if "==" in block
    }


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_lock_holds_every_dependency_with_hashes(name):
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())["project"]
    wanted = list(project["dependencies"])
    if name != "requirements.txt":
        wanted += project["optional-dependencies"]["dev"]
    packages = locked(name)
    missing = [
        entry for entry in wanted if re.split(r"[\[<>=! ]", entry)[0].lower() not in packages
    ]
    assert missing == []
    assert [package for package, lines in packages.items() if "--hash=sha256:" not in lines] == []


def test_both_locks_agree():
    run, dev = locked("requirements.txt"), locked("requirements-dev.txt")
    version = re.compile(r"==([^ \\]+)")
    assert {name: version.search(lines)[1] for name, lines in run.items()} == {
        name: version.search(dev[name])[1] for name in run
    }


@pytest.mark.parametrize(
    ("folder", "media"),
    [
        ("var/drill", settings.BASE_DIR / "var/drill/media"),
        ("/srv/portal", Path("/srv/portal/media")),
        (None, settings.BASE_DIR / "var/media"),
    ],
)
def test_a_relative_folder_is_one_of_the_code(folder, media):
    assert media == read("base", VAR_DIR=folder).MEDIA_ROOT


def test_postgresql_compiles_no_queries_and_sqlite_locks_at_once():
    from portal.settings.base.database import database

    assert "-c jit=off" in database("postgres://portal@db/portal")["OPTIONS"]["options"]
    assert "options" not in database("sqlite:///x.sqlite3")["OPTIONS"]
    assert database("sqlite:///x.sqlite3")["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
