"""All kinds of questions as a form: what is read from it, what is refused, that what was typed stays."""

import re

import pytest
from django.utils.translation import gettext

from portal.participation.polls.models import Ballot
from portal.participation.polls.questions.forms import code_of
from tests.factories.blocks import items
from tests.factories.media import ImageFactory
from tests.participation.polls import making
from tests.participation.polls.making import block

TEN = tuple(str(number) for number in range(10))


def code(question):
    return code_of(question["id"])


def options(question, name="options"):
    return [code_of(item["id"]) for item in question["value"][name]]


def kept():
    ballot = Ballot.objects.get()
    return ballot.answers, ballot.texts


def send(client, poll, url, **values):
    return client.post(url(of=poll), {"round": 1, **values})


@pytest.fixture
def client_(enter, citizen):
    return enter(citizen)


def refused(response, words):
    assert response.status_code == 422
    html = response.content.decode()
    assert "error-summary" in html
    assert gettext(words).split("%")[0] in html
    assert not Ballot.objects.exists()
    return html


def test_several_answers_and_the_other_in_words(client_, url):
    question = block("multiple", "Що?", "А", "Б", has_other=True)
    poll, name = making.poll(question), code(question)
    first, _second = options(question)
    response = send(
        client_, poll, url, **{f"q-{name}": [first, "other"], f"t-{name}": "Більше лав"}
    )
    assert response.status_code == 200
    assert kept() == ({name: [first, "other"]}, {name: "Більше лав"})


def test_other_without_words_is_asked_for_them(client_, url):
    question = block("single", "Що?", "А", "Б", has_other=True)
    poll, name = making.poll(question), code(question)
    html = refused(
        send(client_, poll, url, **{f"q-{name}": "other"}),
        "Say in words what you mean by «Other».",
    )
    assert f'href="#id_{poll.slug}_q-{name}"' in html
    assert f'id="id_{poll.slug}_q-{name}"' in html
    assert html.count(" checked") == 1


def test_eleven_of_ten_allowed_are_too_many(client_, url):
    question = block("multiple", "Що?", *TEN, "десять", maximum=10)
    poll, name = making.poll(question), code(question)
    html = refused(
        send(client_, poll, url, **{f"q-{name}": options(question)}),
        "Оберіть не більше ніж 10 відповідей.",
    )
    assert html.count(" checked") == 11


def test_an_order_of_preference(client_, url):
    question = block("ranking", "Порядок?", "А", "Б", "В")
    poll, name = making.poll(question), code(question)
    one, two, three = options(question)
    sent = {f"q-{name}-{one}": "2", f"q-{name}-{two}": "3", f"q-{name}-{three}": "1"}
    assert send(client_, poll, url, **sent).status_code == 200
    assert kept()[0] == {name: [three, one, two]}


@pytest.mark.parametrize(
    ("ranks", "words"),
    [
        ("112", "Two answers have the same place: give each its own."),
        ("12", "Give every answer its place."),
        (["1", "2", "-3"], "Places go from 1 to %(count)d."),
        (["1", "2", "9" * 5000], "A place is a whole number."),
        (["1", "2", "3\0"], "A place is a whole number."),
    ],
)
def test_an_order_that_is_none(client_, url, ranks, words):
    question = block("ranking", "Порядок?", "А", "Б", "В")
    poll, name = making.poll(question), code(question)
    sent = {
        f"q-{name}-{option}": rank for option, rank in zip(options(question), ranks, strict=False)
    }
    html = refused(send(client_, poll, url, **sent), words)
    assert 'value="1" selected' in html


def test_an_order_that_nobody_gave_is_no_answer(client_, url):
    first = block("single", "Так?", "Так", "Ні")
    question = block("ranking", "Порядок?", "А", "Б")
    poll = making.poll(first, question)
    sent = {f"q-{code(question)}-{option}": "" for option in options(question)}
    chosen = options(first)[0]
    assert send(client_, poll, url, **{f"q-{code(first)}": chosen, **sent}).status_code == 200
    assert kept()[0] == {code(first): chosen}


