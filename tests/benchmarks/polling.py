"""Polls of ten ballots beside polls of a hundred thousand: a page with three of them, and one vote.

`queries` and `cpu_ms` are medians, the best of three taken in turn, for the machine itself differs by a third
from one minute to the next. Votes a second: four processes that call the service as fast as it
answers, each vote a transaction of its own.
"""

import multiprocessing
import secrets
import statistics
import time
import uuid
from dataclasses import dataclass

from tests.benchmarks import pages

SMALL, LARGE = 10, 100_000
POLLS = 3
WORKERS = 4
_WRITTEN = 25
_ROUNDS = 3
_SECONDS = 8


@dataclass(frozen=True)
class Cost:
    queries: int
    cpu_ms: float
    bytes: int = 0


def measure():
    """By size: the page and the vote; then how many votes a second. Needs the demo's pages."""
    from portal.core.pagecache import stamp

    made = {
        count: [poll_of(count, f"vymir-{count}-{number}") for number in range(POLLS)]
        for count in (SMALL, LARGE)
    }
    paths = {count: _page(count, polls) for count, polls in made.items()}
    pages._version[:] = [stamp.read()]
    rounds = [
        {str(count): _measure_one(paths[count], made[count]) for count in made}
        for _ in range(_ROUNDS)
    ]
    found = {
        count: {
            name: min((one[count][name] for one in rounds), key=lambda cost: cost.cpu_ms)
            for name in each
        }
        for count, each in rounds[0].items()
    }
    return found, _votes_a_second(made[SMALL][0])


def _measure_one(path, polls):
    page = pages.cost(path, "")
    return {
        "a page with three polls": Cost(page.queries, page.cpu_ms, page.bytes),
        "a vote": _vote_cost(polls[0]),
    }


def _vote_cost(poll):
    from django.db import connection, transaction

    from portal.participation.polls.selectors import form_of
    from portal.participation.polls.services.ballots import cast

    statements, times = [], []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    question = form_of(poll, "uk").questions[0]
    given = {question.code: question.options[0].code}
    for _ in range(_WRITTEN):
        with transaction.atomic(), connection.execute_wrapper(note):
            began = time.process_time()
            cast(poll=poll, voter=_guest(), given=given)
            times.append((time.process_time() - began) * 1000)
            transaction.set_rollback(True)
    return Cost(round(len(statements) / _WRITTEN), round(statistics.median(times), 1))


def _guest():
    from portal.participation.polls.enums import Channel
    from portal.participation.polls.services.ballots import Voter

    return Voter(channel=Channel.UNVERIFIED, browser=secrets.token_hex(8), network="203.0.113.0")


def _votes_a_second(poll):
    """All votes of four processes in some seconds."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(WORKERS) as pool:
        counts = pool.map(vote_on, [poll.pk] * WORKERS)
    return round(sum(counts) / _SECONDS)


def vote_on(pk):
    """One process: votes given in `_SECONDS`, after Django has started."""
    import django

    django.setup()
    from portal.participation.polls.models import Poll
    from portal.participation.polls.selectors import form_of
    from portal.participation.polls.services.ballots import cast

    poll = Poll.objects.get(pk=pk)
    question = form_of(poll, "uk").questions[0]
    given, count = {question.code: question.options[1].code}, 0
    ends = time.monotonic() + _SECONDS
    while time.monotonic() < ends:
        cast(poll=Poll.objects.get(pk=pk), voter=_guest(), given=given)
        count += 1
    return count


def _question(kind, text, *options, **more):
    listed = [{"type": "item", "value": each, "id": str(uuid.uuid4())} for each in options]
    value = {"text": text, "help": "", "required": False, "shown_if": "", **more}
    return {
        "type": kind,
        "id": str(uuid.uuid4()),
        "value": value | ({"options": listed} if listed else {}),
    }


def poll_of(count, slug):
    """An open poll with so many ballots, counted as the portal counts them; the one that is known, if there is."""
    from datetime import timedelta

    from django.utils import timezone

    from portal.core.originals import original_locale_id
    from portal.participation.polls.models import Poll

    if known := Poll.objects.filter(slug=slug).first():
        return known
    now = timezone.now()
    poll = Poll(
        title=f"Вимір {count:,} {slug}",
        slug=slug,
        live=True,
        results="live",
        access="everybody",
        opens_at=now - timedelta(days=2),
        closes_at=now + timedelta(days=20),
        locale_id=original_locale_id(),
    )
    poll.questions = Poll._meta.get_field("questions").to_python(
        [
            _question("single", "Коли вам зручно?", "Уранці", "Удень", "Увечері"),
            _question("multiple", "Що допоможе прийти?", "Садочок", "Автобус", "Трансляція"),
            _question("scale", "Наскільки важливо?", points=5, low_label="ні", high_label="дуже"),
        ]
    )
    poll.save()
    _fill(poll, count)
    return poll


def channels(count):
    """What each of so many ballots came by, in turn."""
    return [("email", "verified", "unverified")[number % 3] for number in range(count)]


def _fill(poll, count):
    from portal.participation.polls.models import Ballot
    from portal.participation.polls.results.live import renew
    from portal.participation.polls.selectors import form_of, round_form

    round_ = poll.current_round
    round_.form = round_form(poll)
    round_.save(update_fields=["form"])
    first, second, third = form_of(poll, "uk")
    Ballot.objects.bulk_create(
        (
            Ballot(
                key=secrets.token_hex(32),
                round=round_,
                channel=channel,
                answers={
                    first.code: first.options[number % 3].code,
                    second.code: [second.options[number % 2].code],
                    third.code: number % 5 + 1,
                },
            )
            for number, channel in enumerate(channels(count))
        ),
        batch_size=2000,
    )
    renew(round_)


def _page(count, polls):
    """The address of a news item with all of them in its text."""
    from django.utils import timezone

    from civic_pages.models import NewsIndexPage, NewsPage

    index = NewsIndexPage.objects.get(locale__language_code="uk")
    slug = f"opytuvannia-{count}"
    page = NewsPage.objects.filter(slug=slug).first()
    if page is None:
        page = NewsPage(title=f"Опитування на {count:,}", slug=slug, date=timezone.now())
        page.body = [
            pair
            for poll in polls
            for pair in (("poll", {"poll": poll}), ("poll_results", {"poll": poll}))
        ]
        page = index.add_child(instance=page)
    return page.get_url()
