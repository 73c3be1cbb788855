"""What stands still once a round has ballots: else people would have answered to something else.

A round is frozen from its first ballot on, and stays so when it is sealed; opened again, the poll has a
new round, which is free. What is frozen changes by the services alone (`services/rounds.py`,
`services/wording.py`): under the round's lock, with a public note. Title and lead are edited as ever, and a
change of theirs writes such a note by itself.
"""

from typing import Any, Final

from django.db import transaction

from portal.core.originals import original_locale_id
from portal.participation.polls.enums import NoteKind
from portal.participation.polls.questions.forms import Form, read_form

# Fields of the original that stand still. Words of `questions` change by a public correction.
FROZEN: Final = (
    "questions", "opens_at", "closes_at", "access", "min_age", "voter_districts", "results",
    "may_change",
)  # fmt: skip
# Words around the questions, which change in public.
WORDS: Final = ("title", "lead")


def is_frozen(poll: Any) -> bool:
    """Whether the current round of a poll, in whatever language, has ballots or is sealed."""
    round_ = _last_round(poll)
    return round_ is not None and _stands(round_)


def language_is_frozen(poll: Any) -> bool:
    """Whether ballots are kept with the words of this very version."""
    round_ = _last_round(poll)
    if round_ is None or not _stands(round_):
        return False
    return not round_.form or poll.locale.language_code in round_.form


def locked_round(poll: Any) -> Any:
    """The current round behind its lock, read anew; None for a poll that was never saved.

    Whoever has it knows that no first ballot comes before the end of the transaction.
    """
    from portal.participation.polls.models import Round

    rounds = Round.objects.select_for_update().filter(
        poll__translation_key=poll.translation_key, poll__locale_id=original_locale_id()
    )
    return rounds.order_by("-number").first()


def keep_frozen(poll: Any) -> None:
    """Put back what stands still, as it is in the database. The poll is not saved."""
    from portal.participation.polls.models import Poll

    if poll.pk is None or not is_frozen(poll):
        return
    stored = Poll.objects.filter(pk=poll.pk).select_related("locale").first()
    if stored is None:
        return
    if not poll.in_original_language:
        # Dates and conditions are the original's in any case (`Poll.shared_fields`).
        if language_is_frozen(stored):
            poll.questions = stored.questions
        return
    for name in FROZEN:
        field = poll._meta.get_field(name)
        if field.many_to_many:
            getattr(poll, name).set(list(getattr(stored, name).all()))
        else:
            setattr(poll, name, getattr(stored, name))


def changed_fields(poll: Any, given: dict[str, Any]) -> list[str]:
    """Names of frozen fields whose given values differ from those in the database.

    Moments are compared to the minute: forms know no seconds.
    """
    from portal.participation.polls.models import Poll

    stored = Poll.objects.get(pk=poll.pk)
    names = [name for name in FROZEN if name in given]
    return [name for name in names if _plain(stored, name) != _given(name, given[name])]


def tell_of_words(poll: Any) -> None:
    """Before a published poll is saved: a new title or lead of one with ballots stands in its public log.

    They are no part of what a round keeps, but they, too, say what people answer to.
    """
    from portal.participation.polls.models import PollNote

    rows = type(poll).objects.filter(pk=poll.pk, live=True)
    stored = rows.values(*WORDS).first()
    if stored is None or not poll.live or not is_frozen(poll):
        return
    for name in WORDS:
        before, after = stored[name], getattr(poll, name)
        if before != after:
            PollNote.objects.create(
                round=_last_round(poll),
                kind=NoteKind.WORDING,
                data={"part": name, "before": before, "after": after},
            )


def add_language(poll: Any) -> None:
    """Keep the words of a translation that was published after the first ballot."""
    with transaction.atomic():
        round_ = locked_round(poll)
        language = poll.locale.language_code
        if round_ is None or not round_.form or language in round_.form:
            return
        asked = Form.from_json(round_.form_json(language))
        round_.form[language] = asked.in_words_of(read_form(poll.questions)).as_json()
        round_.save(update_fields=["form"])


def _stands(round_: Any) -> bool:
    return bool(round_.form) or round_.is_sealed


def _last_round(poll: Any) -> Any:
    from portal.participation.polls.models import Round

    # Asked anew each time: a poll in memory may be older than the first ballot.
    return (
        Round.objects.filter(
            poll__translation_key=poll.translation_key, poll__locale_id=original_locale_id()
        )
        .order_by("-number")
        .first()
    )


def _plain(poll: Any, name: str) -> Any:
    value = getattr(poll, name)
    return _given(name, value.all() if poll._meta.get_field(name).many_to_many else value)


def _given(name: str, value: Any) -> Any:
    if name == "questions":
        return read_form(value)
    if name in {"opens_at", "closes_at"}:
        return value and value.replace(second=0, microsecond=0)
    if name == "voter_districts":
        return {district.pk for district in value}
    return value
