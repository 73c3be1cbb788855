"""Which addresses are not taken: disposable, denied, or made to look like another."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.core import mail_domains
from portal.core.models import MailDomain
from portal.people.models import User

pytestmark = pytest.mark.django_db


def is_refused(email):
    try:
        mail_domains.validate(email)
    except ValidationError:
        return True
    return False


@pytest.fixture(autouse=True)
def fresh():
    mail_domains.forget()
    yield
    mail_domains.forget()


@pytest.mark.parametrize(
    "email",
    [
        "olena@mailinator.com",
        "olena@MAILINATOR.com",
        "olena@sub.mailinator.com",
        "olena@mailinator.com.",
        "olena@",
        "olena",
        "olena@..",
        "пошта@пошта.укр",  # few servers take letters for such a name (RFC 6531)
    ],
)
def test_disposable_and_broken_domains_are_refused(email):
    assert is_refused(email)


@pytest.mark.parametrize(
    "email",
    [
        "olena@ukr.net",
        "olena@gmail.com",
        "olena@mymailinatorfan.com",
        "olena@mailinator.com.ua",
        "olena@пошта.укр",
        "olena@xn--80a1acn3a.xn--j1amh",
        "olena+forum@kyivcity.gov.ua",
        "o.shevchenko-2@example.org",
    ],
)
def test_usual_addresses_are_taken(email):
    assert not is_refused(email)


@pytest.mark.parametrize(
    "email",
    [
        "olena@gmаil.com",  # Cyrillic а
        "оlena@gmail.com",  # Cyrillic о
        "olena@gmail.соm",
        "olena@xn--gmil-63d.com",  # the first one in punycode
        "olena@сосо.com",  # all Cyrillic, reads as Latin
        "οlena@gmail.com",  # Greek omicron
    ],
)
def test_look_alikes_are_refused_in_words(email):
    with pytest.raises(ValidationError, match="схожі літери"):
        mail_domains.validate(email)


def test_the_citys_own_word_goes_first():
    MailDomain.objects.create(domain="mailinator.com", verdict="allowed")
    MailDomain.objects.create(domain="bad.example.org", verdict="denied")
    MailDomain.objects.create(domain="good.bad.example.org", verdict="allowed")
    assert not is_refused("a@mailinator.com")
    assert not is_refused("a@x.mailinator.com")
    assert is_refused("a@bad.example.org")
    assert is_refused("a@x.bad.example.org")
    assert not is_refused("a@y.good.bad.example.org")
    assert not is_refused("a@example.org")


def test_taking_a_word_back_holds_at_once():
    row = MailDomain.objects.create(domain="example.net")
    assert is_refused("a@example.net")
    row.delete()
    assert not is_refused("a@example.net")


def test_the_list_is_not_asked_for_every_address(django_assert_num_queries):
    with django_assert_num_queries(1):
        for number in range(20):
            is_refused(f"a{number}@example{number}.org")


def test_another_process_follows_within_seconds(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(mail_domains.time, "monotonic", lambda: now[0])
    assert not is_refused("a@example.net")
    MailDomain.objects.bulk_create([MailDomain(domain="example.net", verdict="denied")])
    assert not is_refused("a@example.net")
    now[0] += 15
    assert is_refused("a@example.net")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Example.COM ", "example.com"),
        ("@example.com", "example.com"),
        ("olena@example.com.", "example.com"),
        ("Пошта.укр", "xn--80a1acn3a.xn--j1amh"),
    ],
)
def test_a_domain_is_kept_in_one_form(typed, kept):
    row = MailDomain(domain=typed)
    row.full_clean()
    assert row.domain == kept


@pytest.mark.parametrize(
    "typed", ["", "com", "a b.com", "-a.com", "a..com", "http://a.com/", "\0.com"]
)
def test_what_is_no_domain_is_not_kept(typed):
    with pytest.raises(ValidationError) as refused:
        MailDomain(domain=typed).full_clean()
    assert "domain" in refused.value.message_dict


def test_the_same_domain_twice_is_refused():
    MailDomain.objects.create(domain="example.com")
    with pytest.raises(ValidationError):
        MailDomain(domain="EXAMPLE.com").full_clean()


class Form(forms.Form):
    email = mail_domains.MailAddressField()


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("olena@mailinator.com", "mailinator.com тут не приймаємо"),
        ("olena@gmаil.com", "схожі літери"),
        ("olena", "Введіть"),
    ],
)
def test_the_field_says_what_to_do(email, words):
    form = Form({"email": email})
    assert not form.is_valid()
    assert words in str(form.errors["email"])
    assert len(form.errors["email"]) == 1


def test_the_field_takes_a_usual_address():
    assert Form({"email": "olena@ukr.net"}).is_valid()


# --- In the admin ------------------------------------------------------------------------------------


def test_who_may_keeps_the_list(client, home):
    client.force_login(User.objects.create_superuser("chief@example.org", "a long password"))
    added = client.post(
        reverse(MailDomain.snippet_viewset.get_url_name("add")),
        {"domain": "Bad.Example.org", "verdict": "denied", "note": "спам"},
    )
    assert added.status_code == 302
    assert MailDomain.objects.get().domain == "bad.example.org"
    listed = client.get(reverse(MailDomain.snippet_viewset.get_url_name("list")), {"q": "bad"})
    assert "bad.example.org" in listed.content.decode()


def test_who_may_not_does_not_see_it(client, home):
    address = reverse(MailDomain.snippet_viewset.get_url_name("list"))
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("olena@example.org", "a long password"))
    assert client.get(address).status_code == 302
