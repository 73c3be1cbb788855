"""A discussion of 50 comments beside one of 5,000, half of them in one thread: reading and writing.

`queries` and `cpu_ms` are of the part of a page that a guest's browser fetches, and of one comment
written by the service, medians of many.
"""

import statistics
import time
from dataclasses import dataclass

from tests.benchmarks import pages

SMALL, LARGE = 50, 5000
_PEOPLE = 40
_WRITTEN = 15


@dataclass(frozen=True)
class Cost:
    queries: int
    cpu_ms: float
    bytes: int = 0


def measure():
    """By size: each way of reading, and writing. Needs the demo's pages."""
    from portal.core.pagecache import stamp

    people = _people()
    for count in (SMALL, LARGE):
        _fill(_host(count), count, people)
    # As the page cache asks: it says which version of the content it makes an answer for.
    pages._version[:] = [stamp.read()]
    return {str(count): _measure_one(count, people) for count in (SMALL, LARGE)}


def _measure_one(count, people):
    from django.urls import reverse

    from portal.discussion.enums import Sort
    from portal.discussion.hosts import discussion_of
    from portal.discussion.selectors import Cursor, threads

    host = _host(count)
    discussion = discussion_of(host)
    part = reverse("discussion:part", args=[host.key])
    found = {}
    for sort in Sort:
        page = threads(discussion, sort)
        found[f"first page, {sort.value}"] = _read(part, f"sort={sort.value}")
        for _ in range(count // 50 // 2):
            if page.following:
                page = threads(discussion, sort, after=Cursor.read(page.following))
        if page.following:
            found[f"a deep page, {sort.value}"] = _read(
                part, f"sort={sort.value}&after={page.following}"
            )
    deep = discussion.comments.filter(depth=2).order_by("-number").first()
    found["permalink"] = _read(reverse("discussion:comment", args=[deep.pk]), "")
    found["writing a comment"] = _write(host, people)
    found["writing an answer"] = _write(host, people, deep)
    return found


def _read(path, query):
    cost = pages.cost(path, query)
    return Cost(cost.queries, cost.cpu_ms, cost.bytes)


def _write(host, people, reply_to=None):
    from django.db import connection, transaction

    from portal.discussion.services import comments

    times, statements = [], []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    for number in range(_WRITTEN):
        with transaction.atomic(), connection.execute_wrapper(note):
            began = time.process_time()
            comments.post(
                user=people[number % len(people)],
                host=host,
                text=f"Написане {number} для вимірювання.",
                lang="uk",
                reply_to=reply_to,
            )
            times.append((time.process_time() - began) * 1000)
            transaction.set_rollback(True)
    return Cost(round(len(statements) / _WRITTEN), round(statistics.median(times), 1))


def _host(count):
    from portal.discussion.hosts import Host

    return Host.of(_page(count))


def _page(count):
    from django.utils import timezone

    from civic_pages.models import NewsIndexPage, NewsPage

    index = NewsIndexPage.objects.get(locale__language_code="uk")
    slug = f"rozmova-{count}"
    known = NewsPage.objects.filter(slug=slug).first()
    return known or index.add_child(
        instance=NewsPage(title=f"Розмова на {count}", slug=slug, date=timezone.now())
    )


def _people():
    from datetime import timedelta

    from django.utils import timezone

    from portal.people.enums import Level
    from portal.people.models import User

    long_ago = timezone.now() - timedelta(days=400)
    for number in range(_PEOPLE):
        User.objects.get_or_create(
            email=f"bench-{number}@example.com",
            defaults={"first_name": "Олена", "last_name": f"К{number}", "date_joined": long_ago},
        )
    found = User.objects.filter(email__startswith="bench-")
    found.update(level=Level.IDENTITY)
    return list(found)


def _fill(host, count, people):
    """Comments as the service would have left them; writing thousands through it would take minutes."""
    from django.db import connection, transaction
    from django.utils import timezone

    from portal.discussion.enums import State
    from portal.discussion.hosts import made_discussion
    from portal.discussion.models import Comment, Discussion
    from portal.discussion.text import render

    with transaction.atomic():
        discussion = made_discussion(host)
        if discussion.last_number:
            return discussion
        text = "Чи зможе організація без офісу створити сторінку? У нас **14 осіб**. " * 3
        html, now = render(text), timezone.now()
        first = root = above = None
        for number in range(1, count + 1):
            # The first half begins threads of five, the second half all answers the first comment.
            starts = number <= count // 2 and number % 5 == 1
            parent = None if starts else (above if number <= count // 2 else first)
            step = f"2{number:08d}"
            comment = Comment(
                discussion=discussion,
                user=people[number % len(people)],
                comment=text,
                html=html,
                lang="uk",
                submit_date=now,
                published_at=now,
                state=State.PUBLISHED,
                number=number,
                reply_to=parent,
                root=None if starts else (parent.root or parent),
                depth=0 if starts else min(parent.depth + 1, 2),
                path=step if starts else parent.path[: min(parent.depth + 1, 2) * 9] + step,
                thread_size=1 if starts else 0,
                useful_count=number % 17,
            )
            comment.save()
            if starts:
                root = comment
                first = first or comment
            else:
                Comment.objects.filter(pk=comment.root_id).update(
                    thread_size=comment.root.thread_size + 1
                )
                comment.root.thread_size += 1
            above = comment if comment.depth < 2 else root
        Discussion.objects.filter(pk=discussion.pk).update(
            last_number=count, published_count=count, last_at=now
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    discussion.refresh_from_db()
    return discussion
