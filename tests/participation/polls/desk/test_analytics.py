"""Pages of analytics: figures by channel, texts with words and tags, files."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.participation.polls.models import AnswerTag, Poll, Round, TextAnswer
from portal.participation.polls.results.live import renew
from portal.participation.polls.services.sealing import seal
from portal.people.enums import Role
from tests.participation.polls.making import block, codes, vote
from tests.participation.polls.making import poll as make_poll
from tests.people.duties import department, member, person


@pytest.fixture
def editor(client, db):
    client.force_login(person(Role.EDITOR))
    return client


@pytest.fixture
def sealed(poll):
    """The round as the seal leaves it, with three texts to its last question."""
    round_ = poll.current_round
    vote(poll)
    Round.objects.filter(pk=round_.pk).update(sealed_at=timezone.now(), chain_head="f" * 64)
    question = codes(poll)[2][0]
    for text in ("Більше дерев у дворі", "Дерева!", "=1+1 тиша"):
        TextAnswer.objects.create(round=round_, question=question, text=text)
    return Round.objects.get(pk=round_.pk), question


def texts_page(sealed, query=""):
    round_, question = sealed
    return reverse("polls_texts", args=[round_.pk, question]) + query


def test_figures_stand_by_channel_for_every_kind(editor, db):
    poll = make_poll(
        block("single", "Що?", "Парк", "Двір", has_other=True),
        block("scale", "Як?", points=5, low_label="погано", high_label="добре"),
        block("ranking", "Порядок?", "А", "Б"),
        block("number", "Скільки?"),
        block("date", "Коли?"),
    )
    for number in range(3):
        vote(poll, number)
    renew(poll.current_round)
    page = editor.get(reverse("polls_analytics_round", args=[poll.current_round.pk]))
    figures = page.context["figures"]
    assert [each.question.kind for each in figures] == [
        "single",
        "scale",
        "ranking",
        "number",
        "date",
    ]
    park = figures[0].rows[0]
    # Checked none, three that were not.
    assert park.values == (0, 3)
    assert figures[1].skipped == (0, 3)
    assert "1 — погано" in page.content.decode()
    seal(poll.current_round, poll.closes_at + timedelta(minutes=1))
    page = editor.get(reverse("polls_analytics_round", args=[poll.current_round.pk]))
    # By channel: none, none, none, and these.
    assert page.context["figures"][0].rows[0].values == (0, 0, 0, 0, 3)


def test_while_it_goes_on_staff_know_no_more_than_readers(editor, poll):
    vote(poll)
    page = editor.get(reverse("polls_analytics_round", args=[poll.current_round.pk]))
    assert page.context["tally"] is None
    question = codes(poll)[2][0]
    assert (
        editor.get(reverse("polls_texts", args=[poll.current_round.pk, question])).status_code
        == 404
    )


def test_pages_of_another_department_do_not_exist_for_an_officer(client, sealed):
    round_, question = sealed
    own = department()
    client.force_login(member(person(Role.OFFICER), own))
    addresses = [
        reverse("polls_analytics_round", args=[round_.pk]),
        reverse("polls_texts", args=[round_.pk, question]),
        reverse("polls_texts_file", args=[round_.pk, question]),
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * 3
    assert "Коли вам зручно?" not in client.get(reverse("polls_analytics")).content.decode()
    Poll.objects.filter(pk=round_.poll_id).update(department=own)
    assert [client.get(address).status_code for address in addresses] == [200] * 3
    assert "Коли вам зручно?" in client.get(reverse("polls_analytics")).content.decode()


@pytest.mark.parametrize("role", [Role.CLERK, Role.MODERATOR])
def test_others_analyse_nothing(client, sealed, role):
    client.force_login(person(role))
    assert client.get(texts_page(sealed)).status_code in {302, 403}
    assert client.get(reverse("polls_analytics")).status_code in {302, 403}


def test_a_word_finds_its_answers_and_all_of_them_get_a_tag(editor, sealed):
    page = editor.get(texts_page(sealed))
    word = next(each for each in page.context["words"] if each.shown == "дерево")
    assert word.answers == 2
    found = texts_page(sealed, f"?word={word.key}")
    assert editor.get(found).context["page_obj"].paginator.count == 2
    answer = editor.post(found, {"do": "put_all", "new_name": "Озеленення"})
    assert answer.status_code == 302
    assert AnswerTag.objects.get(name="Озеленення").answers.count() == 2
    tag = AnswerTag.objects.get()
    page = editor.get(texts_page(sealed, f"?tag={tag.pk}"))
    assert page.context["page_obj"].paginator.count == 2
    assert page.context["untagged"] == 1
    # By the Ukrainian alphabet, not by the numbers of letters.
    editor.post(found, {"do": "put_all", "new_name": "Ґанки"})
    assert [each.name for each in editor.get(found).context["tags"]] == ["Ґанки", "Озеленення"]


def test_ticked_answers_get_and_lose_a_tag(editor, sealed):
    first = TextAnswer.objects.order_by("pk").first()
    editor.post(
        texts_page(sealed), {"do": "put", "new_name": "Тиша", "answer": [str(first.pk), "x"]}
    )
    assert [tag.name for tag in first.tags.all()] == ["Тиша"]
    editor.post(texts_page(sealed), {"do": "take", "name": "Тиша", "answer": str(first.pk)})
    assert not first.tags.exists()
    editor.post(texts_page(sealed, f"?tag={AnswerTag.objects.get().pk}"), {"do": "drop"})
    assert not AnswerTag.objects.exists()


@pytest.mark.parametrize(
    "data", [{"do": "put", "new_name": "Т"}, {"do": "take", "name": "немає"}, {"do": "drop"}, {}]
)
def test_slips_of_tagging_change_nothing(editor, sealed, data):
    assert editor.post(texts_page(sealed), data).status_code == 302
    assert not AnswerTag.objects.exists()


@pytest.mark.parametrize(
    "query", ["?tag=77777777777777777777", "?tag=²", "?word=%00", "?p=-1&tag=x"]
)
def test_odd_filters_find_nothing_and_break_nothing(editor, sealed, query):
    assert editor.get(texts_page(sealed, query)).status_code == 200


def test_the_file_has_texts_and_tags_and_nothing_that_runs(editor, sealed):
    round_, question = sealed
    answer = editor.get(reverse("polls_texts_file", args=[round_.pk, question]))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert "'=1+1 тиша," in lines


def test_pages_cost_the_same_with_more_texts(editor, sealed, django_assert_max_num_queries):
    round_, question = sealed
    for number in range(30):
        TextAnswer.objects.create(round=round_, question=question, text=f"Текст {number}")
    with django_assert_max_num_queries(24):
        editor.get(texts_page(sealed))
