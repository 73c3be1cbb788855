"""A portal of its own to measure: production settings, its own database and files."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PORT = 8797
SITE = f"127.0.0.1:{PORT}"


def prepare():
    """Set the environment and start Django; returns the folder that holds everything made.

    The folder is temporary but for BENCH_DIR, which keeps the content for the next run. The database
    is SQLite in it, or what BENCH_DATABASE_URL names: an empty one, never the portal's.
    """
    folder = Path(os.environ.get("BENCH_DIR") or tempfile.mkdtemp(prefix="portal-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="portal.settings.production",
        VAR_DIR=str(folder),
        MEDIA_ROOT=str(folder / "media"),
        DATABASE_URL=os.environ.get("BENCH_DATABASE_URL")
        or f"sqlite:///{folder / 'bench.sqlite3'}",
        SECRET_KEY="b" * 60,
        PERSON_HASH_KEY="p" * 60,
        ALLOWED_HOSTS="127.0.0.1",
        BASE_URL=f"http://{SITE}",
        LOG_LEVEL="ERROR",
        REDIS_URL=os.environ.get("BENCH_REDIS_URL", ""),
        # Pages are measured with the search of the database; the search itself with every engine.
        ELASTICSEARCH_URL=os.environ.get("BENCH_ELASTICSEARCH_URL", ""),
        SEARCH_ENGINE="postgres" if os.environ.get("BENCH_DATABASE_URL") else "sqlite",
    )
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    # In a fresh clone: pages in Ukrainian words, and addresses, which are words, too.
    subprocess.run([sys.executable, "manage.py", "compile_catalogues"], check=True)
    import django

    django.setup()
    return folder


def fill():
    """Tables, static files and the demo's pages."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        call_command("collectstatic", verbosity=0, interactive=False)
    with Path(os.devnull).open("w") as nowhere:
        call_command("demo", no_accounts=True, stdout=nowhere)
    make_pictures()


def make_pictures():
    """What the worker does after a publish, so that pages are measured as readers get them."""
    from wagtail.models import Page

    from portal.core.pictures.tasks import make_page_pictures

    for pk in Page.objects.live().values_list("pk", flat=True):
        make_page_pictures.call(pk)


def grow(count):
    """Bring the number of news items to `count` and let the database learn of it."""
    from django.db import connection

    from civic_pages.models import NewsPage
    from civic_pages.services.bulk import make_news

    lacking = count - NewsPage.objects.filter(locale__language_code="uk").count()
    if lacking > 0:
        make_news(count=lacking, seed=count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return max(lacking, 0)
