"""What a provider of identities must do. A new one is one class and its path in IDENTITY_PROVIDERS.

    class CityCard:
        name = "city-card"          # in addresses and in Identity.source; never changed afterwards
        label = "Картка киянина"
        …
        @classmethod
        def configured(cls) -> Self | None: ...

The portal calls `authorize_url`, sends the person there, and calls `identify` with what the provider
sent back. It keeps the keyed hash of the number, the names, the birth date and the district
(`portal/people/identity/facts.py`), never the number itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Final, Protocol, Self

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from portal.people.enums import Level

# `Identity.source` of who was checked by a clerk; no provider may be called so.
DESK: Final = "desk"


@dataclass(frozen=True, slots=True)
class ProvedPerson:
    """A person as the provider vouches for them. Its repr tells nothing, so that no log does.

    `number`: РНОКПП, or of who refused one the number of the record or passport. `birth_date` is None
    when neither the provider nor the number tells it; `address` is the registered one, as text.
    """

    number: str = field(repr=False)
    last_name: str = field(repr=False)
    first_name: str = field(repr=False)
    middle_name: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    address: str = field(default="", repr=False)
    level: Level = Level.IDENTITY


class IdentityError(Exception):
    """Nobody was identified. The message is for logs: it never holds what the provider answered."""


class Denied(IdentityError):
    """The person stopped, or the provider refused them."""


class NoCode(IdentityError):
    """The person came back with nothing to ask the provider by."""


class Expired(IdentityError):
    """What the person brought back is used, too old or unknown to the provider."""


class Unavailable(IdentityError):
    """The provider, or the service that opens its answers, does not work now."""


class TimedOut(Unavailable):
    """It did not answer in time."""


class Garbled(IdentityError):
    """It answered something that cannot be understood, or that contradicts itself."""


class Incomplete(IdentityError):
    """It vouches for somebody without a number or a name: a seal of an organisation, for one."""


class IdentityProvider(Protocol):
    """A service that proves who a person is. Instances carry their configuration and no state."""

    name: ClassVar[str]
    """Latin letters, digits, hyphens; at most 40."""
    label: ClassVar[str | Promise]
    """What the button says after «Confirm with …»."""
    help: ClassVar[str | Promise]
    """One line below the button: by what means people are identified there."""
    level: ClassVar[Level]
    """The assurance it gives at most; `ProvedPerson.level` may be lower."""

    @classmethod
    def configured(cls) -> Self | None:
        """The provider with what the settings say; None without, and then no button is shown."""
        ...

    def authorize_url(self, *, state: str, redirect_uri: str) -> str:
        """Where the browser goes. `state` comes back in `redirect_uri` as the parameter `state`."""
        ...

    def identify(self, parameters: Mapping[str, str], *, redirect_uri: str) -> ProvedPerson:
        """The person who came back with these query parameters (`state` is checked already).

        Asks the provider, within some seconds; never called inside a transaction. Raises
        IdentityError, by its kinds above.
        """
        ...


def providers() -> list[IdentityProvider]:
    """Those that are configured, in the order of IDENTITY_PROVIDERS."""
    classes: list[type[IdentityProvider]] = [
        import_string(path) for path in settings.IDENTITY_PROVIDERS
    ]
    return [provider for cls in classes if (provider := cls.configured())]


def provider_named(name: str) -> IdentityProvider | None:
    return next((provider for provider in providers() if provider.name == name), None)


def source_in_words(name: str) -> str:
    """Who vouched for an identity (`Identity.source`); of a provider that is there no more its name."""
    if name == DESK:
        return gettext("a clerk at a desk")
    provider = provider_named(name)
    return name if provider is None else str(provider.label)
