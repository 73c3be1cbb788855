import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.base import ContentFile

from portal.core.static import (
    SITE_CSS,
    PortalStaticFilesStorage,
    css_sources,
    minified,
    moved,
    site_css,
)

SOURCES = Path(settings.BASE_DIR) / "static"


def collect(folder):
    """Our own static files as collectstatic leaves them."""
    storage = PortalStaticFilesStorage(location=str(folder), base_url="/static/")
    paths = {}
    for name, source in FileSystemFinder().list([]):
        with source.open(name) as file:
            storage.save(name, ContentFile(file.read()))
        paths[name] = (storage, name)
    for name, _, result in storage.post_process(paths):
        assert not isinstance(result, Exception), (name, result)
    return storage


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    return collect(tmp_path_factory.mktemp("static"))


def test_every_source_is_joined_once_in_layer_order():
    names = [path.name for path in css_sources()]
    assert names[0] == "layers.css"
    assert names[-1] == "print.css"
    assert len(names) == len(set(names))
    # The style guide, the admin, the moderators' queue and staff's pages of polls load their own.
    left_out = {path.name for path in (SOURCES / "css").rglob("*.css")} - set(names)
    assert left_out == {
        "styleguide.css", "screens.css", "moderation.css", "polls.css", "polls_desk.css",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ('url("../../img/a.svg")', 'url("../img/a.svg")'),
        ("url('../../img/a.svg')", 'url("../img/a.svg")'),
        ("url( ../../img/a.svg )", 'url("../img/a.svg")'),
        ("url(a.svg)", 'url("components/a.svg")'),
        ('url("data:image/svg+xml,x")', 'url("data:image/svg+xml,x")'),
        ("url(/static/a.svg)", "url(/static/a.svg)"),
        ("url(#mask)", "url(#mask)"),
    ],
)
def test_addresses_are_moved(css, expected):
    assert moved(css, "css/components", "css") == expected


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a { color: red; }\n\n/* why */\nb { top: 0 ; }", "a{color: red}b{top: 0}"),
        ("a :hover { width: calc(1px + 2px) }", "a :hover{width: calc(1px + 2px)}"),
        ('a::before { content: " /* no */ ; } " ; }', 'a::before{content: " /* no */ ; } "}'),
        ("a::before { content: '\\'{ ' }", "a::before{content: '\\'{ '}"),
        (
            "@media (min-width: 1rem) and (x) { a , b { x: y } }",
            "@media (min-width: 1rem) and (x){a,b{x: y}}",
        ),
        ("a { /* open */ color: red }", "a{color: red}"),
        ("a + b > c ~ d { x: y }", "a + b > c ~ d{x: y}"),
    ],
)
def test_minifying_keeps_the_meaning(css, expected):
    assert minified(css) == expected


def test_nothing_but_comments_and_spaces_is_lost():
    css = re.sub(r"/\*.*?\*/", "", site_css(), flags=re.DOTALL)
    squeezed = [re.sub(r"[\s;]+", "", text) for text in (css, minified(site_css()))]
    assert squeezed[0] == squeezed[1]


def test_the_stylesheet_is_hashed_and_all_it_names_is_there(collected):
    address = collected.url(SITE_CSS)
    assert re.fullmatch(r"/static/css/site\.[0-9a-f]{12}\.css", address)
    with collected.open(address.removeprefix("/static/")) as file:
        css = file.read().decode()
    named = re.findall(r'url\("?([^")]+)', css)
    assert named
    for name in named:
        assert (Path(collected.location) / "css" / name).is_file(), name
        assert re.search(r"\.[0-9a-f]{12}\.", name)
    assert "sourceMappingURL" not in css
    assert "/*" not in css


def test_a_second_run_gives_the_same_names(collected, tmp_path):
    again = collect(tmp_path)
    assert again.hashed_files == collected.hashed_files
    manifest = json.loads((tmp_path / "staticfiles.json").read_text())
    assert SITE_CSS in manifest["paths"]


def test_an_unknown_name_is_an_error(collected, settings):
    settings.DEBUG = False
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        collected.url("css/none.css")


def test_a_dry_run_writes_nothing(tmp_path):
    storage = PortalStaticFilesStorage(location=str(tmp_path), base_url="/static/")
    list(storage.post_process({}, dry_run=True))
    assert list(tmp_path.iterdir()) == []


def test_the_stylesheet_is_small(collected):
    packed = Path(collected.location) / (collected.hashed_files[SITE_CSS] + ".gz")
    assert packed.stat().st_size <= 30_000


def test_no_file_carries_a_source_map():
    files = [path for path in SOURCES.rglob("*") if path.suffix in (".css", ".js", ".map")]
    assert not [
        path for path in files if path.suffix == ".map" or b"sourceMappingURL" in path.read_bytes()
    ]


SCRIPTS = re.compile(r'<script[^>]*\bsrc="/static/([^"?]+)"')


@pytest.mark.django_db
def test_first_load_of_scripts_is_small(client, site_pages):
    for page in site_pages.values():
        html = client.get(page.url).content.decode()
        names = set(SCRIPTS.findall(html))
        assert "js/start.js" in names, page
        weight = sum(len(gzip.compress((SOURCES / name).read_bytes(), 6)) for name in names)
        assert weight <= 15_000, (page, names)
        assert "<script>" not in html
        assert " style=" not in html
