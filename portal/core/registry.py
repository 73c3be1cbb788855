"""What a low room asks of higher ones: each registry is filled in their `AppConfig.ready`."""

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Things kept by name, in the order in which they came. A name is taken once.

    Raises ValueError when another thing comes under a taken name.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self._items: dict[str, T] = {}

    def register(self, name: str, item: T) -> T:
        if self._items.get(name, item) is not item:
            raise ValueError(f"{self.what}: «{name}» is registered already.")
        self._items[name] = item
        return item

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def items(self) -> Iterable[tuple[str, T]]:
        return self._items.items()

    def get(self, name: str) -> T | None:
        return self._items.get(name)


class Unhealthy(Exception):
    """A dependency does not answer. The text goes to the logs only."""


class HealthCheck(Protocol):
    """Raises Unhealthy when the dependency does not answer within a few seconds."""

    def __call__(self) -> None: ...


# Dependencies that /readyz asks, by name.
health_checks: Registry[HealthCheck] = Registry("health check")
# Work that comes round: name -> (seconds between runs, function).
periodic: Registry[tuple[int, Callable[[], object]]] = Registry("periodic work")
# What has to be done once more on an older state of the database that was put back; each tells `say` what it did.
after_restore: Registry[Callable[[Callable[[str], object]], object]] = Registry("after a restore")
