"""What the demo's files say: almost no database, so that a slip of the pen is found in a second."""

import datetime as dt
import json
import re
from collections import Counter
from types import SimpleNamespace

import pytest
from django.utils import timezone
from PIL import Image

from civic_pages.blocks import ArticleBody
from civic_pages.enums import ConsultationFormat, ConsultationState, ForumState
from home.blocks import HomeBody
from home.services.demo import content
from home.services.demo.bodies import Writer
from home.services.demo.content import LANGUAGES, in_language, page_specs, read
from home.services.demo.fields import MODELS, values_of
from home.services.demo.library import Library
from home.services.demo.moments import Calendar

# Days on which calendars go wrong: the year's ends, a leap day, both changes of the clock.
DAYS = [
    dt.datetime(2027, 1, 1, 0, 5),
    dt.datetime(2027, 12, 31, 23, 55),
    dt.datetime(2028, 2, 29, 12, 0),
    dt.datetime(2027, 3, 28, 1, 30),
    dt.datetime(2027, 10, 31, 3, 30),
    dt.datetime(2027, 6, 15, 8, 0),
]


class PretendedLibrary(Library):
    """Has everything, under the number one."""

    def picture(self, key):
        assert key in read("pictures"), key
        return 1

    def document(self, key):
        assert key in read("files"), key
        return 1

    def page(self, key):
        assert key in page_specs(), key
        return 1

    def poll(self, key):
        assert key in {poll["key"] for poll in read("polls")["poll"]}, key
        return 1

    def term(self, kind, key):
        assert key in {term["key"] for term in read("terms")[kind]}, key
        return SimpleNamespace(pk=1)


