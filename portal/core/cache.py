"""The shared cache, which may be away: reading goes on without it."""

import functools
import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from portal.core.registry import Unhealthy

logger = logging.getLogger(__name__)

# After a failure Redis is left alone for so long, in seconds: a page must not wait for it key by key.
PAUSE = 5.0


def _or_else(fallback: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """What a method answers while Redis is away."""

    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def guarded(self: "ResilientClient", *args: Any, **kwargs: Any) -> Any:
            if time.monotonic() < self.away_until:
                return fallback(*args, **kwargs)
            try:
                return method(self, *args, **kwargs)
            except RedisError as error:
                self.away_until = time.monotonic() + PAUSE
                logger.warning(
                    "Redis does not answer (%s); going on without it", type(error).__name__
                )
                return fallback(*args, **kwargs)

        return guarded

    return decorate


def _not_there(key: str, *_args: Any) -> None:
    raise ValueError(f"Key {key!r} not found.")


class ResilientClient(RedisCacheClient):
    """Every key seems missing and every write seems done while Redis is away.

    `add` says that it did: who asks for a lock that way goes on with the work instead of waiting for
    somebody who is not there.
    """

    def __init__(self, servers: list[str], **options: Any) -> None:
        options.setdefault("retry", Retry(NoBackoff(), 0))
        super().__init__(servers, **options)
        self.away_until = 0.0

    add = _or_else(lambda *_: True)(RedisCacheClient.add)
    get = _or_else(lambda _key, default: default)(RedisCacheClient.get)
    set = _or_else(lambda *_: None)(RedisCacheClient.set)
    touch = _or_else(lambda *_: False)(RedisCacheClient.touch)
    delete = _or_else(lambda *_: False)(RedisCacheClient.delete)
    get_many = _or_else(lambda *_: {})(RedisCacheClient.get_many)
    has_key = _or_else(lambda *_: False)(RedisCacheClient.has_key)
    incr = _or_else(_not_there)(RedisCacheClient.incr)
    set_many = _or_else(lambda *_: None)(RedisCacheClient.set_many)
    delete_many = _or_else(lambda *_: None)(RedisCacheClient.delete_many)
    clear = _or_else(lambda *_: False)(RedisCacheClient.clear)

    def ping(self) -> None:
        """Raises RedisError when Redis does not answer; asks also while others leave it alone."""
        self.get_client(None).ping()


class ResilientRedisCache(RedisCache):
    """Django's Redis cache whose failures are misses."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ResilientClient

    def ping(self) -> None:
        """Raises Unhealthy when Redis does not answer."""
        try:
            self._cache.ping()  # type: ignore[attr-defined]
        except RedisError as error:
            raise Unhealthy(type(error).__name__) from error
