"""What the whole site says of itself, for rooms that may not know where it is kept.

The room that keeps the settings provides the function (`home.apps`); everybody else asks here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class SocialLink:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class SitePicture:
    """A made file of one of the site's own pictures; width and height in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """The site's own texts in the language being shown."""

    name: str
    subtitle: str
    publisher: str = ""
    attribution: str = ""
    footer_text: str = ""
    address: str = ""
    phone: str = ""
    phone_note: str = ""
    email: str = ""
    security_contact: str = ""
    socials: tuple[SocialLink, ...] = ()
    logo: SitePicture | None = None
    # For links to pages without a picture of their own, 1200 by 630.
    social_picture: SitePicture | None = None

    @property
    def full_name(self) -> str:
        """«Спільно», громадський портал Києва: as titles of pages end."""
        subtitle = self.subtitle[:1].lower() + self.subtitle[1:]
        return _("“%(name)s”, %(subtitle)s") % {"name": self.name, "subtitle": subtitle}


Provider = Callable[[HttpRequest], SiteFacts]
_provider: list[Provider] = []


def provide_site_facts(provider: Provider) -> None:
    """Called once, at start, by the room that keeps the settings."""
    _provider[:] = [provider]


def site_facts(request: HttpRequest) -> SiteFacts:
    """The site's facts, at most one query a request. Raises IndexError when nobody provides them."""
    return _provider[0](request)


def absolute_url(path: str) -> str:
    """The address for readers outside the page (feeds, mail, canonical links) of a path that begins with /."""
    return path if path.startswith(("http://", "https://")) else f"{settings.BASE_URL}{path}"
