"""A request over every limit is refused before it is read."""

import json

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


class NeverRead:
    """A body that must not be touched."""

    def read(self, *args):
        raise AssertionError("The body was read.")

    readline = read


TOO_MUCH = {
    "CONTENT_LENGTH": str(200 * 1024 * 1024),
    "wsgi.input": NeverRead(),
    "CONTENT_TYPE": "multipart/form-data; boundary=x",
}


def test_an_upload_of_200_mb_is_refused_before_it_is_read(admin_client):
    response = admin_client.post(reverse("wagtailimages:add"), **TOO_MUCH)
    assert response.status_code == 413
    assert "50" in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_the_multiple_upload_says_why(admin_client):
    response = admin_client.post(
        reverse("wagtaildocs:add_multiple"),
        headers={"X-Requested-With": "XMLHttpRequest"},
        **TOO_MUCH,
    )
    assert json.loads(response.content)["success"] is False


@pytest.mark.parametrize("length", ["", "abc", "-5"])
def test_a_strange_length_is_no_error(client, home, length):
    assert client.get("/", CONTENT_LENGTH=length).status_code == 200