def test_a_table_of_answers(client_, url):
    question = block("matrix", "Як?", "Добре", "Зле")
    rows = items("Лави", "Доріжки")
    question["value"]["rows"] = rows
    poll, name = making.poll(question), code(question)
    (good, bad), (benches, paths) = options(question), options(question, "rows")
    sent = {f"q-{name}-{benches}": good, f"q-{name}-{paths}": bad}
    assert send(client_, poll, url, **sent).status_code == 200
    assert kept()[0] == {name: {benches: good, paths: bad}}


def test_a_table_with_a_foreign_column_is_refused_and_kept(client_, url):
    question = block("matrix", "Як?", "Добре", "Зле")
    question["value"]["rows"] = items("Лави", "Доріжки")
    poll, name = making.poll(question), code(question)
    benches, paths = options(question, "rows")
    sent = {f"q-{name}-{benches}": options(question)[0], f"q-{name}-{paths}": "deadbeef"}
    html = refused(send(client_, poll, url, **sent), "Choose one of the answers.")
    assert html.count(" checked") == 1


@pytest.mark.parametrize("point", ["0", "6", "-1", "x", "3.5"])
def test_a_point_off_the_scale(client_, url, point):
    question = block("scale", "Наскільки?", points=5, low_label="ні", high_label="так")
    poll, name = making.poll(question), code(question)
    refused(send(client_, poll, url, **{f"q-{name}": point}), "Choose a point of the scale.")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-5", "Not less than %(number)s."),
        ("2,5", "Write a whole number."),
        ("багато", "Write a number."),
        ("1e3", "Write a number."),
        ("1" * 40, "The number is too long."),
    ],
)
def test_a_number_that_cannot_be(client_, url, typed, words):
    question = block("number", "Скільки?", minimum=0, maximum=None, whole=True, unit="грн")
    poll, name = making.poll(question), code(question)
    html = refused(send(client_, poll, url, **{f"q-{name}": typed}), words)
    assert f'value="{typed}"' in html
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize("typed", ["2019-06-03", "03.06.2019"])
def test_a_day_however_it_is_typed(client_, url, typed):
    question = block("date", "Коли?", minimum=None, maximum=None)
    poll, name = making.poll(question), code(question)
    assert send(client_, poll, url, **{f"q-{name}": typed}).status_code == 200
    assert kept()[0] == {name: "2019-06-03"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("99999-01-01", "Write a day, such as 3 June 2019."),
        ("0019-06-03", "Look at the year: it is too far away."),
        ("31.02.2019", "Write a day, such as 3 June 2019."),
    ],
)
def test_a_day_that_is_none(client_, url, typed, words):
    question = block("date", "Коли?", minimum=None, maximum=None)
    poll, name = making.poll(question), code(question)
    html = refused(send(client_, poll, url, **{f"q-{name}": typed}), words)
    assert f'value="{typed}"' in html or "0019" in typed


def test_a_text_loses_what_nobody_sees_and_one_too_long_is_kept(client_, url):
    question = block("short_text", "Словом?")
    poll, name = making.poll(question), code(question)
    long = "а" * 301
    html = refused(
        send(client_, poll, url, **{f"q-{name}": long}),
        "Відповідь довша за 300 знаків.",
    )
    assert long in html
    assert send(client_, poll, url, **{f"q-{name}": "Та\0к"}).status_code == 200
    assert kept()[1] == {name: "Так"}


def test_nothing_at_all_is_no_answer(client_, url):
    poll = making.poll(block("long_text", "Що скажете?"))
    refused(send(client_, poll, url), "Answer at least one question.")


def test_an_obligatory_question_is_named(client_, url):
    question = block("long_text", "Що скажете?", required=True)
    html = refused(send(client_, making.poll(question), url), "Answer this question.")
    assert "Що скажете?: " in html


