"""What readers get of a discussion, and what others do not."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal.discussion.enums import Act, State, Voice
from portal.discussion.models import Comment, Decision, Discussion, Rule, Visit
from portal.discussion.permissions import Speaker
from portal.discussion.services import comments


def official(user, bureau):
    return Speaker(Voice.OFFICIAL, bureau.pk, "Начальниця відділу")


def test_host_page_stays_stored_and_says_where_the_discussion_is(client, news, urls):
    response = client.get(news.url)
    html = response.content.decode()
    assert f'data-discussion="{urls("part")}"' in html
    assert f'href="{urls("thread")}"' in html
    assert "csrf" not in html
    assert not response.cookies


def test_a_page_without_a_discussion_says_nothing_of_one(client, news):
    news.has_discussion = False
    news.save()
    assert "discussion" not in client.get(news.url).content.decode()


def test_a_preview_fetches_nothing(news):
    html = news.make_preview_request(preview_mode=news.default_preview_mode).content.decode()
    assert "Тут читачі знайдуть обговорення." in html
    assert "data-discussion=" not in html


@pytest.mark.parametrize("name", ["thread", "part"])
def test_a_guest_reads_without_cookie_or_token(client, say, urls, name):
    say("Дякую за **новину**")
    response = client.get(urls(name))
    html = response.content.decode()
    assert "<strong>новину</strong>" in html
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in html
    assert "Cookie" not in response.get("Vary", "")
    assert " style=" not in html
    assert float(response.headers["X-Fresh-Until"]) <= timezone.now().timestamp() + 1


def test_who_is_signed_in_gets_a_form_that_nobody_keeps(enter, citizen, say, urls):
    say()
    response = enter(citizen).get(urls("part"))
    assert "csrfmiddlewaretoken" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_threads_are_nested_and_deeper_answers_stand_beside(client, say, urls, neighbour, words):
    row = say("Перше")
    for number in range(4):
        row = say(f"Відповідь {number}", to=row, by=neighbour)
    html = client.get(urls("thread")).content.decode()
    at = re.findall(r'id="([ac])(\d+)"', html)
    # Two levels of answers have a list of their own below them, the third has none.
    assert [kind for kind, _pk in at] == ["c", "a", "c", "a", "c", "c", "c"]
    assert html.count("у відповідь") == 2


def test_a_comment_in_another_language_says_so(client, host, citizen, urls):
    comments.post(user=citizen, host=host, text="When is the next forum?", lang="en")
    assert '<div class="comment__body" lang="en">' in client.get(urls("thread")).content.decode()


def test_a_name_from_right_to_left_turns_nothing_round_beside_it(client, say, urls, neighbour):
    neighbour.shown_name = "محمد عبد"
    neighbour.save(update_fields=["shown_name"])
    say(by=neighbour)
    html = client.get(urls("thread")).content.decode()
    assert '<bdi class="comment__name">محمد عبد</bdi>' in html


def test_placeholders_name_the_rule_and_nothing_else(client, say, urls, words):
    rule = Rule.objects.order_by("number").first()
    hidden, deleted, held = say("Гидота"), say("Передумав"), say("Перечитайте мене")
    say("Відповідь стоїть", to=hidden)
    comments.move(comment=hidden, to=State.HIDDEN, rule=rule)
    comments.move(comment=held, to=State.HELD)
    comments.delete(comment=deleted, by=deleted.user)
    said = words(client.get(urls("thread")))
    assert f"порушено правило {rule.number} «{rule.title}»" in said
    assert "Автор видалив цей коментар" in said
    assert "Цей коментар перечитує модератор" in said
    assert "Відповідь стоїть" in said
    for text in ("Гидота", "Передумав", "Перечитайте"):
        assert text not in said


def test_only_its_author_reads_what_waits(client, enter, say, urls, neighbour, words):
    Discussion.objects.filter(pk=say().discussion_id).update(premoderated=True)
    waits = say("Ще не видно")
    assert waits.state == State.HELD
    assert "Ще не видно" not in words(client.get(urls("thread")))
    assert client.get(urls("comment", waits)).status_code == 404
    assert "Ще не видно" not in words(enter(neighbour).get(urls("thread")))
    mine = words(enter(waits.user).get(urls("thread")))
    assert "Ще не видно" in mine
    assert "Це поки що бачите лише ви" in mine
    assert client.get(urls("comment", waits)).status_code == 200


def test_official_and_experts_answers_are_told_apart(client, say, urls, officer, bureau, words):
    question = say("Коли?", is_question=True)
    say("Уже скоро", to=question, by=officer, speaker=official(officer, bureau))
    said = words(client.get(urls("thread")))
    assert "Департамент комунікацій Офіційна відповідь" in said
    assert "Начальниця відділу" in said
    assert "Запитання" in said


def test_orders_are_links_and_others_do_not_exist(client, say, urls):
    say("Старий"), say("Новий")
    old = client.get(urls("thread"), {"sort": "old"}).content.decode()
    assert old.index("Старий") < old.index("Новий")
    assert 'name="robots" content="noindex"' in old
    for query in ("sort=best", "sort=", "after=1.1", "after=9.9.000000009'", "state=open"):
        response = client.get(f"{urls('thread')}?{query}")
        assert response.status_code == (200 if query == "sort=" else 404), query
    assert urls("thread") in response.content.decode()


def test_nothing_said_has_no_order(client, say, urls, words):
    assert "bar__sort" not in client.get(urls("thread")).text
    say("Перше слово")
    assert "bar__sort" in client.get(urls("part")).text


def test_unanswered_questions_are_a_list_of_officials(
    client, enter, say, urls, officer, neighbour, words
):
    say("Просто думка"), say("Хто відповість?", is_question=True)
    assert "Запитання без відповіді" not in words(client.get(urls("thread")))
    for reader in (client, enter(neighbour)):
        assert reader.get(urls("thread"), {"state": "unanswered"}).status_code == 404
    assert "Запитання без відповіді" in words(enter(officer).get(urls("thread")))
    found = words(client.get(urls("thread"), {"state": "unanswered"}))
    assert "Хто відповість?" in found
    assert "Просто думка" not in found


def test_fifty_at_a_time_by_place(client, say, urls):
    root = say("Початок")
    rows = [
        Comment(
            discussion=root.discussion, number=n, path=f"2{n:08d}", thread_size=1, user=root.user,
            comment=f"Т{n}", html=f"<p>Т{n}.</p>", lang="uk", state=State.PUBLISHED,
            published_at=timezone.now(),
        )
        for n in range(2, 72)
    ]  # fmt: skip
    for row in rows:
        row.save()
    Discussion.objects.update(last_number=71, published_count=71)
    first = client.get(urls("part")).content.decode()
    assert first.count("<article") == 50
    following = re.search(r'data-hx-get="([^"]+after=[^"]+)"', first)[1].replace("&amp;", "&")
    rest = client.get(following)
    html = rest.content.decode()
    assert html.count("<article") == 21
    assert "Показати ще" not in html
    assert "Обговорення" not in html
    assert html.count("data-focus") == 1
    assert client.get(following.replace("chastyna/", "")).status_code == 200


def test_a_comments_own_address_shows_what_it_stands_under(client, say, urls, words):
    root = say("Корінь розмови")
    answer = say("Шукана відповідь", to=root)
    say("Інша розмова")
    html = client.get(urls("comment", answer)).content.decode()
    assert html.index("Корінь розмови") < html.index("Шукана відповідь")
    assert "Інша розмова" not in html[: html.index("Шукана відповідь")]
    assert re.search(rf'comment--focus[^>]*id="c{answer.pk}"', html)
    assert "noindex" in html


def test_a_comments_own_address_asks_for_no_column_alone(
    client, say, urls, django_assert_max_num_queries
):
    last = say()
    for number in range(4):
        last = say(f"Глибше {number}", to=last)
    client.get(urls("comment", last))
    # One more would be a column that was left out and is read after all. Three of them a worker remembers.
    with django_assert_max_num_queries(11):
        client.get(urls("comment", last))


@pytest.mark.parametrize("make", ["unpublish", "private", "off", "none"])
def test_nothing_leaks_of_what_is_not_open(client, make, news, say, urls):
    row = say("Таємне слово")
    if make == "unpublish":
        news.unpublish()
    elif make == "private":
        PageViewRestriction.objects.create(page=news, restriction_type="login")
    elif make == "off":
        news.has_discussion = False
        news.save()
    addresses = [
        urls("thread"),
        urls("part"),
        urls("comment", row),
        urls("history", row),
        urls("reply", row),
    ]
    if make == "none":
        addresses = [
            each.replace(news.original.discussion_key, "p999999999") for each in addresses[:2]
        ]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 404, address
        assert "Таємне" not in response.content.decode()


def test_what_came_since_the_last_visit_is_marked(enter, say, urls, citizen, neighbour, words):
    say("Давнє")
    client = enter(neighbour)
    assert "нове" not in words(client.get(urls("thread"))).split()
    say("Свіже", by=citizen)
    Visit.objects.update(at=timezone.now() - timedelta(hours=1))
    for _look in range(2):
        said = words(client.get(urls("thread")))
        assert "1 новий коментар" in said
        assert said.split().count("нове") == 1
    # One's own words are not new to oneself, and the next visit begins where this one ended.
    Visit.objects.update(at=timezone.now() - timedelta(hours=1))
    say("Моє", by=neighbour)
    said = words(client.get(urls("thread")))
    assert "нове" not in said.split()
    assert "новий коментар від" not in said


def test_a_closed_discussion_says_why(client, enter, say, urls, talk, citizen, words):
    say("Останнє слово")
    Discussion.objects.update(closed_at=timezone.now(), closed_reason="Питання вирішено.")
    for html in (words(client.get(urls("thread"))), words(enter(citizen).get(urls("thread")))):
        assert "Обговорення закрито" in html
        assert "Питання вирішено." in html
        assert "Долучитися" not in html
        assert "Останнє слово" in html


def test_nobody_is_asked_for_what_a_closed_discussion_would_refuse(
    client, enter, say, urls, officer, citizen
):
    said = say("Питання в час", is_question=True)
    Discussion.objects.update(closed_at=timezone.now(), closed_reason="Вичерпано.")
    # The department still owes its answer.
    assert "<textarea" in enter(officer).get(urls("reply", said)).text
    enter(citizen)
    for address in (urls("write"), urls("reply", said), urls("edit", said)):
        shown = client.get(address).text
        assert "<textarea" not in shown and urls("thread") in shown and "Вичерпано." in shown
    kept = client.post(urls("write"), {"text": "Писалося довго"})
    assert kept.status_code == 409 and "Писалося довго</textarea>" in kept.text


def test_earlier_texts_are_there_for_readable_comments_only(client, say, urls, words):
    row = say("Було так")
    Comment.objects.filter(pk=row.pk).update(published_at=timezone.now() - timedelta(hours=1))
    comments.edit(comment=row, by=row.user, text="Стало інакше")
    assert "Було так" in words(client.get(urls("history", row)))
    comments.move(comment=row, to=State.HIDDEN, rule=Rule.objects.first())
    assert client.get(urls("history", row)).status_code == 404
    assert "Було так" not in words(client.get(urls("comment", row)))


def test_one_thread_for_both_languages(client, english_home, news, say, english, urls):
    say("Сказано українською")
    html = client.get(f"/en/discussion/{news.discussion_key}/").content.decode()
    assert "Сказано українською" in html
    assert 'lang="uk"' in html
    assert "Discussion" in html


def test_articles_drawn_once_never_go_stale(client, enter, say, urls, neighbour, words, settings):
    assert settings.DEBUG is False
    row = say("Перший текст")
    reader = enter(neighbour)
    assert "aria-pressed" in reader.get(urls("part")).content.decode()
    assert reader.post(urls("react", row), {"kind": "1"}).status_code == 302
    assert 'aria-pressed="true"' in reader.get(urls("part")).content.decode()
    comments.edit(comment=row, by=row.user, text="Другий текст")
    said = words(reader.get(urls("part")))
    assert "Другий текст" in said
    assert "Перший текст" not in said
    client.logout()
    guest = client.get(urls("part"))
    assert "aria-pressed" not in guest.content.decode()
    assert "Корисно 1" in words(guest)
    row.user.shown_name = "Інше ім’я"
    row.user.save()
    assert "Інше ім’я" in words(client.get(urls("part")))


def test_a_hidden_comments_author_is_led_to_the_appeal(client, enter, say, urls, neighbour):
    row = say("Не згодні зі мною")
    rule = Rule.objects.first()
    comments.move(comment=row, to=State.HIDDEN, rule=rule)
    decision = Decision.objects.create(
        comment=row, act=Act.HIDE, before=State.PUBLISHED, rule=rule, by=neighbour,
        waited_since=timezone.now(),
    )  # fmt: skip
    address = reverse("discussion:appeal", args=[decision.pk])
    mine = enter(row.user).get(urls("thread")).content.decode()
    assert address in mine
    assert "Не згодні зі мною" in mine
    client.logout()
    assert address not in client.get(urls("thread")).content.decode()
