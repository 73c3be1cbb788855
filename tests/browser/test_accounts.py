"""An account by code, passkey and app, as people do it; axe on each of its pages."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from playwright.sync_api import expect

from portal.people.enums import Role
from portal.people.models import User
from portal.people.services import consents
from portal.places.models import Topic
from tests.browser.looks import faults_at_all_widths
from tests.people.duties import person

ACCOUNT = "/oblikovyi-zapys/"


@pytest.fixture
def site(served, home):
    Topic.objects.create(name="Екологія", locale=home.locale)
    return served


def code(count):
    """The code in the newest of `count` letters."""
    assert len(mail.outbox) == count
    return re.search(r"^    (\d{6})$", mail.outbox[-1].body, re.M).group(1)


def submit(page):
    page.locator("main form.form button[type=submit]").first.click()


def sign_up(page, email="olena@kyiv.ua"):
    page.locator("[name=email]").fill(email)
    page.locator("[name=shown_name]").fill("Олена К.")
    page.locator("[name=consent_personal_data]").check()
    page.locator("[name=consent_rules]").check()
    submit(page)
    expect(page.locator("[name=code]")).to_be_visible()
    page.locator("[name=code]").fill(code(len(mail.outbox)))
    submit(page)


def authenticator(page):
    """A pretended key of the device, which always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_out(page):
    page.get_by_role("button", name="Вийти").click()
    expect(page.get_by_role("link", name="Увійти").first).to_be_visible()


def test_a_guest_comes_back_with_what_was_typed(site, open_page):
    page = open_page(f"{site}{ACCOUNT}roli/expert/")
    page.locator("[name=position]").fill("Лікарка")
    page.locator("[name=text]").fill("Двадцять років")
    page.get_by_label("Екологія").check()
    submit(page)
    page.get_by_role("link", name="Зареєструватися").click()
    sign_up(page)
    expect(page).to_have_url(re.compile("/roli/expert/$"))
    expect(page.locator("[name=position]")).to_have_value("Лікарка")
    submit(page)
    expect(page.get_by_text("Заявку надіслано")).to_be_visible()


def test_without_scripts(site, open_page):
    page = open_page(f"{site}{ACCOUNT}reiestratsiia/", java_script=False)
    sign_up(page)
    expect(page.get_by_role("heading", name="Профіль")).to_be_visible()


def test_passkey_is_added_and_opens_the_account(site, open_page):
    page = open_page(f"{site}{ACCOUNT}reiestratsiia/")
    sign_up(page)
    authenticator(page)
    page.goto(f"{site}{ACCOUNT}bezpeka/kliuchi/dodaty/")
    page.locator("[name=name]").fill("Телефон")
    page.get_by_role("button", name="Створити ключ доступу").click()
    expect(page.get_by_role("heading", name="Запасні коди").first).to_be_visible()
    sign_out(page)
    page.goto(f"{site}{ACCOUNT}vkhid/")
    page.get_by_role("button", name="Увійти з ключем доступу").click()
    expect(page.get_by_role("heading", name="Профіль")).to_be_visible()
    # The key is the second factor too: nothing else was asked.
    assert len(mail.outbox) <= 3


def test_app_for_codes_is_asked_at_the_next_sign_in(site, open_page):
    page = open_page(f"{site}{ACCOUNT}reiestratsiia/")
    sign_up(page)
    page.goto(f"{site}{ACCOUNT}bezpeka/zastosunok/dodaty/")
    secret = page.locator("code").inner_text()

    def now():
        return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

    page.locator("[name=code]").fill(now())
    submit(page)
    expect(page.get_by_role("heading", name="Запасні коди").first).to_be_visible()
    sign_out(page)
    page.goto(f"{site}{ACCOUNT}vkhid/")
    page.locator("[name=email]").fill("olena@kyiv.ua")
    letters = len(mail.outbox)
    submit(page)
    expect(page.locator("[name=code]")).to_be_visible()
    page.locator("[name=code]").fill(code(letters + 1))
    submit(page)
    expect(page.get_by_role("heading", name="Другий чинник")).to_be_visible()
    # A code is good once: the one that switched the app on is refused within its half minute.
    page.locator("[name=code]").fill("000000")
    submit(page)
    expect(page.locator(".error-summary")).to_be_focused()


@pytest.mark.parametrize(
    "path",
    ["vkhid/", "vkhid/parol/", "reiestratsiia/", "parol/zabuly/", "roli/representative/"],
)
def test_axe_for_guests(site, open_page, path):
    page = open_page(f"{site}{ACCOUNT}{path}")
    assert not found(page)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "osoba/",
        "roli/",
        "bezpeka/",
        "bezpeka/zastosunok/dodaty/",
        "bezpeka/kliuchi/dodaty/",
        "moi-dani/",
    ],
)
def test_axe_for_people(site, open_page, path, settings):
    user = User.objects.create_user("olena@kyiv.ua", "довгий пароль 2026", shown_name="Олена К.")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    page = open_page(f"{site}{ACCOUNT}vkhid/parol/")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill("довгий пароль 2026")
    submit(page)
    expect(page.get_by_role("heading", name="Профіль")).to_be_visible()
    page.goto(f"{site}{ACCOUNT}{path}")
    assert not found(page)


def found(page):
    """What axe finds in every look at both widths, a page that scrolls sideways, errors of scripts."""
    return [*page.faults, *faults_at_all_widths(page)]


def test_an_editor_is_made_to_add_a_factor(site, open_page, settings):
    settings.SECOND_FACTOR_FOR_STAFF = True
    user = person(Role.EDITOR, name="editor", password="довгий пароль 2026")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    consents.give(user)
    page = open_page(f"{site}/admin/")
    page.get_by_role("link", name="Увійти з паролем").click()
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill("довгий пароль 2026")
    submit(page)
    expect(page.get_by_role("heading", name="Потрібен другий чинник")).to_be_visible()
    authenticator(page)
    page.get_by_role("link", name="Додати ключ доступу").click()
    page.get_by_role("button", name="Створити ключ доступу").click()
    expect(page.get_by_role("heading", name="Запасні коди").first).to_be_visible()
    page.goto(f"{site}/admin/")
    expect(page).to_have_url(f"{site}/admin/")
    expect(page.get_by_role("heading", name="Спільно")).to_be_visible()