def test_a_picture_stands_with_its_words(client_, url):
    images = [ImageFactory() for _number in range(3)]
    question = block("picture", "Який?")
    question["value"]["options"] = items(
        *(
            {
                "image": {"image": image.pk, "alt_text": f"Ескіз {image.pk}", "decorative": False},
                "text": f"Варіант {image.pk}",
            }
            for image in images
        )
    )
    poll, name = making.poll(question), code(question)
    html = client_.get(url(of=poll)).content.decode()
    assert all(f'alt="Ескіз {image.pk}"' in html for image in images)
    choice = options(question)[1]
    assert send(client_, poll, url, **{f"q-{name}": choice}).status_code == 200
    assert kept()[0] == {name: choice}


def test_what_was_not_asked_is_not_kept(client_, url):
    first = block("single", "Буваєте?", "Так", "Ні")
    yes, no = options(first)
    second = block("short_text", "Де саме?", required=True, shown_if=f"{code(first)}={yes}")
    poll = making.poll(first, second)
    html = client_.get(url(of=poll)).content.decode()
    assert f'data-shown-if="{code(first)}={yes}"' in html
    sent = {f"q-{code(first)}": no, f"q-{code(second)}": "таємниця"}
    assert send(client_, poll, url, **sent).status_code == 200
    assert kept() == ({code(first): no}, {})


def test_a_hidden_questions_answer_is_asked_for_once_it_is_shown(client_, url):
    first = block("single", "Буваєте?", "Так", "Ні")
    yes, _no = options(first)
    second = block("short_text", "Де саме?", required=True, shown_if=f"{code(first)}={yes}")
    poll = making.poll(first, second)
    refused(send(client_, poll, url, **{f"q-{code(first)}": yes}), "Answer this question.")


def test_the_words_of_an_editor_stay_words(client_, url):
    question = block("single", "<b>Так?</b>", "<i>А</i>", "Б", help="<script>x</script>\nдругий")
    html = client_.get(url(of=making.poll(question, title="<u>т</u>"))).content.decode()
    for mark in ("<b>Так", "<i>А", "<script>x", "<u>т"):
        assert mark not in html
    assert "&lt;script&gt;x&lt;/script&gt;<br>другий" in html


KINDS = {
    "single": ("А", "Б"),
    "scale": (),
    "matrix": ("Так", "Ні"),
}


def choosable(kind, **value):
    """A question of a kind whose controls cannot be unticked."""
    more = {
        "scale": {"points": 5, "low_label": "зле", "high_label": "добре"},
        "matrix": {"rows": items("Ранок", "Вечір")},
    }
    return block(kind, "Що?", *KINDS[kind], **more.get(kind, {}), **value)


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_that_need_not_be_given_can_be_taken_back(client_, url, kind):
    question, other = choosable(kind), block("short_text", "Чому?")
    poll, name = making.poll(question, other), code(question)
    html = client_.get(url(of=poll)).content.decode()
    assert "Без відповіді" in html
    # Nobody has looked at it yet: nothing is chosen.
    assert not re.search(r'type="radio"[^>]*checked', html)
    field = f"q-{name}-{options(question, 'rows')[0]}" if kind == "matrix" else f"q-{name}"
    response = send(client_, poll, url, **{field: "", f"q-{code(other)}": "Так"})
    assert response.status_code == 200
    assert kept() == ({}, {code(other): "Так"})


@pytest.mark.parametrize("kind", KINDS)
def test_an_obligatory_answer_has_no_way_around_it(client_, url, kind):
    question = choosable(kind, required=True)
    poll, name = making.poll(question), code(question)
    assert "Без відповіді" not in client_.get(url(of=poll)).content.decode()
    refused(send(client_, poll, url, **{f"q-{name}": ""}), "Answer this question.")
