"""Polls as others read them."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from portal.core.languages import language_of
from portal.core.originals import attach_originals
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.questions.forms import Form, read_form


def form_asked(poll: Poll, round_: Round, language: str = settings.LANGUAGE_CODE) -> Form:
    """The questions of a round in a language: as they were kept, else as the poll has them now."""
    kept = round_.form_json(language)
    if kept is not None:
        return Form.from_json(kept)
    return form_of(poll, language)


def language_asked(poll: Poll, round_: Round, language: str) -> str:
    """The language in which `form_asked` says the questions."""
    known = language in round_.form if round_.form else language_of(poll) == language
    return language if known else settings.LANGUAGE_CODE


def form_of(poll: Poll, language: str | None = None) -> Form:
    """The original's questions in the words of a language, Ukrainian where that has none."""
    original = poll.original
    form = read_form(original.questions)
    language = language or get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE:
        return form
    version = poll if language_of(poll) == language else version_in(original, language)
    return form.in_words_of(read_form(version.questions)) if version else form


def version_in(poll: Poll, language: str) -> Poll | None:
    """The published version in a language; None where there is none."""
    found = (
        Poll.objects.filter(
            translation_key=poll.translation_key, locale__language_code=language, live=True
        )
        .select_related("locale")
        .first()
    )
    if found is not None:
        attach_originals([found])
    return found


def round_form(poll: Poll) -> dict[str, Any]:
    """The questions as they are asked now in every language that the poll has, for `Round.form`."""
    found = {settings.LANGUAGE_CODE: form_of(poll, settings.LANGUAGE_CODE).as_json()}
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE and version_in(poll, code) is not None:
            found[code] = form_of(poll, code).as_json()
    return found
