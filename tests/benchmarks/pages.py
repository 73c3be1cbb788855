"""Queries and processor time of pages that are made anew, in one process, without the page cache."""

import gc
import statistics
import time
from dataclasses import dataclass
from io import BytesIO

from tests.benchmarks.surroundings import SITE

REPEATS = 30
FIRST_REPEATS = 5


@dataclass(frozen=True)
class Cost:
    """Of a page in a process that knows the content; `first_…` where it knows nothing of it yet."""

    queries: int
    cpu_ms: float
    first_queries: int
    first_cpu_ms: float
    bytes: int


def addresses():
    """What is measured, by name."""
    from django.db.models import TextField
    from django.db.models.functions import Cast, Length

    from civic_pages.models import NewsPage
    from civic_pages.services.bulk_words import AUTHORS

    everything = NewsPage.objects.live().public()
    richest = everything.annotate(size=Length(Cast("body", TextField()))).order_by("-size", "pk")
    items = everything.filter(locale__language_code="uk")
    article = items.filter(author__in=AUTHORS, lead_image__isnull=False).latest("date")
    written = richest.filter(locale__language_code="uk").first()
    in_english = richest.filter(locale__language_code="en").first()
    rubric, topic = article.rubric or written.rubric, article.topics.first()
    last_page = max(1, _last_page("/novyny/"))
    day = article.date.astimezone()
    query = f"rubric={rubric.slug}" + (f"&topic={topic.slug}" if topic else "")
    return {
        "home": ("/", ""),
        "news index": ("/novyny/", ""),
        "news index, filtered": ("/novyny/", query),
        "news index, a deep page": ("/novyny/", f"page={last_page}"),
        "day archive": (f"/novyny/{day:%Y/%m/%d}/", ""),
        "article": (article.url, ""),
        "the richest article": (written.url, ""),
        "the richest in English": (in_english.url, ""),
        "forum index": ("/forumy/", ""),
        "forum index, English": ("/en/forums/", ""),
        "forum": (_newest("ForumPage"), ""),
        "series of forums": (_newest("ForumSeriesPage"), ""),
        "consultation index": ("/konsultatsii/", ""),
        "consultations, English": ("/en/consultations/", ""),
        "consultation": (_newest("ConsultationPage"), ""),
        "search": ("/poshuk/", "q=громада"),
        "home in English": ("/en/", ""),
    }


def measure():
    """Of every address, as the page cache asks for it: it says which version it makes a page for."""
    from portal.core.pagecache import stamp

    _version[:] = [stamp.read()]
    return {name: cost(path, query) for name, (path, query) in addresses().items()}


def cost(path, query=""):
    """The cost of one address; medians of many renders after three to warm up."""
    from portal.core.remember import memory

    for _ in range(3):
        body = answer(path, query)
    queries = count_queries(path, query)
    gc.collect()
    times = [_cpu_ms(path, query) for _ in range(REPEATS)]
    # As after a publish: nothing of the new content version is known.
    memory.clear()
    first_queries = count_queries(path, query)
    first_times = []
    for _ in range(FIRST_REPEATS):
        memory.clear()
        first_times.append(_cpu_ms(path, query))
    return Cost(
        queries=len(queries),
        cpu_ms=round(statistics.median(times), 1),
        first_queries=len(first_queries),
        first_cpu_ms=round(statistics.median(first_times), 1),
        bytes=len(body),
    )


def _cpu_ms(path, query):
    began = time.process_time()
    answer(path, query)
    return (time.process_time() - began) * 1000


def count_queries(path, query=""):
    """The statements of one render; Django's own log is emptied at the start of a request."""
    from django.db import connection

    statements = []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer(path, query)
    return statements


_django = []
_version = []


def answer(path, query=""):
    """The body Django gives to nobody in particular. Raises AssertionError for all but 200."""
    from urllib.parse import quote

    from django.core.handlers.wsgi import WSGIHandler

    from portal.core.pagecache import rules

    if not _django:
        _django.append(WSGIHandler())
    host, port = SITE.split(":")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": quote(query, safe="=&"),
        "HTTP_HOST": SITE,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    if _version:
        environ[rules.VERSION] = _version[0]
    seen = []
    response = _django[0](environ, lambda status, _: seen.append(status))
    body = b"".join(response)
    response.close()
    assert seen[0].startswith("200"), f"{path}?{query}: {seen[0]}"
    return body


def _newest(model):
    from django.apps import apps

    pages = apps.get_model("civic_pages", model).objects.live().public()
    return pages.filter(locale__language_code="uk").latest("pk").url


def _last_page(path):
    """The deepest page of the list that exists."""
    low, high = 1, 20_000
    while low < high:
        middle = (low + high + 1) // 2
        try:
            answer(path, f"page={middle}")
        except AssertionError:
            high = middle - 1
        else:
            low = middle
    return low
