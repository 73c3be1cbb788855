"""What a limit is. The settings make theirs of these, so nothing here may ask for settings."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

By = Literal["person", "address", "network", "subject"]
_KINDS: Final = get_args(By)


@dataclass(frozen=True)
class Rule:
    """At most `count` at once; what was used comes back evenly, all of it in `seconds`.

    So after a burst of 6 an hour the next one is free in ten minutes, not at the end of the hour.
    `by` says whose uses are counted together: of a signed-in person, of an address (/64 for IPv6), of its
    network (/24, /56 for IPv6), or of a subject that the caller names, such as an e-mail address.
    """

    count: int
    seconds: int
    by: By

    def __post_init__(self) -> None:
        if self.count < 1 or self.seconds < 1 or self.by not in _KINDS:
            raise ValueError(f"No such rule: {self}")

    @property
    def step_ms(self) -> int:
        """How long one use takes to come back, milliseconds."""
        return max(1, self.seconds * 1000 // self.count)


@dataclass(frozen=True)
class Limit:
    """Rules that must all allow. `closed`: refuses when the shared store does not answer."""

    rules: tuple[Rule, ...]
    closed: bool = True


def limit(*rules: Rule, closed: bool = True) -> Limit:
    return Limit(rules=rules, closed=closed)
