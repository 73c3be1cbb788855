"""Signing in by a service that speaks OpenID Connect."""

import re

import pytest
import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.test import Client

from portal.people.models import User

pytestmark = pytest.mark.django_db
URL = "/oblikovyi-zapys/servisy/kyivid/"
BACK = f"{URL}back/"


SERVICES = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "kyivid",
                "name": "Kyiv ID",
                "client_id": "portal",
                "secret": "s",
                "settings": {"server_url": "https://id.kyiv.example"},
            }
        ]
    }
}


@pytest.fixture
def service(settings, monkeypatch):
    settings.SOCIALACCOUNT_PROVIDERS = SERVICES
    config = {
        "authorization_endpoint": "https://id.kyiv.example/authorize",
        "token_endpoint": "https://id.kyiv.example/token",
        "userinfo_endpoint": "https://id.kyiv.example/me",
    }
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", config)


def test_button_only_where_a_service_is_configured(client):
    assert "Kyiv ID" not in client.get("/oblikovyi-zapys/vkhid/").text


def test_button_leads_there_by_a_page(client, service):
    assert "Kyiv ID" in client.get("/oblikovyi-zapys/vkhid/").text
    answer = client.post(URL)
    assert answer.status_code == 200
    assert answer.headers["Refresh"].startswith("0; url=https://id.kyiv.example/authorize?")
    assert "https://id.kyiv.example/authorize?" in answer.text


def test_a_look_does_not_begin_it_nor_a_foreign_form(client, service):
    assert client.get(URL).status_code == 405
    assert Client(enforce_csrf_checks=True).post(URL).status_code == 403


def test_the_page_of_security_leads_to_services_where_there_are_some(client, person, settings):
    client.force_login(person())
    page, way = "/oblikovyi-zapys/bezpeka/", 'href="/oblikovyi-zapys/bezpeka/servisy/"'
    assert way not in client.get(page).text
    settings.SOCIALACCOUNT_PROVIDERS = SERVICES
    assert way in client.get(page).text


def test_a_person_of_the_service_signs_up_and_comes_back(client, service, monkeypatch):
    """The whole way, the service's answers put in the place of its network."""
    monkeypatch.setattr(
        OpenIDConnectOAuth2Adapter,
        "complete_login",
        lambda self, request, app, token, **kwargs: self.get_provider().sociallogin_from_response(
            request, {"userinfo": {"sub": "77", "email": "olena@kyiv.ua", "email_verified": True}}
        ),
    )
    monkeypatch.setattr(OAuth2Client, "get_access_token", lambda *_a, **_k: {"access_token": "t"})
    for _time in range(2):
        state = re.search(r"state=([\w-]+)", client.post(URL).text).group(1)
        answer = client.get(BACK, {"state": state, "code": "c"})
        if User.objects.exists():
            break
        assert answer.url == "/oblikovyi-zapys/servisy/reiestratsiia/"
        assert client.post(answer.url, {"email": "olena@kyiv.ua"}).status_code == 422
        typed = {
            "email": "olena@kyiv.ua",
            "consent_personal_data": "1",
            "consent_rules": "1",
        }
        assert client.post(answer.url, typed).status_code == 302
        assert client.session.get("_auth_user_id") == str(User.objects.get().pk)
        client.post("/oblikovyi-zapys/vykhid/")
    assert client.session.get("_auth_user_id") == str(User.objects.get().pk)


def test_unknown_service(client, service):
    assert client.post("/oblikovyi-zapys/servisy/nobody/").status_code == 404


def test_a_service_that_is_away_leaves_the_other_ways(client, service, monkeypatch):
    def away(_self):
        raise requests.ConnectionError

    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", property(away))
    answer = client.post(URL)
    assert answer.status_code == 503
    assert "Сервіс вас не впустив" in answer.text


@pytest.mark.parametrize(
    "query", ["", "?state=x&code=y", "?error=access_denied", "?state=" + "x" * 5000]
)
def test_forged_returns_open_nothing(client, service, query):
    answer = client.get(f"{BACK}{query}")
    assert answer.status_code in (200, 302, 401, 403)
    assert "_auth_user_id" not in client.session
    assert not User.objects.exists()
