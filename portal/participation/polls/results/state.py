"""Whether a round's results are shown, and all that stands beside them."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from portal.core.moments import in_words
from portal.participation.polls.enums import ShowResults, VoidState
from portal.participation.polls.models import Poll, Round, Voiding
from portal.participation.polls.results import words
from portal.participation.polls.results.counting import Tally
from portal.participation.polls.results.shown import Asked, asked
from portal.participation.polls.selectors import form_asked, language_asked


@dataclass(frozen=True)
class Results:
    """A round's results, or why there are none yet (`message`, empty before the poll has begun)."""

    poll: Poll
    round: Round | None
    message: str = ""
    is_shown: bool = False
    # What the whole count is: «1 387 votes: 1 284 …».
    summary: str = ""
    # What a count that may still move is.
    notice: str = ""
    questions: list[Asked] = field(default_factory=list)
    # (how many, why), of ballots that do not count.
    voided: list[tuple[str, str]] = field(default_factory=list)
    # Of the words of questions, where that is not the page's language.
    lang: str = ""
    # As HTML, by the level of its headings and whether it is for paper: `{% shown_results %}` keeps it here.
    drawn: dict[tuple[int, bool], SafeString] = field(default_factory=dict, compare=False)

    @property
    def is_sealed(self) -> bool:
        return self.round is not None and self.round.is_sealed

    @property
    def is_numbered(self) -> bool:
        return len(self.questions) > 1

    @property
    def has_breakdowns(self) -> bool:
        return any(question.breakdowns for question in self.questions)


def results_of(poll: Poll, round_: Round | None = None, *, now: datetime | None = None) -> Results:
    """The results of a round, the current one if none is given. A constant number of queries."""
    round_ = round_ or poll.current_round
    if round_ is None:
        return Results(poll, None)
    message = _why_not(poll.original, round_, now or timezone.now())
    if message is not None:
        return Results(poll, round_, message)
    language = get_language() or settings.LANGUAGE_CODE
    tally = Tally.from_json(round_.tally)
    used = language_asked(poll, round_, language)
    return Results(
        poll,
        round_,
        is_shown=True,
        summary=words.channels(tally),
        notice=_notice(poll.original, round_, now or timezone.now()),
        questions=asked(form_asked(poll, round_, language), tally, round_.breakdown, language),
        voided=_voided(round_) if sum(tally.voided.values()) else [],
        lang="" if used == language else used,
    )


def earlier_results(results: Results, *, now: datetime | None = None) -> Results | None:
    """Where a round has no results yet: those of the last sealed one before it."""
    if results.is_shown or results.round is None or results.round.number == 1:
        return None
    before = Round.objects.filter(
        poll_id=results.round.poll_id, number__lt=results.round.number, sealed_at__isnull=False
    )
    round_ = before.order_by("-number").defer("report").first()
    return None if round_ is None else results_of(results.poll, round_, now=now)


def _why_not(poll: Poll, round_: Round, now: datetime) -> str | None:
    """Why there are no results to show; None when there are, empty before the beginning."""
    has_steps = poll.results == ShowResults.LIVE and bool(round_.tally)
    if round_.is_sealed:
        return None
    if poll.opens_at is None or now < poll.opens_at:
        return ""
    if has_steps:
        return None
    if poll.closes_at is not None and poll.closes_at <= now:
        return gettext(
            "The vote is over. Ballots are being checked; results come by %(moment)s."
        ) % {"moment": _sealed_by(poll.closes_at)}
    return _first_step() if poll.results == ShowResults.LIVE else _after_the_end(poll)


def _after_the_end(poll: Poll) -> str:
    if poll.closes_at is None:
        return gettext("Results are shown after the end of the poll.")
    return gettext("Results are shown after the end of the poll: %(moment)s.") % {
        "moment": in_words(poll.closes_at)
    }


def _first_step() -> str:
    return ngettext(
        "First results are shown with %(count)d vote.",
        "First results are shown with %(count)d votes.",
        settings.POLLS_LIVE_STEP,
    ) % {"count": settings.POLLS_LIVE_STEP}


def _notice(poll: Poll, round_: Round, now: datetime) -> str:
    if round_.is_sealed or round_.counted_at is None:
        return ""
    counted = in_words(round_.counted_at)
    if poll.closes_at is not None and poll.closes_at <= now:
        return gettext("Not final: ballots are being checked, the count stands by %(moment)s.") % {
            "moment": _sealed_by(poll.closes_at)
        }
    return gettext(
        "Counted %(moment)s. The count moves by ten votes or more at once, "
        "so that nobody can tell how one person answered."
    ) % {"moment": counted}


def _sealed_by(ends: datetime) -> str:
    return in_words(ends + settings.POLLS_SEAL_AFTER)


def _voided(round_: Round) -> list[tuple[str, str]]:
    rows = Voiding.objects.filter(round=round_, state=VoidState.CONFIRMED, count__gt=0)
    return [
        (
            ngettext("%(number)s vote does not count", "%(number)s votes do not count", row.count)
            % {"number": words.number(row.count)},
            row.reason,
        )
        for row in rows.order_by("decided_at", "pk")
    ]
