"""Where uses are counted, for all web processes together.

One number a key: the moment at which everything is free again (the «generic cell rate algorithm»).
A use moves it on by one step; it may not come to lie further ahead than the rule's time. So a row is
all that is needed, a refused try costs nothing, and the next free moment is known to the millisecond.
"""

import functools
import time
from typing import Final, Protocol

import redis
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, transaction
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from portal.core.limits.rules import Rule
from portal.core.models import LimitUse

Keys = list[tuple[str, Rule]]

# Redis is asked with this patience, seconds: the one who sends a form waits for it.
_PATIENCE: Final = 0.5


class StoreError(Exception):
    """The store does not answer."""


class Store(Protocol):
    def take(self, keys: Keys, now_ms: int) -> int | None:
        """Count one use under every key, or none at all.

        Returns None when all rules allow it, else the moment from which they would, in milliseconds.
        Raises StoreError.
        """


class _Refused(Exception):
    """Undoes what the transaction has counted so far."""

    def __init__(self, retry_at_ms: int) -> None:
        self.retry_at_ms = retry_at_ms


class DatabaseStore:
    """Rows of LimitUse. A single statement counts a use, so no two connections can count one as none."""

    # The condition is looked at under the row's lock, against the newest row, on both databases.
    _COUNT: Final = """
        INSERT INTO core_limituse (key, free_at_ms) VALUES (%s, %s)
        ON CONFLICT (key) DO UPDATE SET free_at_ms = CASE
            WHEN core_limituse.free_at_ms > %s THEN core_limituse.free_at_ms + %s ELSE %s END
        WHERE core_limituse.free_at_ms <= %s
    """

    def take(self, keys: Keys, now_ms: int) -> int | None:
        try:
            # Who is over the limit is refused by reading alone: a flood takes no write lock.
            known = dict(
                LimitUse.objects.filter(key__in=[key for key, _rule in keys]).values_list(
                    "key", "free_at_ms"
                )
            )
            if moments := [
                moment
                for key, rule in keys
                if (moment := _free_from(known.get(key, 0), rule)) > now_ms
            ]:
                return max(moments)
            with transaction.atomic(durable=True), connection.cursor() as cursor:
                for key, rule in keys:
                    self._count(cursor, key, rule, now_ms)
        except _Refused as refused:
            return refused.retry_at_ms
        except DatabaseError as error:
            raise StoreError(type(error).__name__) from error
        return None

    def _count(self, cursor: object, key: str, rule: Rule, now_ms: int) -> None:
        step, latest = rule.step_ms, now_ms + (rule.count - 1) * rule.step_ms
        fresh = now_ms + step
        cursor.execute(self._COUNT, [key, fresh, now_ms, step, fresh, latest])  # type: ignore[attr-defined]
        if cursor.rowcount == 0:  # type: ignore[attr-defined]
            moment = LimitUse.objects.values_list("free_at_ms", flat=True).get(key=key)
            raise _Refused(_free_from(moment, rule))


def _free_from(free_at_ms: int, rule: Rule) -> int:
    """From when one more use fits under a row that is free at `free_at_ms`."""
    return free_at_ms - (rule.count - 1) * rule.step_ms


class RedisStore:
    """The same counting as one script, which Redis runs whole."""

    _SCRIPT: Final = """
        local now = tonumber(ARGV[1])
        local retry = 0
        local free = {}
        for i, key in ipairs(KEYS) do
            local step, count = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
            free[i] = math.max(tonumber(redis.call('GET', key) or '0'), now)
            if free[i] - (count - 1) * step > now then
                retry = math.max(retry, free[i] - (count - 1) * step)
            end
        end
        if retry > 0 then return string.format('%.0f', retry) end
        for i, key in ipairs(KEYS) do
            local moment = free[i] + tonumber(ARGV[2 * i])
            redis.call('SET', key, string.format('%.0f', moment), 'PX', string.format('%.0f', moment - now))
        end
        return ''
    """

    def __init__(self, url: str) -> None:
        # Not the cache's client (portal/core/cache.py): that one says «done» while Redis is away.
        self._client = redis.Redis.from_url(
            url,
            socket_connect_timeout=_PATIENCE,
            socket_timeout=_PATIENCE,
            retry=Retry(NoBackoff(), 0),
        )
        self._script = self._client.register_script(self._SCRIPT)

    def take(self, keys: Keys, now_ms: int) -> int | None:
        numbers = [number for _key, rule in keys for number in (rule.step_ms, rule.count)]
        try:
            answer = self._script(
                keys=[f"portal:limit:{key}" for key, _rule in keys], args=[now_ms, *numbers]
            )
        except RedisError as error:
            raise StoreError(type(error).__name__) from error
        return int(answer) if answer else None


@functools.cache
def _redis_store(url: str) -> RedisStore:
    return RedisStore(url)


def current() -> Store:
    """Redis where there is one, else the database."""
    if settings.REDIS_URL:
        return _redis_store(settings.CACHES["default"]["LOCATION"])
    return DatabaseStore()


def forget_uses() -> int:
    """Remove the rows that say nothing any more; returns how many. Redis forgets by itself."""
    return LimitUse.objects.filter(free_at_ms__lte=now_ms()).delete()[0]


def now_ms() -> int:
    """Milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000
