import json

import pytest
from wagtail.blocks import StructBlockValidationError

from portal.participation.polls.enums import Kind
from portal.participation.polls.questions.blocks import PictureOptionBlock
from portal.participation.polls.questions.forms import (
    Condition,
    Form,
    Question,
    code_of,
    read_condition,
    read_form,
)
from portal.participation.polls.questions.hints import hint_of
from portal.participation.polls.selectors import form_of, round_form
from tests.factories.blocks import items
from tests.factories.media import ImageFactory
from tests.participation.polls.making import block, poll


@pytest.fixture
def whole(db):
    image = ImageFactory()
    picture = {"image": {"image": image.pk, "alt_text": "Сквер", "decorative": False}, "text": "А"}
    first = block("single", "Де?", "Поділ", "Оболонь", has_other=True)
    asked = f"{code_of(first['id'])}={code_of(first['value']['options'][0]['id'])}"
    return poll(
        first,
        block("multiple", "Що?", "Світло", "Лави", minimum=1, maximum=2),
        block("ranking", "Що важливіше?", "Дороги", "Парки"),
        block("scale", "Наскільки?", points=5, low_label="зовсім ні", high_label="дуже"),
        block("matrix", "Оцініть", "добре", "погано", rows=items("Вікна", "Двері")),
        block("picture", "Який?") | {},
        block("short_text", "Назва", shown_if=asked),
        block("long_text", "Чому?", required=True),
        block("number", "Скільки разів?", minimum=0, maximum=7, whole=True, unit="разів"),
        block("date", "Коли?", minimum="2019-06-01", maximum=None),
        title="Усі питання",
    ), picture


def test_a_form_survives_being_kept(whole):
    found, _picture = whole
    form = form_of(found, "uk")
    assert [question.kind for question in form][:3] == ["single", "multiple", "ranking"]
    kept = json.loads(json.dumps(form.as_json()))
    assert Form.from_json(kept) == form
    assert form.questions[6].condition == Condition(
        form.questions[0].code, (form.questions[0].options[0].code,)
    )
    assert form.questions[9].minimum == "2019-06-01"


def test_pictures_have_their_descriptions(whole):
    found, picture = whole
    raw = block("picture", "Який?", picture, {**picture, "text": "Б"})
    stream = found._meta.get_field("questions").to_python([raw])
    (question,) = read_form(stream)
    assert [(option.text, option.alt) for option in question.options] == [
        ("А", "Сквер"),
        ("Б", "Сквер"),
    ]


@pytest.mark.parametrize("text", ["", "abc", "=x", "abc=", "abc= , "])
def test_no_condition(text):
    assert read_condition(text) is None


def test_the_other_language_gives_words_only(whole, english):
    found, _picture = whole
    version = found.copy_for_translation(english)
    raw = [dict(child) for child in version.questions.raw_data]
    raw[0]["value"] = {**raw[0]["value"], "text": "Where?", "required": True}
    del raw[3]
    version.questions = version._meta.get_field("questions").to_python(raw)
    version.live = True
    version.save()
    form = form_of(found, "en")
    assert len(form) == len(form_of(found, "uk"))
    assert form.questions[0].text == "Where?"
    assert form.questions[0].required is False
    assert form.questions[3].text == "Наскільки?"
    assert set(round_form(found)) == {"uk", "en"}


@pytest.mark.parametrize("decorative", [False, True])
@pytest.mark.parametrize("words", ["", " ", None])
def test_a_picture_to_vote_for_is_described_and_never_decorative(db, words, decorative):
    option = PictureOptionBlock()
    image = {"image": ImageFactory().pk, "alt_text": words, "decorative": decorative}
    with pytest.raises(StructBlockValidationError) as refused:
        option.clean(option.to_python({"image": image, "text": "А"}))
    (told,) = refused.value.block_errors["image"].block_errors["alt_text"].messages
    assert "декоратив" not in told
    described = option.to_python({"image": {**image, "alt_text": "Сквер"}, "text": "А"})
    assert option.clean(described)["image"].contextual_alt_text == "Сквер"


@pytest.mark.parametrize(
    ("kind", "bounds", "said"),
    [
        (Kind.NUMBER, {"whole": True, "minimum": 0, "maximum": 31}, "Ціле число від 0 до 31."),
        (Kind.NUMBER, {"whole": True}, "Ціле число."),
        (Kind.NUMBER, {"whole": True, "minimum": 0}, "Ціле число, не менше ніж 0."),
        (Kind.NUMBER, {"maximum": 0.5}, "Число, не більше ніж 0,5."),
        (Kind.NUMBER, {}, ""),
        (Kind.DATE, {"minimum": "2019-06-03"}, "Не раніше ніж 3 червня 2019 р."),
        (Kind.DATE, {"maximum": "2019-06-03"}, "Не пізніше ніж 3 червня 2019 р."),
        (Kind.DATE, {}, ""),
    ],
)
def test_what_a_number_or_a_day_may_be_is_said_before_it_is_refused(kind, bounds, said):
    assert hint_of(Question(code="q", kind=kind, text="?", **bounds)) == said
