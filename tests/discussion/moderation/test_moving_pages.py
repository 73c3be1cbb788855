"""The pages on which a moderator moves a thread."""

import pytest
from django.urls import reverse
from django.utils import translation

from portal.discussion.hosts import Host, discussion_of
from portal.discussion.models import Decision
from portal.people.enums import Role
from tests.discussion.moderation.conftest import fresh
from tests.factories import pages
from tests.people.duties import person

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def other(news_index, bureau):
    return Host.of(pages.NewsPageFactory(parent=news_index, title="Мрія 4.0", department=bureau))


@pytest.fixture
def ask(client, moderator):
    """Sends the form about a thread as a moderator."""
    client.force_login(moderator, backend=BACKEND)

    def send(comment, where, **data):
        url = reverse("discussion_thread_move", args=[comment.pk])
        return client.post(url, {"where": where, "reason": "Там про це", **data})

    return send


def test_it_is_shown_first_and_done_when_it_is_agreed(ask, say, other, client):
    thread = say("Не туди")
    url = other.url
    answer = ask(thread, url)
    assert answer.status_code == 200
    assert "Мрія 4.0" in answer.text
    assert not Decision.objects.exists()
    assert f'name="agreed" value="{other.key}"' in answer.text
    done = ask(thread, url, agreed=other.key)
    assert done.status_code == 302
    assert fresh(thread).discussion == discussion_of(other)
    assert "Мрія 4.0" in client.get(done["Location"]).text
    decided = client.get(reverse("discussion_decided")).text
    assert "Мрія 3.0" in decided


def test_what_was_agreed_is_not_agreed_for_another_place(ask, say, other):
    thread = say("Не туди")
    assert ask(thread, other.url, agreed="p1").status_code == 200
    assert not Decision.objects.exists()


@pytest.mark.parametrize("how", ["number", "sign", "address", "in the page", "whole"])
def test_a_comment_is_named_in_several_ways(ask, say, how):
    thread, earlier = say("Те саме"), say("Давніше")
    address = reverse("discussion:comment", args=[earlier.pk])
    typed = {
        "number": str(earlier.pk),
        "sign": f"№ {earlier.pk}",
        "address": f"{address}#c{earlier.pk}",
        "in the page": f"/novyny/#c{earlier.pk}",
        "whole": f"http://testserver{address}",
    }[how]
    answer = ask(thread, typed, agreed=f"c{earlier.pk}")
    assert answer.status_code == 302
    assert fresh(thread).root_id == earlier.pk


@pytest.mark.parametrize("language", ["uk", "en"])
def test_an_address_of_any_language_is_the_same_place(ask, say, other, language):
    thread = say("Не туди")
    with translation.override(language):
        address = reverse("discussion:thread", args=[other.key])
    assert ask(thread, address, agreed=other.key).status_code == 302
    assert fresh(thread).discussion == discussion_of(other)


@pytest.mark.parametrize(
    "where",
    ["", "/", "/novyny/", "https://example.org/", "№0", "999999999", "щось", "/admin/", "a\0b", "x" * 2001, "//["],
)  # fmt: skip
def test_what_is_no_place_is_said_so_and_the_reason_is_kept(ask, say, where):
    answer = ask(say("Не туди"), where)
    assert answer.status_code == 422
    assert "Там про це" in answer.text


def test_a_refusal_is_told_and_keeps_what_was_typed(ask, say, host):
    answer = ask(say("Не туди"), host.url, agreed=host.key)
    assert answer.status_code == 409
    assert "Там про це" in answer.text


def test_a_thread_needs_a_reason(ask, say, other):
    answer = ask(say("Не туди"), other.url, agreed=other.key, reason=" ")
    assert answer.status_code == 422


def test_an_answer_has_no_page_to_be_moved(ask, say, other, neighbour):
    answer = say("Відповідь", by=neighbour, to=say("Нитка"))
    assert ask(answer, other.url).status_code == 404


@pytest.mark.parametrize("role", [None, Role.OFFICER, Role.EDITOR])
def test_others_see_no_such_page(client, say, role):
    comment = say("Не туди")
    url = reverse("discussion_thread_move", args=[comment.pk])
    client.force_login(
        person(role, name="somebody") if role else person(name="somebody"), backend=BACKEND
    )
    assert client.get(url).status_code in (302, 403)
    assert client.post(url, {"where": "1", "reason": "1"}).status_code in (302, 403)
    # Nor do they learn whether there is such a comment.
    for name in ("discussion_thread_move", "discussion_queue_item"):
        answers = [client.get(reverse(name, args=[key])) for key in (comment.pk, 999_999)]
        assert answers[0].status_code == answers[1].status_code != 404


def test_the_public_log_counts_moved_threads(ask, say, other, client):
    ask(say("Не туди"), other.url, agreed=other.key)
    page = client.get(reverse("discussion:log")).text
    assert "Перенесено" in page
    assert ",move,1," in client.get(reverse("discussion:log_csv")).text
