"""Logs are JSON, carry the request's id and name nobody."""

import json
import logging
import sys

import pytest
from django.test import RequestFactory
from django.urls import ResolverMatch

from portal.core import logs


def written(message, *arguments, **extra):
    """One line of log as production writes it, read back."""
    record = logging.LogRecord(
        "portal.test", logging.WARNING, __file__, 1, message, arguments, None
    )
    for name, value in extra.items():
        setattr(record, name, value)
    line = logs.JsonFormatter().format(record)
    assert "\n" not in line
    return json.loads(line)


def test_line_has_its_fields():
    found = written("Готово: %d", 3)
    assert found["message"] == "Готово: 3"
    assert (found["level"], found["logger"], found["request_id"]) == ("WARNING", "portal.test", "-")
    assert found["time"].endswith("+00:00")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("letter to olena.petrenko+test@example.com.ua failed", "olena"),
        ("Key (email)=(olena@example.com) already exists", "olena"),
        ("client 93.184.216.34 sent too much", "93.184"),
        ("client 2001:db8:85a3::8a2e:370:7334 sent too much", "2001:db8"),
        ("client ::1 sent too much", "::1"),
        ("GET /poshuk/?q=діагноз+діабет failed", "діагноз"),
        ("GET https://portal.example.org/x?token=abc failed", "abc"),
    ],
)
def test_what_names_a_person_is_taken_out(text, hidden):
    assert hidden not in written(text)["message"]


@pytest.mark.parametrize(
    "text",
    [
        "Wagtail 8.0.1 on Django 5.2.19",
        "10:15:32 done",
        "Що далі? Нічого.",
        "task-5 took 3.5 s",
    ],
)
def test_what_names_nobody_stays(text):
    assert written(text)["message"] == text


def test_request_object_is_not_printed():
    request = RequestFactory().get("/poshuk/", {"q": "лікарня"})
    found = written("Not Found: %s", request.path, request=request, status_code=404)
    assert found == found | {"message": "Not Found: /poshuk/", "status_code": 404}
    assert "request" not in found
    assert "лікарня" not in json.dumps(found, ensure_ascii=False)


def test_unknown_fields_stay_out():
    assert "address" not in written("x", address="93.184.216.34", user="olena@example.com")


def test_secret_part_of_a_path_is_hidden():
    request = RequestFactory().get("/admin/password_reset/confirm/Mg/c4x-secret/")
    request.resolver_match = ResolverMatch(
        lambda: None, (), {"uidb64": "Mg", "token": "c4x-secret"}
    )
    found = written("Not Found: %s", request.path, request=request)
    assert "c4x-secret" not in found["message"]
    assert logs.path_of(request) == "/admin/password_reset/confirm/[…]/[…]/"


def test_exception_is_told_without_addresses():
    try:
        raise ValueError("no account olena@example.com from 10.0.0.5")
    except ValueError:
        found = written("failed", exc_info=sys.exc_info())
    assert "ValueError: no account [e-mail] from [address]" in found["exception"]


def test_development_reads_the_same_care():
    record = logging.LogRecord(
        "x", logging.INFO, __file__, 1, "mail to olena@example.com", (), None
    )
    assert logs.PlainFormatter("%(message)s").format(record) == "mail to [e-mail]"


@pytest.fixture
def request_line(caplog, client, home):
    def ask(path, **headers):
        caplog.clear()
        with caplog.at_level(logging.INFO, logger="portal.requests"):
            response = client.get(path, headers=headers)
        (record,) = [record for record in caplog.records if record.name == "portal.requests"]
        return response, record

    return ask


@pytest.mark.django_db
def test_each_request_leaves_one_line_without_its_query(request_line):
    _response, record = request_line("/nemaie/?q=таємниця")
    assert (record.method, record.path, record.status_code) == ("GET", "/nemaie/", 404)
    assert record.ms > 0
    assert "таємниця" not in record.getMessage()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "kept"),
    [("0123456789abcdef", True), ("short", False), ("x" * 65, False), ('{"a": 1} injected', False)],
)
def test_proxys_request_id_is_kept_when_it_looks_like_one(request_line, given, kept):
    response, _record = request_line("/", **{"X-Request-Id": given})
    assert (response["X-Request-Id"] == given) is kept


@pytest.mark.parametrize("host", ["scanner.example", "93.184.216.34", "a b"])
def test_a_refused_host_leaves_no_traceback(client, settings, caplog, host):
    settings.ALLOWED_HOSTS = ["portal.example.org"]
    assert client.get("/", headers={"host": host}).status_code == 400
    assert [record.name for record in caplog.records if record.exc_info] == []
