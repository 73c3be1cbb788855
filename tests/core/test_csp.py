import pytest

from portal.people.models import User
from tests.factories.pages import NewsPageFactory


def policy(response):
    return response.headers["Content-Security-Policy"]


def test_readers_get_the_strict_policy(client, news_index):
    page = NewsPageFactory(parent=news_index)
    found = policy(client.get(page.url))
    assert "default-src 'none'" in found
    assert "frame-ancestors 'none'" in found
    assert "unsafe-inline" not in found


@pytest.mark.parametrize("path", ["/", "/poshuk/", "/novyny/", "/nema/"])
def test_no_public_address_allows_inline_code(client, news_index, path):
    assert "unsafe-inline" not in policy(client.get(path))


def test_preview_can_be_shown_in_the_admin(client, news_index):
    client.force_login(User.objects.create_superuser("chief@example.org", "a long password"))
    page = NewsPageFactory(parent=news_index)
    response = client.get(f"/admin/pages/{page.pk}/view_draft/")
    assert response.status_code == 200
    assert "frame-ancestors 'self'" in policy(response)
    assert "frame-ancestors 'self'" in policy(client.get("/admin/"))


def test_signed_in_reader_has_no_looser_policy(client, news_index):
    client.force_login(User.objects.create_superuser("chief@example.org", "a long password"))
    assert "unsafe-inline" not in policy(client.get(NewsPageFactory(parent=news_index).url))
