"""What the portal keeps of a proven person: the number becomes keyed hashes here and goes no further."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

from portal.core.ukrainian.letters import TO_CYRILLIC
from portal.people.enums import Level
from portal.people.identity.districts import district_of
from portal.people.identity.providers import ProvedPerson
from portal.people.person_hash import PersonHash, person_hashes


@dataclass(frozen=True, slots=True)
class ProvedFacts:
    """The facts of a person without their number. `hashes`: under every known key, the present first.

    `source` is the provider's name, or «desk». Its repr tells no names.
    """

    hashes: tuple[PersonHash, ...] = field(repr=False)
    last_name: str = field(repr=False)
    first_name: str = field(repr=False)
    middle_name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    district_id: int | None = field(repr=False)
    level: Level
    source: str

    @property
    def values(self) -> list[str]:
        return [one.value for one in self.hashes]

    @property
    def shown_name(self) -> str:
        """First name and the first letter of the last one, for pages that say who was confirmed."""
        initial = f"{self.last_name[:1]}." if self.last_name else ""
        return " ".join(filter(None, (self.first_name, initial)))

    def to_json(self) -> dict[str, Any]:
        kept = asdict(self)
        kept["birth_date"] = self.birth_date.isoformat() if self.birth_date else None
        return kept

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        born = kept["birth_date"]
        return cls(
            **{
                **kept,
                "hashes": tuple(PersonHash(**one) for one in kept["hashes"]),
                "birth_date": date.fromisoformat(born) if born else None,
                "level": Level(kept["level"]),
            }
        )


def hashes_of(number: str) -> tuple[PersonHash, ...]:
    """The hashes of a number however its letters were typed. Raises ValueError when it has no signs."""
    return tuple(person_hashes(number.upper().translate(TO_CYRILLIC)))


def facts_of(person: ProvedPerson, *, source: str) -> ProvedFacts:
    """What is kept of a person whom a provider vouches for. Looks the district up."""
    district = district_of(person.address) if person.address else None
    return ProvedFacts(
        hashes=hashes_of(person.number),
        last_name=person.last_name,
        first_name=person.first_name,
        middle_name=person.middle_name,
        birth_date=person.birth_date,
        district_id=district.pk if district else None,
        level=person.level,
        source=source,
    )
