"""/healthz and /readyz, and what a reader meets while a dependency is away."""

import json

import pytest
from django.core.cache import caches
from django.db import OperationalError
from django.test import Client

from portal.core import cache, health, periodic
from portal.core.registry import Registry, Unhealthy


@pytest.fixture(autouse=True)
def no_memory(monkeypatch):
    monkeypatch.setattr(health, "_last", None)


@pytest.fixture
def dependencies(monkeypatch):
    registry = Registry("health check")
    monkeypatch.setattr(health, "health_checks", registry)
    return registry


def fine():
    pass


def away():
    raise Unhealthy("redis://:secret@10.0.0.7:6379 refused")


def body(response):
    return json.loads(response.content)


def test_alive_without_any_database(client):
    """No database mark: any query would fail the test."""
    response = client.get("/healthz")
    assert (response.status_code, body(response)) == (200, {"status": "alive"})


def test_health_is_told_to_any_host_without_redirect(client, settings):
    settings.ALLOWED_HOSTS = ["portal.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz", headers={"host": "10.1.2.3"}).status_code == 200


def test_all_dependencies_answer(client, dependencies):
    dependencies.register("database", fine)
    dependencies.register("redis", fine)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert body(response)["status"] == "ready"
    assert {name: check["ok"] for name, check in body(response)["checks"].items()} == {
        "database": True,
        "redis": True,
    }
    assert all(check["ms"] >= 0 for check in body(response)["checks"].values())


@pytest.mark.parametrize(
    ("broken", "status", "word"),
    [("database", 503, "unavailable"), ("redis", 200, "degraded"), ("search", 200, "degraded")],
)
def test_only_the_database_takes_the_portal_out(client, dependencies, broken, status, word):
    for name in ("database", "redis", "search"):
        dependencies.register(name, away if name == broken else fine)
    response = client.get("/readyz")
    assert (response.status_code, body(response)["status"]) == (status, word)
    assert not body(response)["checks"][broken]["ok"]


def test_answers_hold_no_address_and_are_never_stored(client, dependencies):
    dependencies.register("database", away)
    response = client.get("/readyz")
    assert b"10.0.0.7" not in response.content
    assert b"secret" not in response.content
    assert response["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    assert "Vary" not in response.headers


def test_asking_often_costs_the_dependencies_nothing(client, dependencies):
    asked = []
    dependencies.register("database", lambda: asked.append(1))
    for _ in range(20):
        client.get("/readyz")
    assert len(asked) == 1


@pytest.mark.django_db
def test_own_checks_pass_on_this_machine(client):
    periodic.run_due()
    found = body(client.get("/readyz"))
    assert found["checks"]["database"]["ok"]
    assert found["checks"]["worker"]["ok"]


@pytest.mark.django_db
def test_missing_worker_is_told_but_reading_goes_on(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert not body(response)["checks"]["worker"]["ok"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/en/", "/novyny/", "/nemaie-takoi/"])
def test_database_that_goes_away_gives_a_page_and_503(home, monkeypatch, path):
    def refuse(*_args, **_kwargs):
        raise OperationalError("could not connect to server at 10.0.0.5")

    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", refuse)
    response = Client(raise_request_exception=False).get(path)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "10.0.0.5" not in response.content.decode()
    assert "Set-Cookie" not in response.headers


# --- Redis away ------------------------------------------------------------------------------------------


@pytest.fixture
def lost_redis():
    """The production cache in front of a Redis that is not there (port 1 never listens)."""
    return cache.ResilientRedisCache(
        "redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 0.2}}
    )


def test_lost_cache_misses_instead_of_failing(lost_redis, caplog):
    assert lost_redis.get("key", "default") == "default"
    assert lost_redis.get_many(["a", "b"]) == {}
    assert lost_redis.get_or_set("key", lambda: "made") == "made"
    assert lost_redis.set("key", 1) is None
    assert lost_redis.set_many({"a": 1, "b": 2}) == []
    assert not lost_redis.touch("key")
    assert not lost_redis.delete("key")
    assert not lost_redis.has_key("key")
    assert lost_redis.delete_many(["a"]) is None
    lost_redis.clear()
    with pytest.raises(ValueError, match="not found"):
        lost_redis.incr("key")


def test_lock_that_cannot_be_asked_for_is_given(lost_redis):
    """Who would wait for somebody else's work does it instead."""
    assert lost_redis.add("lock", 1)


def test_lost_redis_is_asked_once_not_for_every_key(lost_redis, caplog, monkeypatch):
    tries = []
    monkeypatch.setattr(
        "redis.Redis.get",
        lambda *_args: tries.append(1) or (_ for _ in ()).throw(cache.RedisError()),
    )
    for _ in range(10):
        lost_redis.get("key")
    assert len(tries) == 1
    assert caplog.text.count("going on without it") == 1


def test_lost_redis_is_asked_again_after_a_while(lost_redis, monkeypatch):
    lost_redis.get("key")
    assert lost_redis._cache.away_until > 0
    monkeypatch.setattr("redis.Redis.get", lambda *_args: b"7")
    lost_redis._cache.away_until = 0
    assert lost_redis.get("key") == 7


def test_health_tells_that_redis_is_lost(lost_redis):
    with pytest.raises(Unhealthy):
        lost_redis.ping()


@pytest.mark.redis
def test_real_redis_keeps_and_counts():
    shared = caches["default"]
    assert isinstance(shared, cache.ResilientRedisCache)
    shared.set("key", "value", 30)
    assert shared.get("key") == "value"
    assert shared.add("key", "other") is False
    shared.set("count", 1)
    assert shared.incr("count") == 2
    shared.ping()
