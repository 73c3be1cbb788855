"""Uses are counted whole, for all connections together, and come back evenly."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisConnectionError

from portal.core import chores, limits
from portal.core.limits import Limit, Rule, StoreAway, TooMany, stores
from portal.core.models import LimitUse
from portal.core.registry import periodic
from portal.people.models import User

BEGAN = 1_900_000_000_000


class Clock:
    now = BEGAN

    def later(self, seconds):
        self.now += round(seconds * 1000)


@pytest.fixture
def clock(monkeypatch):
    found = Clock()
    monkeypatch.setattr(stores, "now_ms", lambda: found.now)
    return found


@pytest.fixture
def allow(settings):
    """Sets the rules of the limit `thing`."""

    def set_rules(*rules, closed=True):
        settings.LIMITS = {"thing": Limit(rules, closed=closed)}

    return set_rules


@pytest.fixture
def asking(rf):
    def request(address="203.0.113.5", user=None):
        found = rf.post("/", REMOTE_ADDR=address)
        found.user = user or AnonymousUser()
        return found

    return request


def takes(request, times, **named):
    """How many of so many tries were allowed."""
    allowed = 0
    for _number in range(times):
        try:
            limits.take(request, "thing", **named)
        except TooMany:
            continue
        allowed += 1
    return allowed


@pytest.mark.django_db
def test_as_many_as_the_rule_says(allow, asking, clock):
    allow(Rule(3, 60, "address"))
    assert takes(asking(), 10) == 3


@pytest.mark.django_db
def test_uses_come_back_evenly(allow, asking, clock):
    allow(Rule(3, 60, "address"))
    takes(asking(), 3)
    clock.later(19)
    assert takes(asking(), 1) == 0
    clock.later(1)
    assert takes(asking(), 5) == 1
    clock.later(60)
    assert takes(asking(), 5) == 3


@pytest.mark.django_db
def test_the_moment_is_the_first_that_would_be_allowed(allow, asking, clock):
    allow(Rule(2, 60, "address"), Rule(100, 3600, "network"))
    takes(asking(), 2)
    with pytest.raises(TooMany) as refused:
        limits.take(asking(), "thing")
    assert round(refused.value.retry_at.timestamp() * 1000) == BEGAN + 30_000
    clock.now = BEGAN + 29_999
    assert takes(asking(), 1) == 0
    clock.now = BEGAN + 30_000
    assert takes(asking(), 1) == 1


@pytest.mark.django_db
def test_one_who_asks_does_not_use_up_anothers(allow, asking, clock):
    allow(Rule(1, 60, "address"))
    assert takes(asking("203.0.113.5"), 2) == 1
    assert takes(asking("203.0.113.6"), 2) == 1
    assert takes(asking("2001:db8::1"), 2) == 1
    assert takes(asking("2001:db8::2"), 2) == 0  # of the same home


@pytest.mark.django_db
def test_neighbours_share_a_network(allow, asking, clock):
    allow(Rule(2, 60, "network"))
    assert sum(takes(asking(f"203.0.113.{last}"), 1) for last in range(5)) == 2
    assert takes(asking("203.0.114.1"), 1) == 1


@pytest.mark.django_db
def test_persons_are_counted_wherever_they_are(allow, asking, clock):
    allow(Rule(2, 60, "person"))
    olena = User.objects.create_user("olena@example.org")
    taras = User.objects.create_user("taras@example.org")
    assert sum(takes(asking(f"203.0.{n}.1", olena), 1) for n in range(5)) == 2
    assert takes(asking(user=taras), 5) == 2
    assert takes(asking(), 5) == 5  # nobody is signed in: the rule concerns persons


@pytest.mark.django_db
def test_subjects_are_counted_whoever_asks_and_however_they_are_written(allow, asking, clock):
    allow(Rule(2, 60, "subject"))
    assert takes(asking("203.0.113.5"), 1, subject="Olena@example.org") == 1
    assert takes(asking("198.51.100.7"), 3, subject=" olena@EXAMPLE.org ") == 1
    assert takes(asking(), 1, subject="taras@example.org") == 1


@pytest.mark.django_db
def test_a_rule_by_subject_needs_one(allow, asking):
    allow(Rule(2, 60, "subject"))
    with pytest.raises(ValueError, match="thing"):
        limits.take(asking(), "thing")


@pytest.mark.django_db
def test_a_refusal_counts_nothing_anywhere(allow, asking, clock):
    allow(Rule(1, 600, "subject"), Rule(3, 600, "address"))
    assert takes(asking(), 1, subject="a@example.org") == 1
    assert takes(asking(), 9, subject="a@example.org") == 0
    # Two of the three are left, though there were ten tries.
    assert takes(asking(), 1, subject="b@example.org") == 1
    assert takes(asking(), 1, subject="c@example.org") == 1
    assert takes(asking(), 1, subject="d@example.org") == 0


@pytest.mark.django_db
def test_a_late_refusal_in_the_transaction_undoes_what_was_counted(
    allow, asking, clock, monkeypatch
):
    allow(Rule(1, 600, "subject"), Rule(3, 600, "address"))
    takes(asking(), 1, subject="a@example.org")
    before = sorted(LimitUse.objects.values_list("key", "free_at_ms"))
    if not stores.settings.REDIS_URL:
        # As if both had looked before either counted.
        monkeypatch.setattr(stores.LimitUse.objects, "filter", lambda **_: LimitUse.objects.none())
    assert takes(asking(), 1, subject="a@example.org") == 0
    assert sorted(LimitUse.objects.values_list("key", "free_at_ms")) == before


@pytest.mark.django_db
def test_names_are_counted_apart_and_must_be_known(settings, asking, clock):
    settings.LIMITS = {
        "thing": Limit((Rule(1, 60, "address"),)),
        "other": Limit((Rule(1, 60, "address"),)),
    }
    assert takes(asking(), 2) == 1
    limits.take(asking(), "other")
    with pytest.raises(KeyError):
        limits.take(asking(), "unknown")


@pytest.mark.django_db
def test_what_is_stored_names_nobody(allow, asking, settings, clock):
    settings.REDIS_URL = ""
    allow(Rule(2, 60, "subject"), Rule(2, 60, "address"), Rule(2, 60, "network"))
    limits.take(asking("203.0.113.5"), "thing", subject="olena@example.org")
    rows = list(LimitUse.objects.values_list("key", flat=True))
    assert len(rows) == 3
    assert all(len(key) == 64 and int(key, 16) for key in rows)
    with_key = set(rows)
    settings.SECRET_KEY = "another"
    limits.take(asking("203.0.113.5"), "thing", subject="olena@example.org")
    assert len(set(LimitUse.objects.values_list("key", flat=True)) - with_key) == 3


@pytest.mark.django_db
def test_what_has_run_out_is_forgotten(allow, asking, settings, clock):
    settings.REDIS_URL = ""
    allow(Rule(1, 60, "address"))
    takes(asking("203.0.113.5"), 1)
    clock.later(30)
    takes(asking("203.0.113.6"), 1)
    clock.later(30)
    assert chores.forget_limits() == 1
    assert LimitUse.objects.count() == 1
    assert periodic.get("forget limits") is not None


@pytest.mark.django_db(transaction=True)
def test_parallel_tries_are_all_counted(allow, asking):
    """Real connections: of twenty at once, exactly as many pass as the rule says."""
    allow(Rule(5, 3600, "address"), Rule(50, 3600, "network"))
    start, allowed = threading.Barrier(10), []

    def ask():
        try:
            start.wait()
            allowed.append(takes(asking(), 2))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(allowed) == 10
    assert sum(allowed) == 5


@pytest.mark.django_db(transaction=True)
def test_a_use_is_never_part_of_work_that_may_be_undone(allow, asking, settings):
    settings.REDIS_URL = ""
    allow(Rule(5, 3600, "address"))
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        limits.take(asking(), "thing")


# --- The store is away ---------------------------------------------------------------------------


@pytest.fixture
def away(monkeypatch, settings):
    """Neither of the stores answers."""
    settings.REDIS_URL = ""

    def fail(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(stores.LimitUse.objects, "filter", fail)


@pytest.mark.django_db
def test_a_closed_limit_refuses_when_nobody_can_count(allow, asking, away):
    allow(Rule(5, 60, "address"))
    with pytest.raises(StoreAway) as refused:
        limits.take(asking(), "thing")
    assert refused.value.retry_at > timezone.now()
    assert refused.value.retry_at < timezone.now() + timedelta(minutes=1)


@pytest.mark.django_db
def test_an_open_limit_lets_pass_when_nobody_can_count(allow, asking, away, caplog):
    allow(Rule(1, 60, "address"), closed=False)
    assert takes(asking(), 3) == 3
    assert "203.0.113" not in caplog.text


def test_redis_that_is_away_is_said_to_be(monkeypatch):
    store = stores.RedisStore("redis://127.0.0.1:1/0")
    with pytest.raises(stores.StoreError):
        store.take([("k", Rule(1, 60, "address"))], 1)

    def fail(*args, **kwargs):
        raise RedisConnectionError("gone")

    monkeypatch.setattr(store, "_script", fail)
    with pytest.raises(stores.StoreError):
        store.take([("k", Rule(1, 60, "address"))], 1)


@pytest.mark.redis
def test_redis_counts_as_the_database_does(settings):
    store = stores.RedisStore(settings.CACHES["default"]["LOCATION"])
    now = stores.now_ms()
    keys = [("a", Rule(2, 60, "address")), ("b", Rule(3, 60, "network"))]
    assert [store.take(keys, now) for _number in range(2)] == [None, None]
    assert store.take(keys, now) == now + 30_000
    assert store.take(keys[1:], now) is None  # the refused one counted nothing here
    assert store.take(keys[1:], now) == now + 20_000
    assert store.take(keys, now + 60_000) is None


# --- The table of the settings ----------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [(0, 60, "address"), (1, 0, "address"), (1, 60, "moon")])
def test_a_rule_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="No such rule"):
        Rule(*wrong)


def test_the_table_guards_what_must_not_be_passed_uncounted(settings):
    for name in ("sign-in", "sign-up", "code", "code-try", "guest-form", "identity", "desk"):
        assert settings.LIMITS[name].closed
        assert settings.LIMITS[name].rules
    assert {"profile", "export", "appeal"} <= set(settings.LIMITS)
