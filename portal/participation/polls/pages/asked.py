"""The questions of a poll as text, for the page around the form: the same for all readers, so it is cached."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from portal.core.languages import language_of
from portal.core.models import PortalImage
from portal.participation.polls.pages.shown import ShownPoll
from portal.participation.polls.questions.forms import Option, Question
from portal.participation.polls.questions.hints import condition_words, hint_of, numbers_of
from portal.participation.polls.questions.pictures import pictures_of
from portal.participation.polls.selectors import form_asked, form_of, language_asked


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it is read before it is answered; `choices` are answers with their pictures."""

    number: int
    question: Question
    hint: str
    condition: str
    choices: Sequence[tuple[Option, PortalImage | None]]


@dataclass(frozen=True, slots=True)
class AskedForm:
    """`more`: how many questions are left out. `lang`: of the words, where that is not the page's."""

    questions: Sequence[AskedQuestion]
    more: int
    lang: str

    @property
    def is_numbered(self) -> bool:
        return len(self.questions) + self.more > 1


def asked_of(shown: ShownPoll, most: int | None = None) -> AskedForm:
    """The first `most` questions, or all. Two queries where answers have pictures, else none."""
    reader, words = get_language() or settings.LANGUAGE_CODE, language_of(shown.words)
    if shown.round is None:
        form, used = form_of(shown.words, words), words
    else:
        form = form_asked(shown.words, shown.round, words)
        used = language_asked(shown.words, shown.round, words)
    numbers = numbers_of(form)
    some = form.first(most)
    pictures = pictures_of(some)
    questions = tuple(
        AskedQuestion(
            number=numbers[question.code],
            question=question,
            hint=hint_of(question),
            condition=condition_words(question, form, numbers),
            choices=[(option, pictures.get(option.image or 0)) for option in question.choices],
        )
        for question in some
    )
    return AskedForm(questions, len(form) - len(some), "" if used == reader else used)
