from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction

from tests.core.test_upload_documents import GOOD
from tests.factories.media import DocumentFactory, ImageFactory

pytestmark = pytest.mark.django_db


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_made_picture_may_be_kept_for_ever(client):
    image = ImageFactory(size=(400, 225))
    rendition = image.get_rendition("fill-320x180|format-jpeg")
    response = client.get(rendition.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert "immutable" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Set-Cookie" not in response
    assert len(body(response)) == rendition.file.size


def test_another_file_has_another_address():
    image = ImageFactory(size=(400, 225))
    before = image.get_rendition("fill-320x180|format-jpeg").url
    other = ImageFactory(size=(401, 225))
    assert (
        before.rsplit("/", 2)[1]
        != other.get_rendition("fill-320x180|format-jpeg").url.rsplit("/", 2)[1]
    )


def test_an_original_is_asked_for_anew(client):
    response = client.get(ImageFactory().file.url)
    assert response["Cache-Control"] == "public, no-cache"
    again = client.get(ImageFactory().file.url, headers={"If-None-Match": response["ETag"]})
    assert again.status_code in (200, 304)


def test_what_the_browser_has_is_not_sent_again(client):
    url = ImageFactory().file.url
    etag = client.get(url)["ETag"]
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "", "images/", "images", "original_images/", "documents/", "../portal.sqlite3", "images/../../portal.sqlite3",
        "images/../documents/tajemnytsia.pdf", "images/%2e%2e/documents/tajemnytsia.pdf", "images/a\x00.jpg", "wagtail_uploads/a.jpg",
        "images/absent.jpg", "images/" + "a" * 5000 + ".jpg", "/etc/passwd", "images//etc/passwd", "images/a.html",
    ],
)  # fmt: skip
def test_nothing_else_is_handed_out(client, path):
    folder = Path(settings.MEDIA_ROOT)
    for name in ("documents/tajemnytsia.pdf", "wagtail_uploads/a.jpg", "images/a.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("secret")
    assert client.get(f"/media/{path}").status_code in (400, 404)


def test_only_reading_is_allowed(client):
    assert client.post(ImageFactory().file.url).status_code == 405


@pytest.mark.parametrize(
    ("asked", "status", "expected"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=0-1,5-6", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
        ("bytes=999999-", 416, slice(0, 0)),
        ("bytes=9-2", 416, slice(0, 0)),
        ("bytes=-", 416, slice(0, 0)),
    ],
)
def test_a_part_can_be_asked_for(client, asked, status, expected):
    image = ImageFactory()
    with image.open_file() as file:
        content = file.read()
    response = client.get(image.file.url, headers={"Range": asked})
    assert response.status_code == status
    assert body(response) == content[expected]


@pytest.mark.parametrize(
    ("extension", "disposition"), [("pdf", "inline"), ("docx", "attachment"), ("txt", "attachment")]
)
def test_documents_are_boxed_in(client, extension, disposition):
    document = DocumentFactory(file=ContentFile(GOOD[extension], name=f"звіт.{extension}"))
    response = client.get(document.url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith(disposition)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert ("sandbox" in response["Content-Security-Policy"]) is (extension != "pdf")
    assert "Set-Cookie" not in response
    body(response)


def test_a_private_document_stays_private(client):
    collection = Collection.get_first_root_node().add_child(name="Службове")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    document = DocumentFactory(collection=collection)
    assert client.get(document.url).status_code == 302
    assert client.get(f"/media/{document.file.name}").status_code == 404
