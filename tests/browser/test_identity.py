"""To the pretended hub and back in a browser: somebody proven, somebody who stops, a hub that fails."""

import pytest
from playwright.sync_api import expect

from portal.people.enums import Level
from portal.people.models import Identity, User
from tests.browser.test_accounts import ACCOUNT, found, submit
from tests.people.identity.conftest import make_member


@pytest.fixture
def site(served, home, settings):
    settings.GOV_UA_URL = f"{served}/fake-identity/hub"
    settings.IDENTITY_DECRYPT_URL = f"{served}/fake-identity/decrypting"
    return served


@pytest.fixture
def at_the_hub(site, open_page):
    """A page at the hub of somebody who is signed in and pressed the button."""
    make_member("resident@example.org")
    page = open_page(f"{site}{ACCOUNT}vkhid/parol/")
    page.locator("[name=login]").fill("resident@example.org")
    page.locator("[name=password]").fill("long password 1")
    submit(page)
    page.goto(f"{site}{ACCOUNT}osoba/")
    page.get_by_role("button", name="id.gov.ua").click()
    # The page of ours goes on by itself.
    expect(page.get_by_text("Коваленко").first).to_be_visible()
    return page


def test_a_person_is_proven(at_the_hub):
    at_the_hub.get_by_role("link", name="Олена Коваленко").click()
    expect(at_the_hub.get_by_text("Вашу особу підтверджено").first).to_be_visible()
    assert Identity.objects.get().level == Level.IDENTITY
    assert User.objects.get().level == Level.IDENTITY


@pytest.mark.parametrize(
    ("choice", "status", "heading"),
    [
        ("Людина припиняє підтвердження", 403, "Підтвердження припинено"),
        ("Вузол відповідає помилкою 500", 503, "Служба зараз не працює"),
    ],
)
def test_what_goes_wrong_is_said_with_the_way_on(at_the_hub, choice, status, heading):
    with at_the_hub.expect_navigation() as navigation:
        at_the_hub.get_by_role("link", name=choice).click()
    assert navigation.value.status == status
    expect(at_the_hub.get_by_role("heading", name=heading)).to_be_visible()
    at_the_hub.faults.clear()  # The browser itself reports every status from 400 on.
    assert not found(at_the_hub)
    at_the_hub.get_by_role("button", name="id.gov.ua").click()
    expect(at_the_hub.get_by_role("link", name="Олена Коваленко")).to_be_visible()
    assert not Identity.objects.exists()
