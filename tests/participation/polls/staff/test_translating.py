"""Translations carry words; questions and answers are the same under the same codes."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from portal.core.exceptions import Refusal
from portal.participation.polls.models import Ballot, Poll, Round
from portal.participation.polls.selectors import form_asked
from tests.participation.polls.making import block, codes, guest, poll, vote


@pytest.fixture
def bilingual(english):
    made = poll(block("single", "Коли?", "Уранці", "Увечері", help="Одна відповідь"))
    source, _created = TranslationSource.get_or_create_from_instance(made)
    translation = Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="en")
    )
    return made, translation


WORDS = {
    "Коли вам зручно?": "When does it suit you?",
    "Коли?": "When?",
    "Уранці": "In the morning",
    "Увечері": "In the evening",
    "Одна відповідь": "One answer",
}


def say(translation, words=WORDS):
    from wagtail_localize.models import StringTranslation

    for segment in translation.source.stringsegment_set.select_related("string"):
        if segment.string.data in words:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=translation.target_locale,
                defaults={"data": words[segment.string.data]},
            )


def publish(translation, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    return Poll.objects.get(locale=translation.target_locale)


def test_only_words_are_to_be_translated(bilingual):
    made, _translation = bilingual
    texts = {
        segment.string.data
        for segment in extract_segments(made)
        if isinstance(segment, StringSegmentValue)
    }
    assert texts == set(WORDS)


def test_the_english_count_meets_the_ukrainian_one(bilingual, django_capture_on_commit_callbacks):
    made, translation = bilingual
    say(translation)
    version = publish(translation, django_capture_on_commit_callbacks)
    assert version.live
    assert codes(version) == codes(made)
    assert form_asked(version, version.current_round, "en").questions[0].text == "When?"
    vote(made, 1, choice=0)
    vote(version, 2, choice=0)
    assert Ballot.objects.filter(round=made.current_round).count() == 2
    assert len({str(ballot.answers) for ballot in Ballot.objects.all()}) == 1


def test_half_a_translation_is_not_put_on_the_site(bilingual, django_capture_on_commit_callbacks):
    from django.core.exceptions import ValidationError

    _made, translation = bilingual
    say(translation, {"Коли?": "When?"})
    with pytest.raises(ValidationError):
        publish(translation, django_capture_on_commit_callbacks)
    assert not Poll.objects.filter(locale=translation.target_locale, live=True).exists()


def test_no_translation_stands_there_before_its_original(
    bilingual, django_capture_on_commit_callbacks
):
    made, translation = bilingual
    say(translation)
    made.unpublish()
    with pytest.raises(Refusal):
        publish(translation, django_capture_on_commit_callbacks)


def test_a_translation_that_comes_after_the_first_ballot_is_asked_too(
    bilingual, django_capture_on_commit_callbacks
):
    made, translation = bilingual
    vote(made, 1)
    say(translation)
    publish(translation, django_capture_on_commit_callbacks)
    round_ = Round.objects.get()
    assert form_asked(made, round_, "en").questions[0].options[1].text == "In the evening"
    assert form_asked(made, round_, "uk").questions[0].options[1].text == "Увечері"
    # From then on its words stand still as well.
    say(translation, WORDS | {"Коли?": "Never?", "Коли вам зручно?": "When, please?"})
    version = publish(translation, django_capture_on_commit_callbacks)
    assert version.questions[0].value["text"] == "When?"
    assert version.title == "When, please?"
    assert vote(version, voter=guest(5))
