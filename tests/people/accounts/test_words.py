"""No word of allauth's own reaches a citizen."""

import re

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.utils import translation

from portal.people.accounts import words

# The portal knows neither names to sign in by nor telephones, and one address for each account.
FORGED = [
    "",
    "[]",
    "не ключ",
    '{"id": "x"}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "e30", '
    '"authenticatorData": "eA", "signature": "eA", "userHandle": "MQ", "attestationObject": "oA"}}',
]
NEVER = re.compile(
    r"username|phone|primary|max_email|select_only_one|same_as_current|disconnect_last|no_password"
)


@pytest.mark.parametrize(
    ("adapter", "ours"),
    [
        (DefaultAccountAdapter, words.ACCOUNT_ERRORS),
        (DefaultMFAAdapter, words.FACTOR_ERRORS),
        (DefaultSocialAccountAdapter, words.SERVICE_ERRORS),
    ],
)
def test_every_error_has_words_of_the_portal(adapter, ours):
    reached = {name for name in adapter.error_messages if not NEVER.search(name)}
    assert reached == set(ours)
    with translation.override("uk"):
        assert all(re.search("[а-яіїєґ]", str(said)) for said in ours.values())


@pytest.mark.django_db
@pytest.mark.parametrize("credential", FORGED)
def test_a_passkey_that_does_not_fit_is_said_on_the_same_page(
    client, person, credential, monkeypatch
):
    monkeypatch.setattr(webauthn, "get_credentials", lambda _user: [])
    user = person(password="довгий пароль 2026")
    client.force_login(user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Телефон"})
    answer = client.post("/oblikovyi-zapys/pidtverdzhennia/kliuch/", {"credential": credential})
    assert answer.status_code == 422
    summary = answer.text.partition("error-summary")[2].partition("</ul>")[0]
    assert "Код або ключ не підходить" in summary and "Заповніть" not in summary


@pytest.mark.django_db
@pytest.mark.parametrize("credential", FORGED)
def test_a_forged_passkey_signs_nobody_in_and_breaks_nothing(client, credential):
    client.get("/oblikovyi-zapys/vkhid/kliuch/", headers={"X-Requested-With": "XMLHttpRequest"})
    answer = client.post("/oblikovyi-zapys/vkhid/kliuch/", {"credential": credential}, follow=True)
    assert answer.status_code == 200 and "Код або ключ не підходить" in answer.text
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
@pytest.mark.parametrize("credential", FORGED)
def test_a_forged_passkey_is_not_added(client, person, last_code, credential):
    user = person()
    client.post("/oblikovyi-zapys/vkhid/", {"email": user.email})
    client.post("/oblikovyi-zapys/vkhid/kod/", {"code": last_code()})
    url = "/oblikovyi-zapys/bezpeka/kliuchi/dodaty/"
    assert client.get(url).status_code == 200
    answer = client.post(url, {"name": "Телефон", "credential": credential})
    assert answer.status_code == 422 and "Код або ключ не підходить" in answer.text
    assert not Authenticator.objects.exists()


@pytest.mark.django_db
def test_the_last_service_goes_without_a_password(client, person):
    """A code to the confirmed address opens the account, so nobody must invent a password first."""
    user = person()
    client.force_login(user)
    kept = SocialAccount.objects.create(user=user, provider="kyivid", uid="1")
    url = "/oblikovyi-zapys/bezpeka/servisy/"
    assert client.post(url, {"account": "999"}).status_code == 422
    EmailAddress.objects.update(verified=False)
    assert "Спершу підтвердьте" in client.post(url, {"account": kept.pk}).text
    assert SocialAccount.objects.exists()
