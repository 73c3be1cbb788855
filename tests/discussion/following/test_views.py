"""Following, the account's page, and the link that ends letters."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from portal.discussion.following.tokens import Ending
from portal.discussion.models import Subscription
from portal.discussion.services import subscriptions

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def follow_url(host):
    return reverse("discussion:follow", args=[host.key])


def follows(user):
    return Subscription.objects.filter(user=user, ended_at=None, discussion__isnull=False).exists()


def link(ending):
    return reverse("discussion:unsubscribe", args=[ending.token()])


# --- Following ------------------------------------------------------------------------------------


def test_who_is_signed_in_follows_and_ends_it(enter, citizen, host, follow_url):
    client = enter(citizen)
    assert "Стежити за обговоренням" in client.get(follow_url).content.decode()
    answer = client.post(follow_url, {"follow": "1"})
    assert answer["Location"] == reverse("discussion:thread", args=[host.key])
    assert follows(citizen)
    assert "припинити" in client.get(follow_url).content.decode()
    client.post(follow_url, {"follow": "0"})
    assert not follows(citizen)
    # Twice is once.
    for _each in range(2):
        client.post(follow_url, {"follow": "1"})
    assert Subscription.objects.get().ended_at is None


def test_a_fragment_gets_the_button_alone(enter, citizen, follow_url):
    answer = enter(citizen).post(follow_url, {"follow": "1"}, headers={"hx-request": "true"})
    shown = answer.content.decode()
    assert shown.strip().startswith("<form") and "<html" not in shown and 'value="0"' in shown


def test_a_guest_signs_in_first_and_nothing_is_kept_of_them(client, follow_url):
    answer = client.get(follow_url)
    assert answer.status_code == 302 and not client.cookies
    assert follow_url in answer["Location"]
    client.post(follow_url, {"follow": "1"})
    assert not Subscription.objects.exists()


def test_who_has_no_confirmed_address_does_not_follow(enter, citizen, follow_url):
    citizen.level = 0
    citizen.save()
    assert enter(citizen).post(follow_url, {"follow": "1"}).status_code == 403
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("how", ["unpublished", "closed", "without", "nowhere"])
def test_what_a_person_may_not_read_they_do_not_follow(enter, citizen, host, follow_url, how):
    page = host.original
    if how == "unpublished":
        page.unpublish()
    elif how == "closed":
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    elif how == "without":
        type(page).objects.update(has_discussion=False)
    else:
        follow_url = reverse("discussion:follow", args=["p999999"])
    assert enter(citizen).post(follow_url, {"follow": "1"}).status_code == 404
    assert not Subscription.objects.exists()


def test_a_foreign_way_back_is_not_taken(enter, citizen, host, follow_url):
    for way in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = enter(citizen).post(follow_url, {"follow": "1", "next": way})
        assert answer["Location"] == reverse("discussion:thread", args=[host.key])


# --- The account's page ---------------------------------------------------------------------------


def test_the_page_lists_what_is_followed_and_switches_answers(
    enter, citizen, follow, host, neighbour
):
    follow(citizen)
    client, page = enter(citizen), reverse("account_notices")
    shown = client.get(page).content.decode()
    assert "Мрія 3.0" in shown and "Надходять листами." in shown and 'aria-current="page"' in shown
    client.post(reverse("account_notices_answers"), {"wanted": "0"})
    assert "Не надходять листами." in client.get(page).content.decode()
    client.post(reverse("account_notices_answers"), {"wanted": "1"})
    assert "Надходять листами." in client.get(page).content.decode()
    row = Subscription.objects.get(discussion__isnull=False)
    client.post(reverse("account_notices_end", args=[row.pk]))
    assert not follows(citizen) and "Мрія 3.0" not in client.get(page).content.decode()


def test_others_subscriptions_are_not_mine_to_end(enter, citizen, follow, neighbour):
    row = follow(neighbour)
    assert enter(citizen).post(reverse("account_notices_end", args=[row.pk])).status_code == 404
    assert enter(citizen).get(reverse("account_notices_end", args=[row.pk])).status_code == 405
    assert follows(neighbour)


def test_a_page_closed_meanwhile_is_not_named_but_can_be_ended(enter, citizen, follow, host):
    row = follow(citizen)
    PageViewRestriction.objects.create(
        page=host.original, restriction_type="password", password="x"
    )
    client = enter(citizen)
    assert "Мрія 3.0" not in client.get(reverse("account_notices")).content.decode()
    client.post(reverse("account_notices_end", args=[row.pk]))
    assert not follows(citizen)


def test_guests_have_no_such_page(client):
    for name in ("account_notices", "account_notices_answers"):
        assert client.get(reverse(name)).status_code in (302, 405)
    assert not Subscription.objects.exists()


# --- The link -------------------------------------------------------------------------------------


@pytest.fixture
def anybody():
    """A mail program: no cookie, and nothing skips the check of tokens for it."""
    return Client(enforce_csrf_checks=True)


def test_opening_the_link_ends_nothing_and_one_click_does(anybody, citizen, follow, discussion):
    follow(citizen)
    url = link(Ending(citizen.pk, discussion.pk))
    answer = anybody.get(url)
    assert answer.status_code == 200 and "Мрія 3.0" in answer.content.decode()
    assert not anybody.cookies and "no-store" in answer["Cache-Control"]
    assert follows(citizen)
    answer = anybody.post(url, ONE_CLICK)
    assert answer.status_code == 200 and not follows(citizen) and not anybody.cookies
    assert "Ви відписалися" in anybody.post(url, ONE_CLICK).content.decode()
    assert "Ви відписалися" in anybody.get(url).content.decode()


def test_the_body_may_come_in_either_form(anybody, citizen, follow, discussion):
    follow(citizen)
    anybody.post(
        link(Ending(citizen.pk, discussion.pk)),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )
    assert not follows(citizen)


@pytest.mark.parametrize(
    "body", [{}, {"List-Unsubscribe": "x"}, {**ONE_CLICK, "next": "/"}, {"follow": "0"}]
)
def test_any_other_body_ends_nothing(anybody, citizen, follow, discussion, body):
    follow(citizen)
    answer = anybody.post(link(Ending(citizen.pk, discussion.pk)), body)
    assert answer.status_code == 400 and follows(citizen)


def test_no_other_address_is_open_without_a_token(anybody, citizen, follow_url):
    anybody.force_login(citizen, backend="django.contrib.auth.backends.ModelBackend")
    for url in (follow_url, reverse("account_notices_answers")):
        assert anybody.post(url, ONE_CLICK | {"follow": "1"}).status_code == 403
    assert not Subscription.objects.exists()


def test_each_link_ends_what_it_names(anybody, citizen, follow, discussion, say, neighbour):
    follow(citizen)
    anybody.post(link(Ending(citizen.pk, answers=True)), ONE_CLICK)
    assert follows(citizen)
    assert subscriptions.has_ended(Ending(citizen.pk, answers=True))
    subscriptions.want_answers(user=citizen, wanted=True)
    anybody.post(link(Ending(citizen.pk)), ONE_CLICK)
    assert not follows(citizen) and subscriptions.has_ended(Ending(citizen.pk))


def test_a_broken_link_is_told(anybody, citizen, follow, discussion):
    follow(citizen)
    token = Ending(citizen.pk, discussion.pk).token()
    for wrong in (token[:-1], token.replace(f"-{discussion.pk}:", "-x:"), "x", "1-1", "a:b:c"):
        url = reverse("discussion:unsubscribe", args=[wrong])
        assert anybody.get(url).status_code == anybody.post(url, ONE_CLICK).status_code == 404
        assert "Посилання пошкоджене" in anybody.get(url).content.decode()
    assert follows(citizen)


def test_an_old_link_is_told(anybody, citizen, follow, discussion, monkeypatch):
    follow(citizen)
    import time

    now = time.time()
    days = settings.DISCUSSION_UNSUBSCRIBE_DAYS
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: now - timedelta(days=days, minutes=1).total_seconds())
        url = link(Ending(citizen.pk, discussion.pk))
    assert anybody.get(url).status_code == anybody.post(url, ONE_CLICK).status_code == 410
    assert "минув" in anybody.get(url).content.decode() and follows(citizen)


def test_anothers_link_ends_nothing(client, enter, citizen, neighbour, follow, discussion):
    follow(citizen)
    url = link(Ending(citizen.pk, discussion.pk))
    enter(neighbour)
    assert client.get(url).status_code == client.post(url, ONE_CLICK).status_code == 403
    shown = client.get(url).content.decode()
    assert "Мрія" not in shown and citizen.email not in shown and follows(citizen)
    # Nobody has to agree to anything new in order to get less.
    client.force_login(citizen, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(url, ONE_CLICK).status_code == 200 and not follows(citizen)


def test_of_who_left_and_of_a_discussion_that_is_gone_there_is_nothing(
    anybody, citizen, follow, discussion
):
    follow(citizen)
    assert anybody.get(link(Ending(citizen.pk, 999_999))).status_code == 410
    type(citizen).objects.update(is_active=False)
    assert anybody.get(link(Ending(citizen.pk, discussion.pk))).status_code == 410
    assert anybody.post(link(Ending(77, answers=True)), ONE_CLICK).status_code == 410


def test_a_page_closed_to_the_public_is_not_named(anybody, citizen, follow, host, discussion):
    follow(citizen)
    PageViewRestriction.objects.create(page=host.original, restriction_type="login")
    url = link(Ending(citizen.pk, discussion.pk))
    assert "Мрія" not in anybody.get(url).content.decode()
    anybody.post(url, ONE_CLICK)
    assert not follows(citizen)


def test_the_token_names_nobody(citizen, discussion):
    token = Ending(citizen.pk, discussion.pk).token()
    assert token.split(":")[0] == f"{citizen.pk}-{discussion.pk}"
    assert len(token) < 100 and citizen.email not in token
