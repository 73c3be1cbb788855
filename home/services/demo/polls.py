"""Polls of the demo: rows and questions out of `home/demo/polls.toml`, brought into every state there is."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from home.services.demo.bodies import Writer
from home.services.demo.content import (
    LANGUAGES,
    ORIGINAL,
    DemoError,
    identity,
    in_language,
    read,
)
from home.services.demo.library import Library
from home.services.demo.moments import Calendar
from home.services.demo.polls_votes import BOTS, Given, Votes, cast_all, type_in
from portal.core.originals import locale_ids
from portal.participation.polls import marks
from portal.participation.polls.enums import Channel, NoteKind
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.questions.forms import code_of
from portal.participation.polls.results.live import renew
from portal.participation.polls.services import rounds, voiding, wording
from portal.participation.polls.services.sealing import seal

# What a question of the file says of its answers besides what its block holds.
_PLAIN: Final = ("minimum", "maximum", "points", "has_other", "whole")
_TEXTS: Final = {
    "text": "text",
    "help": "help",
    "unit": "unit",
    "low": "low_label",
    "high": "high_label",
}
_TERMS: Final = {"topics": "topic", "districts": "district", "voter_districts": "district"}
_COPIED: Final = ("access", "results", "may_change", "is_private", "min_age", "has_discussion")


def make_polls(library: Library, calendar: Calendar, people: dict[str, Any]) -> None:
    """Make polls that are missing, with their ballots; move on the dates of those that nobody has moved.

    Without accounts there is no paper, and nothing that staff decides in public.
    """
    for given in read("polls")["poll"]:
        key = given["key"]
        poll = Poll.objects.filter(
            translation_key=identity("poll", key), locale_id=locale_ids()[ORIGINAL]
        ).first()
        if poll is None:
            # All or nothing, so that a second run finds no poll without its ballots.
            with transaction.atomic():
                poll = _make(given, library, calendar)
                _vote(poll, given, library, calendar, people)
            _act(poll, given, library, calendar, people)
        else:
            _move_on(poll, given, calendar)
        library.polls[key] = poll.pk


# --- The rows ----------------------------------------------------------------------------------------


def _make(given: Given, library: Library, calendar: Calendar) -> Poll:
    made = {
        language: _version(given, language, library, calendar)
        for language in LANGUAGES
        if language in given["title"]
    }
    return made[ORIGINAL]


def _version(given: Given, language: str, library: Library, calendar: Calendar) -> Poll:
    writer = Writer(f"poll/{given['key']}", language, calendar, library)
    poll = Poll(
        translation_key=identity("poll", given["key"]),
        locale_id=locale_ids()[language],
        title=writer.text(given["title"]),
        lead=writer.text(given["lead"]),
        slug=given["key"],
        legal_basis=writer.text(given.get("legal_basis")),
        live=True,
        **{name: given[name] for name in _COPIED if name in given},
    )
    first = given.get("round", given)
    poll.opens_at, poll.closes_at = (calendar.moment(first[name]) for name in ("opens", "closes"))
    if "department" in given:
        poll.department = library.term("department", given["department"])
    poll.questions = Poll._meta.get_field("questions").to_python(_questions(given, writer))
    for name, kind in _TERMS.items():
        getattr(poll, name).set([library.term(kind, key) for key in given.get(name, ())])
    # One that is to open later was published by now.
    poll.first_published_at = poll.last_published_at = min(
        poll.opens_at or calendar.now, calendar.now
    )
    poll.save()
    # Past what publishing checks: a poll that ended last month was published before it ended.
    revision = poll.save_revision(clean=False)
    Poll.objects.filter(pk=poll.pk).update(
        live_revision=revision, has_unpublished_changes=False, expired=False
    )
    return Poll.objects.get(pk=poll.pk)


def _questions(given: Given, writer: Writer) -> list[dict[str, Any]]:
    return [
        {
            "type": question["kind"],
            "id": _question_id(given, number),
            "value": _value(given, number, question, writer),
        }
        for number, question in enumerate(given["questions"])
    ]


def _value(given: Given, number: int, question: Given, writer: Writer) -> dict[str, Any]:
    value: dict[str, Any] = {"help": "", "required": bool(question.get("required"))}
    value |= {name: question[name] for name in _PLAIN if name in question}
    value |= {name: writer.text(question[key]) for key, name in _TEXTS.items() if key in question}
    value["shown_if"] = _condition(given, question)
    for name in ("rows", "options"):
        if name in question:
            texts = map(writer.text, in_language(question[name], writer.language))
            value[name] = [
                {"type": "item", "id": _option_id(given, number, name, place), "value": text}
                for place, text in enumerate(texts)
            ]
    if "pictures" in question:
        for item, key in zip(value["options"], question["pictures"], strict=True):
            alt = writer.text(writer.shelf.picture_alt(key, writer.language))
            image = {"image": writer.shelf.picture(key), "decorative": False, "alt_text": alt}
            item["value"] = {"image": image, "text": item["value"]}
    return value


def _condition(given: Given, question: Given) -> str:
    shown = question.get("shown_if")
    if not shown:
        return ""
    asked = shown["question"]
    codes = [code_of(_option_id(given, asked, "options", place)) for place in shown["options"]]
    return f"{code_of(_question_id(given, asked))}={','.join(codes)}"


def _question_id(given: Given, number: int) -> str:
    return str(identity("poll-question", f"{given['key']}.{number}"))


def _option_id(given: Given, number: int, part: str, place: int) -> str:
    return str(identity("poll-option", f"{given['key']}.{number}.{part}.{place}"))


# --- What was done with them -------------------------------------------------------------------------


def _votes(poll: Poll, given: Given, library: Library, people: dict[str, Any], at: Given) -> Votes:
    districts = given.get("voter_districts") or given.get("districts")
    known = [term for (kind, _key), term in library.terms.items() if kind == "district"]
    return Votes(
        poll=poll,
        given=given,
        counts=at.get("votes", {}),
        districts=[library.term("district", key) for key in districts] if districts else known,
        people=people,
    )


def _vote(
    poll: Poll, given: Given, library: Library, calendar: Calendar, people: dict[str, Any]
) -> None:
    """The ballots of the first round; live counts as they stand."""
    first = given.get("round", given)
    if first.get("votes"):
        cast_all(_votes(poll, given, library, people, first), calendar.now)
    if poll.results == "live" and poll.closes_at is not None and poll.closes_at > calendar.now:
        renew(poll.current_round)


def _act(
    poll: Poll, given: Given, library: Library, calendar: Calendar, people: dict[str, Any]
) -> None:
    """What comes after: the box, the seal, public acts, another round."""
    ended = (
        poll.closes_at is not None and poll.closes_at + settings.POLLS_SEAL_AFTER <= calendar.now
    )
    if people:
        type_in(poll, given, people["clerk"], calendar.now)
    if ended:
        seal(poll.current_round, now=_end(poll) + settings.POLLS_SEAL_AFTER)
    if not people:
        return
    chief = people["chief"]
    if again := given.get("round"):
        opens, closes = (calendar.moment(given[name]) for name in ("opens", "closes"))
        if opens is None or closes is None:
            raise DemoError(f"{given['key']}: a round has both its ends.")
        rounds.open_again(
            poll=poll, opens_at=opens, closes_at=closes, reason=again["reason"], by=chief
        )
        poll = Poll.objects.get(pk=poll.pk)
        cast_all(_votes(poll, given, library, people, given), calendar.now)
        renew(poll.current_round)
    if later := given.get("extended"):
        until = calendar.moment(later["until"]) or _end(poll)
        rounds.extend(poll=poll, until=until, reason=later["reason"], by=chief)
    if words := given.get("wording"):
        wording.correct(
            poll=poll,
            language=ORIGINAL,
            piece=wording.Piece(code_of(_question_id(given, words["question"])), "text"),
            text=words["text"],
            reason=words["reason"],
            by=chief,
        )

    if reason := given.get("void"):
        mark = marks.mark(poll.current_round.pk, marks.NETWORK, BOTS)
        proposal = voiding.propose(round_=poll.current_round, by=chief, reason=reason, network=mark)
        voiding.confirm(proposal, by=people["administrator"])
    if reason := given.get("disputed"):
        ballots = poll.current_round.ballots.filter(channel=Channel.UNVERIFIED).order_by("key")
        voiding.propose(
            round_=poll.current_round,
            by=chief,
            reason=reason,
            keys=ballots.values_list("key", flat=True)[:2],
        )


def _end(poll: Poll) -> datetime:
    if poll.closes_at is None:
        raise DemoError(f"{poll.slug} has no end.")
    return poll.closes_at


def _move_on(poll: Poll, given: Given, calendar: Calendar) -> None:
    """As with pages, relative dates move on; not those that staff has moved, nor of what is sealed."""
    round_: Round = poll.current_round
    moved = round_.notes.exclude(kind=NoteKind.WORDING).exists()
    opens, closes = (calendar.moment(given[name]) for name in ("opens", "closes"))
    if round_.is_sealed or moved or "round" in given or opens is None or closes is None:
        return
    if abs(closes - _end(poll)) < timedelta(minutes=5) or closes < _end(poll):
        return
    poll.opens_at, poll.closes_at = opens, closes
    poll.save(update_fields=["opens_at", "closes_at"])
