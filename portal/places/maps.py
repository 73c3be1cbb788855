"""Links that show a venue on a map the reader chooses to open; nothing is loaded from elsewhere."""

from decimal import Decimal
from typing import Protocol
from urllib.parse import quote, urlencode

_ZOOM = 17


class Place(Protocol):
    name: str
    address: str
    latitude: Decimal | None
    longitude: Decimal | None


def geo_uri(place: Place) -> str:
    """A `geo:` address (RFC 5870) that opens the phone's own map; empty without coordinates."""
    if place.latitude is None or place.longitude is None:
        return ""
    return f"geo:{_plain(place.latitude)},{_plain(place.longitude)}?q={quote(place.address or place.name)}"


def map_url(place: Place) -> str:
    """The place on OpenStreetMap: by coordinates, else by its address; empty when there is neither."""
    if place.latitude is not None and place.longitude is not None:
        latitude, longitude = _plain(place.latitude), _plain(place.longitude)
        query = urlencode({"mlat": latitude, "mlon": longitude})
        return f"https://www.openstreetmap.org/?{query}#map={_ZOOM}/{latitude}/{longitude}"
    if place.address:
        return f"https://www.openstreetmap.org/search?{urlencode({'query': place.address})}"
    return ""


def _plain(number: Decimal) -> str:
    """With a decimal point in every language and without idle zeros."""
    return f"{number.normalize():f}"
