"""The twenty traps of django-comments-xtd 2.10.13, by their numbers in our notes on the package.

What its own views and tags do wrong is not there to be called; what the model could still do is tried.
"""

import re

import pytest
from django.apps import apps
from django.db.models import ProtectedError
from django.db.models.signals import pre_save
from django.test import override_settings
from django.urls import NoReverseMatch, reverse

from portal.discussion.enums import Cause, State
from portal.discussion.following.tokens import Ending
from portal.discussion.hosts import Host
from portal.discussion.models import Comment, Discussion, KindSettings, Notice
from portal.discussion.permissions import comment_action
from portal.discussion.services import comments
from portal.discussion.services.errors import CannotReply
from portal.people.enums import Level
from tests.factories import pages


@pytest.fixture
def part(host):
    return reverse("discussion:part", args=[host.key])


@pytest.fixture
def signed(client, citizen):
    client.force_login(citizen)
    return client


def test_1_a_permalink_leads_to_its_comment(client, say):
    comment = say("Куди веде посилання?")
    answer = client.get(reverse("discussion:comment", args=[comment.pk]))
    assert answer.status_code == 200 and f'id="c{comment.pk}"' in answer.content.decode()
    with pytest.raises(NoReverseMatch):
        reverse("comments-url-redirect", args=[1, "1"])


def test_2_the_bare_page_has_the_same_comments_as_its_type(say, news, talk):
    say()
    assert Discussion.objects.get(page=news.page_ptr) == talk()
    assert Comment.objects.get().content_type.model == "discussion"


def test_3_both_languages_are_one_thread(say, news, translated):
    first = say("Так")
    answer = say("Yes", at=Host.of(translated(news)), to=first)
    assert answer.discussion_id == first.discussion_id


def test_4_signed_links_hold_keys_and_nothing_else(citizen):
    token = Ending(citizen.pk, 7).token()
    assert re.fullmatch(rf"{citizen.pk}-7:[\w-]+:[\w-]+", token, re.ASCII)


def test_5_reading_an_address_writes_nothing(client, say, host, citizen):
    comment = say()
    comments.delete(comment=comment, by=citizen)
    names = ["comment", "reply", "edit", "delete", "react", "history"]
    for name in names:
        client.get(reverse(f"discussion:{name}", args=[comment.pk]))
    for name in ("thread", "part", "write"):
        client.get(reverse(f"discussion:{name}", args=[host.key]))
    comment.refresh_from_db()
    assert Comment.objects.count() == 1 and comment.state == State.DELETED


def test_6_an_answer_to_what_is_elsewhere_or_nowhere_is_refused(signed, say, news_index, host):
    elsewhere = Host.of(pages.NewsPageFactory(parent=news_index))
    there = say("Там", at=elsewhere)
    with pytest.raises(CannotReply):
        say("Тут", to=there)
    missing = signed.post(reverse("discussion:reply", args=[there.pk + 99]), {"text": "Тут"})
    assert missing.status_code == 404
    assert Comment.objects.count() == 1


def test_7_saving_a_comment_publishes_nothing_and_counts_nothing(say):
    first = say("Перше")
    hidden = say("Друге", to=first)
    comments.move(comment=hidden, to=State.HIDDEN)
    for _ in range(3):
        Comment.objects.get(pk=first.pk).save()
    hidden.refresh_from_db()
    first.refresh_from_db()
    assert not hidden.is_public and first.nested_count == 0
    assert "publish_or_unpublish" not in str(pre_save._live_receivers(Comment))


def test_8_nobody_signs_with_another_name(signed, host, citizen):
    signed.post(
        reverse("discussion:write", args=[host.key]),
        {"text": "Від кого?", "name": "Міський голова", "email": "holova@kyiv.ua", "user": "1"},
    )
    comment = Comment.objects.get()
    assert comment.user == citizen and comment.author_name == "Олена К."
    assert (comment.user_name, comment.user_email) == ("", "")


def test_9_the_same_post_three_times_is_one_comment(signed, host):
    for _ in range(3):
        signed.post(reverse("discussion:write", args=[host.key]), {"text": "Тричі те саме"})
    assert Comment.objects.count() == 1


def test_10_who_follows_hears_of_a_comment_when_a_moderator_publishes_it(say, neighbour):
    first = say("Перше")
    Discussion.objects.update(premoderated=True)
    held = say("Відповідь", by=neighbour, to=first)
    assert not Notice.objects.exists()
    comments.move(comment=held, to=State.PUBLISHED)
    assert [each.cause for each in Notice.objects.filter(user=first.user)] == [Cause.ANSWER]


def test_11_comments_cost_no_queries_each(client, part, say, django_assert_max_num_queries):
    first = say("Перше")
    for number in range(25):
        say(f"Відповідь {number}", to=first)
    client.get(part)
    with django_assert_max_num_queries(8):
        client.get(part)


def test_12_there_is_no_other_door_to_comments(client, say, news, part):
    comment = say()
    for path in ("/comments/api/", "/comments/post/", f"/comments/reply/{comment.pk}/"):
        assert client.get(path).status_code == 404
    news.unpublish()
    assert client.get(part).status_code == 404
    assert client.get(reverse("discussion:comment", args=[comment.pk])).status_code == 404


def test_13_a_page_with_comments_is_not_deleted_from_under_them(say, news):
    say()
    with pytest.raises(ProtectedError):
        news.delete()
    assert Discussion.objects.get().page_id == news.pk


def test_14_the_markup_asks_no_third_party_and_has_labels(signed, part, say):
    say()
    html = signed.get(part).content.decode()
    for bad in ("gravatar", "<h6", " style=", " onsubmit=", "placeholder=", "http://", "<script"):
        assert bad not in html
    assert re.search(r"<label[^>]* for=\"[^\"]+\"", html)


def test_15_readers_of_ukrainian_meet_no_english(signed, part, say):
    say("Коментар")
    seen = re.sub(r"<[^>]*>", " ", signed.get(part).content.decode())
    assert re.findall(r"\b[A-Za-z]{3,}\b", seen) == []


def test_16_english_addresses_speak_english(client, say, host):
    from django.utils import translation

    say("Коментар")
    with translation.override("en"):
        path = reverse("discussion:thread", args=[host.key])
    html = client.get(path).content.decode()
    assert path.startswith("/en/") and '<html lang="en"' in html
    assert '<div class="comment__body" lang="uk">' in html


def test_17_a_refusal_has_words(client, host, citizen):
    from datetime import timedelta

    from django.utils import timezone

    from portal.people.models import Block

    Block.objects.create(user=citizen, reason="Сварки", ends_at=timezone.now() + timedelta(days=1))
    client.force_login(citizen)
    answer = client.post(reverse("discussion:write", args=[host.key]), {"text": "Можна?"})
    html = answer.content.decode()
    assert answer.status_code == 403 and "Можна?" in html
    assert "ви не можете брати участь" in html


def test_18_settings_hold_from_the_next_request_on(host):
    assert comment_action(host).level == Level.EMAIL
    KindSettings.objects.update_or_create(kind="news", defaults={"level": Level.IDENTITY})
    assert comment_action(host).level == Level.IDENTITY


def test_19_no_thread_sends_letters(settings):
    assert settings.COMMENTS_XTD_THREADED_EMAILS is False


@override_settings(MANAGERS=[("Хтось", "managers@example.org")])
def test_20_the_packages_moderation_is_not_in_use(say, mailoutbox):
    from django_comments.moderation import moderator

    say()
    assert moderator._registry == {} and mailoutbox == []
    assert apps.get_app_config("discussion").models_module is not None
