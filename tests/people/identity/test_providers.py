"""The buttons, and a city's own service as one class and one setting."""

from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.people.enums import Level
from portal.people.identity import providers
from portal.people.identity.gov_ua import GovUa
from portal.people.identity.providers import Denied, ProvedPerson
from portal.people.models import Identity, User
from tests.people.identity.conftest import Visitor, make_member


class CityCard:
    """A provider of a city's own, that gives the level of the desk."""

    name: ClassVar[str] = "city-card"
    label: ClassVar[str] = "Картка містянина"
    help: ClassVar[str] = "Номер картки й код."
    level: ClassVar[Level] = Level.DESK

    @classmethod
    def configured(cls):
        return cls()

    def authorize_url(self, *, state, redirect_uri):
        query = urlencode({"state": state, "back": redirect_uri})
        return f"https://card.example.org/?{query}"

    def identify(self, parameters, *, redirect_uri):
        if parameters.get("card") != "1":
            raise Denied("no card")
        return ProvedPerson(
            number="КМ104377", last_name="Савчин", first_name="Маркіян", level=self.level
        )


@pytest.fixture
def city_card(settings):
    settings.IDENTITY_PROVIDERS = [f"{__name__}.CityCard"]


def test_without_configuration_there_is_no_button(db):
    page = Client().get(reverse("account_login")).content.decode()
    assert providers.providers() == []
    assert "id.gov.ua" not in page


@pytest.mark.parametrize(
    "name",
    ["GOV_UA_CLIENT_ID", "GOV_UA_CLIENT_SECRET", "GOV_UA_URL", "IDENTITY_DECRYPT_URL"],
)
def test_half_a_configuration_is_none(hub, settings, name):
    assert GovUa.configured() is not None
    setattr(settings, name, "")
    assert GovUa.configured() is None


def test_the_secret_does_not_leave_with_the_person(hub):
    url = GovUa.configured().authorize_url(state="s" * 43, redirect_uri="https://a.example/")
    assert "secret" not in url


def test_the_sign_in_page_has_the_button_and_keeps_where_one_was_going(hub, db):
    page = Client().get(reverse("account_login"), {"next": "/poshuk/"}).content.decode()
    assert "Увійти через id.gov.ua" in page
    assert f'action="{reverse("identity_start", args=["gov-ua"])}"' in page
    assert '<input type="hidden" name="next" value="/poshuk/">' in page


def test_a_second_provider_is_a_class_and_a_setting(city_card, db):
    visitor = Client()
    visitor.force_login(make_member("resident@example.org"))
    assert "Картка містянина" in visitor.get(reverse("account_levels")).content.decode()
    for card, status in (("0", 403), ("1", 302)):
        answer = visitor.post(reverse("identity_start", args=["city-card"]))
        query = parse_qs(urlsplit(answer["Refresh"].removeprefix("0; url=")).query)
        back = {"state": query["state"][0], "card": card}
        assert visitor.get(query["back"][0], back).status_code == status
    identity = Identity.objects.get()
    assert (identity.source, identity.level) == ("city-card", Level.DESK)


def test_a_state_of_one_provider_is_none_of_another(city_card, hub, settings, db):
    settings.IDENTITY_PROVIDERS.append("portal.people.identity.gov_ua.GovUa")
    visitor = Client()
    answer = visitor.post(reverse("identity_start", args=["city-card"]))
    query = parse_qs(urlsplit(answer["Refresh"].removeprefix("0; url=")).query)
    wrong = reverse("identity_callback", args=["gov-ua"])
    assert visitor.get(wrong, {"state": query["state"][0], "code": "x"}).status_code == 400


def test_a_whole_sign_up_from_the_hub(visitor):
    """Nobody known proves who they are, signs up with a code by e-mail, and is one person with one account."""
    answer = visitor.prove(person="olena")
    page = visitor.get(answer["Location"]).content.decode()
    sign_up = f"{reverse('account_signup')}?{urlencode({'next': reverse('identity_finish')})}"
    assert f'href="{sign_up}"' in page
    assert visitor.get(sign_up).status_code == 200
    form = {
        "email": "olena@kyiv.ua",
        "shown_name": "Олена К.",
        "consent_personal_data": "1",
        "consent_rules": "1",
        "next": reverse("identity_finish"),
    }
    answer = visitor.post(sign_up, form)
    assert answer["Location"] == reverse("account_email_verification_sent")
    code = next(
        line.strip() for line in mail.outbox[-1].body.splitlines() if line.strip().isdigit()
    )
    answer = visitor.post(answer["Location"], {"code": code})
    assert answer["Location"] == reverse("identity_finish")
    assert visitor.post(reverse("identity_finish")).status_code == 302
    user = User.objects.get()
    assert (user.level, user.last_name) == (Level.IDENTITY, "Коваленко")
    again = Visitor()
    again.prove(person="olena")
    assert again.session["_auth_user_id"] == str(user.pk)


def test_who_has_an_account_signs_in_to_it_and_joins(visitor):
    user = make_member("olena@kyiv.ua")
    visitor.prove(person="olena")
    sign_in = f"{reverse('account_login')}?{urlencode({'next': reverse('identity_finish')})}"
    answer = visitor.post(sign_in, {"email": user.email, "next": reverse("identity_finish")})
    code = next(
        line.strip() for line in mail.outbox[-1].body.splitlines() if line.strip().isdigit()
    )
    answer = visitor.post(answer["Location"], {"code": code})
    assert answer["Location"] == reverse("identity_finish")
    visitor.post(reverse("identity_finish"))
    assert Identity.objects.get().user == user


def test_the_profile_reminds_of_a_person_who_waits(visitor):
    visitor.prove(person="olena")
    visitor.force_login(make_member("olena@kyiv.ua"))
    page = visitor.get(reverse("account_levels")).content.decode()
    assert f'href="{reverse("identity_finish")}"' in page


def test_the_pretended_hub_checks_what_the_real_one_does(hub, db):
    client = Client()
    good = {
        "response_type": "code",
        "client_id": "pretended",
        "state": "s" * 43,
        "redirect_uri": "http://testserver/",
    }
    assert client.get("/fake-identity/hub/", good).status_code == 200
    for wrong in ({"client_id": "x"}, {"state": "short"}, {"response_type": "token"}):
        assert client.get("/fake-identity/hub/", good | wrong).status_code == 400
    assert client.get("/fake-identity/hub/get-access-token").status_code == 401
    assert client.get("/fake-identity/hub/get-user-info").status_code == 401
    assert client.post("/fake-identity/decrypting/api/v1/decrypt", {}).status_code == 400


def test_the_pretended_hub_is_nowhere_without_its_setting(settings):
    import importlib

    from portal import urls

    settings.FAKE_IDENTITY = False
    try:
        importlib.reload(urls)
        assert not [pattern for pattern in urls.urlpatterns if "fake" in str(pattern.pattern)]
    finally:
        settings.FAKE_IDENTITY = True
        importlib.reload(urls)