def texts(value, where=""):
    """(where, language, text) of everything a reader reads."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key in LANGUAGES:
                for text in flat(part):
                    yield where, key, text
            else:
                yield from texts(part, f"{where}.{key}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from texts(part, f"{where}.{number}")


def flat(value):
    if isinstance(value, str):
        yield value
    else:
        for part in value:
            yield from flat(part)


def all_texts(language):
    for path in content.ROOT.rglob("*.toml"):
        name = path.relative_to(content.ROOT).with_suffix("").as_posix()
        for where, found, text in texts(read(name)):
            if found == language:
                yield f"{name}{where}", re.sub(r"\]\([^)]*\)|\{[^}]*\}", "]", text)


def values(key, language="uk", now=None):
    spec = page_specs()[key]
    calendar = Calendar(timezone.make_aware(now or DAYS[-1]))
    library = PretendedLibrary()
    return values_of(spec, Writer(key, language, calendar, library), library)


def instance(key, now):
    spec = page_specs()[key]
    found = values(key, now=now)
    streams = {name: json.dumps(raw) for name, raw in found.streams.items()}
    return MODELS[spec.kind](locale_id=None, **found.plain, **streams)


def keys_of(kind, state="live"):
    return [spec.key for spec in page_specs().values() if spec.kind == kind and spec.state == state]


# --- How much there is -----------------------------------------------------------------------------


def test_enough_of_everything():
    published = [spec for spec in page_specs().values() if spec.state in ("live", "changed")]
    kinds = Counter(spec.kind for spec in published)

    assert len(published) >= 45
    assert kinds["news"] >= 30
    assert kinds["forum"] >= 13
    assert kinds["consultation"] >= 9
    assert len(read("pictures")) >= 20


def test_most_is_translated_and_some_is_left():
    published = [spec for spec in page_specs().values() if spec.state in ("live", "changed")]
    untranslated = [spec.key for spec in published if not spec.is_translated]

    assert 4 <= len(untranslated) <= 6
    assert all(
        spec.is_translated
        for spec in published
        if spec.kind not in ("news", "forum", "consultation", "standard")
    )
    translators = {spec.translator for spec in published} - {""}
    assert translators == {"synced", "outdated", "unfinished"}


def test_years_of_news():
    years = {values(key).plain["date"].year for key in keys_of("news")}

    assert {2013, 2017, 2018, 2019} <= years
    assert years & {2026, 2027}


def test_all_ten_districts_have_their_forum():
    found = {
        spec.data["district"]
        for spec in page_specs().values()
        if spec.key.startswith("forums/2019-") and "district" in spec.data
    }
    assert found == {term["key"] for term in read("terms")["district"]}


def test_every_block_is_used():
    used = Counter()
    for spec in page_specs().values():
        for stream in values(spec.key).streams.values():
            used.update(block["type"] for block in stream)
    named = {"file", "news"}  # of attachments and related

    assert set(ArticleBody.base_blocks) <= set(used)
    assert set(HomeBody.base_blocks) <= set(used)
    assert set(used) <= set(ArticleBody.base_blocks) | set(HomeBody.base_blocks) | named


@pytest.mark.parametrize("now", DAYS)
def test_every_state_on_any_day(db, now):
    moment = timezone.make_aware(now)
    forums = {instance(key, now).state_at(moment) for key in keys_of("forum")}
    consultations = [instance(key, now) for key in keys_of("consultation")]

    assert forums == set(ForumState)
    assert {page.state_at(moment) for page in consultations} == set(ConsultationState)
    assert {page.format for page in consultations} == set(ConsultationFormat)
    assert sum(instance(key, now).date > moment for key in keys_of("news")) == 0
    assert all(instance(key, now).date > moment for key in keys_of("news", "scheduled"))


@pytest.mark.parametrize("key", [*keys_of("forum"), *keys_of("consultation")])
@pytest.mark.parametrize("now", DAYS[:3])
def test_nothing_is_missing_for_publication(db, key, now):
    assert instance(key, now).missing_for_publication() == {}


def test_states_an_editor_meets():
    states = Counter(spec.state for spec in page_specs().values())

    assert set(states) == {"live", "draft", "waiting", "scheduled", "unpublished", "changed"}


@pytest.mark.parametrize("key", sorted(page_specs()))
def test_both_languages_have_the_same_blocks(key):
    spec = page_specs()[key]
    if not spec.is_translated or spec.translator == "unfinished":
        return
    uk, en = values(key, "uk"), values(key, "en")

    def shape(streams):
        return {
            name: [(block["type"], block["id"]) for block in stream]
            for name, stream in streams.items()
        }

    assert shape(uk.streams) == shape(en.streams)
    for name in ("title", "lead"):
        assert bool(uk.plain[name]) == bool(en.plain[name])
        if uk.plain[name]:
            assert uk.plain[name] != en.plain[name]


def test_ids_of_blocks_are_never_the_same():
    ids = Counter()
    for key in page_specs():
        for stream in values(key).streams.values():
            ids.update(block["id"] for block in stream)
            for block in stream:
                items = block["value"].get("items", []) if isinstance(block["value"], dict) else []
                ids.update(item["id"] for item in items)

    assert [found for found, count in ids.items() if count > 1] == []


# --- Pictures and files ----------------------------------------------------------------------------


def test_pictures_are_there_described_and_small():
    files = {path.stem: path for path in (content.ROOT / "pictures").iterdir()}

    assert set(files) == set(read("pictures"))
    assert sum(path.stat().st_size for path in files.values()) < 4_000_000
    for key, given in read("pictures").items():
        assert all(len(in_language(given["alt"], language)) > 10 for language in LANGUAGES), key
        with Image.open(files[key]) as picture:
            assert picture.size == (1600, 900)
            assert not picture.getexif()


def test_every_picture_in_a_text_says_what_it_shows():
    def images(value):
        if isinstance(value, dict):
            if "alt_text" in value:
                yield value
            for part in value.values():
                yield from images(part)
        elif isinstance(value, list):
            for part in value:
                yield from images(part)

    for spec in page_specs().values():
        for language in ("uk", "en") if spec.is_translated and not spec.translator else ("uk",):
            page = values(spec.key, language)
            for image in images(list(page.streams.values())):
                assert bool(image["alt_text"]) != image["decorative"], spec.key
            if page.plain.get("lead_image_id"):
                assert page.plain["lead_image_alt"], spec.key


def test_every_document_is_there_and_used():
    files = {given["file"] for given in read("files").values()}
    used = set(
        re.findall(
            r'"([a-z0-9-]+)"', " ".join(path.read_text() for path in content.ROOT.glob("*/*.toml"))
        )
    )

    assert files == {path.name for path in (content.ROOT / "files").iterdir()}
    assert set(read("files")) <= used
    assert set(read("pictures")) <= used


# --- Typography ------------------------------------------------------------------------------------

# Latin words that Ukrainian text may hold.
LATIN = {
    "ATOM", "AA", "A", "Atom", "CSV", "DOCX", "EN", "Facebook", "Feed", "ID", "Ibis", "JSON", "JavaScript",
    "Mobile", "PDF", "QR", "RSS", "Road", "STEM", "Telegram", "UTF", "V3", "WCAG", "Wi", "Fi", "axe",
    "Lighthouse", "Nu", "VII", "Html", "Checker", "cookie",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_dashes_and_spaces(language):
    wrong = []
    for where, text in all_texts(language):
        bare = re.sub(r"https?://\S+|[\w.-]+@[\w.-]+", "", text)
        for what, pattern in {
            "straight quotes": r"[\"']",
            "hyphen for a dash": r" -(?! )\b| - (?=\w)(?<!\n- )",
            "three dots": r"\.\.\.",
            "double space": r"[^\n]  +[^\n]",
            "space before a mark": r" [,.;:!?](?!\w)",
            "space inside quotes": r"« | »|„ | “" if language == "uk" else r"“ | ”",
        }.items():
            for line in bare.splitlines():
                if re.search(pattern, re.sub(r"^(- |\d+\. )", "", line)):
                    wrong.append((where, what, line[:80]))
    assert wrong == []


def test_ukrainian_is_written_in_ukrainian_letters():
    wrong = []
    for where, text in all_texts("uk"):
        bare = re.sub(r"https?://\S+|[\w.-]+@[\w.-]+|\*", " ", text)
        for word in re.findall(r"[\w’]+", bare):
            cyrillic = bool(re.search(r"[А-ЯҐЄІЇа-яґєії]", word))
            latin = bool(re.search(r"[A-Za-z]", word))
            if (
                re.search(r"[ЫЭЁЪыэёъ]", word)
                or (cyrillic and latin)
                or (latin and word not in LATIN)
            ):
                wrong.append((where, word))
        if "“" in bare and "„" not in bare:
            wrong.append((where, "inner quotes alone"))
        if bare.count("«") != bare.count("»"):
            wrong.append((where, "quotes left open"))
    assert wrong == []


def test_english_is_written_in_english():
    wrong = [
        (where, text[:60])
        for where, text in all_texts("en")
        if re.search(r"[А-яҐґЄєІіЇї«»„]", text)
    ]
    assert wrong == []


def test_headings_fit():
    for spec in page_specs().values():
        assert len(values(spec.key).plain["title"]) <= 255
        for stream in values(spec.key).streams.values():
            for block in stream:
                if block["type"] == "heading":
                    assert len(block["value"]["text"]) <= 120


def test_no_break_spaces_are_set():
    quote = values("news/2018-12-06-sim-rokiv").streams["body"]
    body = str(values("about/dostupnist").streams["body"])

    assert "болить і\u00a0досі,\u00a0— як" in quote[0]["value"]
    assert "№\u00a0757" in body or "№\\xa0757" in body
    assert not re.search(r"\w —", body)


@pytest.mark.parametrize("key", sorted(page_specs()))
def test_what_is_written_out_ends_well(key):
    for language in LANGUAGES if page_specs()[key].is_translated else ("uk",):
        if page_specs()[key].translator == "unfinished" and language == "en":
            continue
        written = str(values(key, language).plain) + str(values(key, language).streams)
        assert not re.search(r"(?<!\.)\.\.(?!\.)|\{(date|day)|\*\*|\]\(", written)
