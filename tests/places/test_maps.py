from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from portal.places.maps import geo_uri, map_url
from portal.places.models import Venue

ADDRESS = "вул. Хрещатик, 36"


def venue(**fields):
    return Venue(name="Колонна зала", **fields)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_coordinates_have_a_point_in_every_language(language):
    with translation.override(language):
        place = venue(
            latitude=Decimal("50.450100"), longitude=Decimal("30.523400"), address=ADDRESS
        )
        assert map_url(place) == (
            "https://www.openstreetmap.org/?mlat=50.4501&mlon=30.5234#map=17/50.4501/30.5234"
        )
        assert geo_uri(place).startswith("geo:50.4501,30.5234?q=%D0%B2")


def test_without_coordinates_the_address_is_looked_for():
    url = urlsplit(map_url(venue(address=ADDRESS)))
    assert url.netloc == "www.openstreetmap.org"
    assert parse_qs(url.query) == {"query": [ADDRESS]}
    assert geo_uri(venue(address=ADDRESS)) == ""


def test_without_anything_there_is_no_link():
    assert map_url(venue()) == ""
    assert geo_uri(venue(latitude=Decimal("50.45"))) == ""


def test_the_equator_is_a_place():
    place = venue(latitude=Decimal("0"), longitude=Decimal("0"))
    assert "mlat=0&mlon=0" in map_url(place)
    assert geo_uri(place).startswith("geo:0,0?")
