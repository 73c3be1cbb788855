"""What others' pages cost: Wagtail's own demo, measured on the same kind of machine.

bakerydemo 8e2b6257 on Wagtail 8.0.1 and Django 5.2.19, PostgreSQL 15, two vCPU at 2.0 GHz, 35 pages;
queries of a warm process, processor time of gunicorn's workers a request (docs/performance.md).
"""

PEERS = {
    "home": (43, 61.4),
    "news index": (40, 46.0),
    "article": (22, 36.1),
    "search": (41, 86.7),
}
# Django's cache middleware (locmem, granian) for the bytes of that home page: requests a second, CPU.
MIDDLEWARE = (4652, 0.23)
BARE = (47059, 0.03)
# Comments: queries and milliseconds of a page (wait, not processor time), SQLite, the same machine.
DISCUSSIONS = {
    "django-comments-xtd 2.10.13, its tree, 1,000 comments": (2005, 2086),
    "django-comments-xtd 2.10.13, its tree, 100 comments": (209, 234),
    "adhocracy+, 20 threads": (1154, None),
}
