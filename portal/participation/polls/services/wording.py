"""Correcting words that people have answered to: in public, word by word, with what stood there before."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from django.db import transaction
from django.utils.translation import gettext as _

from portal.participation.polls.enums import Kind, NoteKind
from portal.participation.polls.errors import NotNow
from portal.participation.polls.models import Poll, PollNote
from portal.participation.polls.questions.checking import faults
from portal.participation.polls.questions.forms import Form, Option, Question, code_of
from portal.participation.polls.services.public_acts import check, give_to_drafts, locked, tell
from portal.people.models import User

# Characters, as the blocks have them.
_LONGEST: Final = {"text": 300, "help": 600, "low_label": 80, "high_label": 80}
_LONGEST_OPTION: Final = 200
_LONGEST_COLUMN: Final = 80


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of a form. `part`: «text», «help», «low_label», «high_label», «options» or «rows».

    `option` is the code of the answer or row, empty for the others.
    """

    question: str
    part: str
    option: str = ""

    def __str__(self) -> str:
        return f"{self.question}:{self.part}:{self.option}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises ValueError."""
        question, part, option = text.split(":")
        return cls(question, part, option)


def pieces(form: Form) -> Iterator[tuple[Piece, str]]:
    """Every text of a form that can be corrected, in the order in which it is read."""
    for question in form:
        for part in _LONGEST:
            if text := getattr(question, part):
                yield Piece(question.code, part), text
        for part in ("rows", "options"):
            for option in getattr(question, part):
                yield Piece(question.code, part, option.code), option.text


@transaction.atomic
def correct(
    *, poll: Poll, language: str, piece: Piece, text: str, reason: str, by: User
) -> PollNote:
    """Other words for the same thing, in one language of the current round.

    Raises NotAllowed; NotNow where there are no ballots yet, the round is sealed, or the words do not do.
    """
    reason = check(by, reason)
    original, round_ = locked(poll)
    if not round_.form:
        raise NotNow(_("There are no ballots yet: correct it in the form of the poll."))
    if round_.is_sealed:
        raise NotNow(_("The round is sealed: what was asked stays as it was asked."))
    if language not in round_.form:
        raise NotNow(_("This round was not asked in this language."))
    form = Form.from_json(round_.form[language])
    before = dict(pieces(form)).get(piece)
    if before is None:
        raise NotNow(_("This text is not there any more."))
    text = " ".join(text.split()) if piece.part != "help" else text.strip()
    corrected = _checked(form, piece, before, text)
    round_.form[language] = corrected.as_json()
    round_.save(update_fields=["form"])
    version = Poll.objects.filter(
        translation_key=original.translation_key, locale__language_code=language
    ).first()
    if version is not None:
        _write(version, piece, text)
    return tell(
        round_,
        NoteKind.WORDING,
        by,
        text=reason,
        language=language,
        question=piece.question,
        part=piece.part,
        option=piece.option,
        before=before,
        after=text,
    )


def _checked(form: Form, piece: Piece, before: str, text: str) -> Form:
    if not text:
        raise NotNow(_("Write the new wording."))
    if text == before:
        raise NotNow(_("This is the wording that stands there already."))
    limit = _limit(form.by_code[piece.question], piece)
    if len(text) > limit:
        raise NotNow(_("Write at most %(count)d characters here.") % {"count": limit})
    corrected = Form(
        tuple(
            _with(question, piece, text) if question.code == piece.question else question
            for question in form
        )
    )
    new = [words for code, words in faults(corrected) if (code, words) not in set(faults(form))]
    if new:
        raise NotNow(new[0])
    return corrected


def _limit(question: Question, piece: Piece) -> int:
    if piece.part == "options" and question.kind == Kind.MATRIX:
        return _LONGEST_COLUMN
    return _LONGEST.get(piece.part, _LONGEST_OPTION)


def _with(question: Question, piece: Piece, text: str) -> Question:
    if not piece.option:
        return replace(question, **{piece.part: text})  # type: ignore[arg-type]
    options: tuple[Option, ...] = tuple(
        replace(option, text=text) if option.code == piece.option else option
        for option in getattr(question, piece.part)
    )
    return replace(question, **{piece.part: options})  # type: ignore[arg-type]


def _write(version: Poll, piece: Piece, text: str) -> None:
    """The same in the poll's own questions, and in the draft that editors go on with."""
    blocks: list[dict[str, Any]] = deepcopy(version.questions.get_prep_value())
    for block in blocks:
        if code_of(block["id"]) != piece.question:
            continue
        if not piece.option:
            block["value"][piece.part] = text
            continue
        for item in block["value"][piece.part]:
            if code_of(item["id"]) == piece.option and isinstance(item["value"], str):
                item["value"] = text
            elif code_of(item["id"]) == piece.option:
                item["value"]["text"] = text
    version.questions = version._meta.get_field("questions").to_python(blocks)
    version.save(update_fields=["questions"])
    give_to_drafts(version, "questions")
