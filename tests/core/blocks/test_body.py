"""A whole body: what it costs, how it is translated, what the editor sees of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.blocks import StructBlock
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

from civic_pages.blocks import ArticleBody, AttachmentsBody
from civic_pages.models import NewsPage
from tests.factories.blocks import items, placement, stream, table
from tests.factories.media import DocumentFactory, ImageFactory
from tests.factories.pages import NewsPageFactory, StandardPageFactory

BLOCKS = ArticleBody().child_blocks
# What rooms have of their own is tried with them.
ELSEWHERE = {"news_list", "poll", "poll_results"}


def whole_body(image, document, page):
    """One block of each kind, every part filled in."""
    link = f'<a linktype="page" id="{page.pk}">сторінка</a>'
    file = f'<a linktype="document" id="{document.pk}">документ</a>'
    return [
        ("text", f"<p>Перший абзац, {link} і {file}.</p>"),
        ("heading", {"text": "Розділ", "level": "h2"}),
        ("quote", {"text": "Слова", "person": "Ірина Савчук", "position": "начальниця"}),
        ("callout", {"kind": "fact", "title": "Назва врізки", "text": f"<p>Врізка, {link}.</p>"}),
        ("accordion", {"items": items({"question": "Чому?", "answer": f"<p>Бо {link}.</p>"})}),
        ("image", {"image": placement(image, alt_text="Зала"), "caption": "Підпис", "credit": ""}),
        (
            "gallery",
            {
                "title": "Фото",
                "items": items(
                    {"image": placement(image, alt_text="Люди"), "caption": "Підпис фото"},
                    {"image": placement(image, alt_text="Сцена"), "caption": ""},
                ),
            },
        ),
        (
            "video",
            {
                "url": "https://youtu.be/dQw4w9WgXcQ",
                "title": "Назва відео",
                "captions": "yes",
                "poster": image.pk,
                "transcript": "<p>Текст відео.</p>",
            },
        ),
        (
            "table",
            {
                "table": table(
                    [("Дарницький", "70", f"<p>{link}</p>"), ("Разом", "70", "<p>Усього</p>")],
                    columns=("Район", "Осіб", "Примітка"),
                    types=("text", "number", "rich_text"),
                    caption="Підпис таблиці",
                ),
                "source": "звіт",
            },
        ),
        (
            "timeline",
            {
                "items": items(
                    {"when": "Травень", "title": "Крок", "text": "<p>Подія</p>", "state": "now"}
                )
            },
        ),
        ("button", {"label": "Напис", "page": page.pk, "note": "Примітка до кнопки", "title": ""}),
        (
            "files",
            {"title": "Матеріали", "items": items({"document": document.pk, "title": "Файл"})},
        ),
        (
            "contact",
            {"name": "Олена Гончар", "position": "посада", "phone": "1551", "note": "години"},
        ),
        ("page_cards", {"title": "Сторінки", "pages": items(page.pk)}),
    ]


@pytest.fixture
def page(home):
    return StandardPageFactory(parent=home, title="Правила участі", slug="pravyla")


def large_body(home, size):
    """`size` blocks of each kind, each with a picture, a document and a page of its own."""
    blocks = []
    for number in range(size):
        page = StandardPageFactory(parent=home, title=f"Сторінка {size}-{number}")
        blocks += whole_body(ImageFactory(size=(700, 450)), DocumentFactory(), page)
    return blocks


@pytest.mark.parametrize("language", ["uk", "en"])
def test_number_of_queries_does_not_grow_with_the_body(language, home, django_assert_num_queries):
    few, many = large_body(home, 1), large_body(home, 4)
    for blocks in (few, many):
        # What a page's publication does: the files of its pictures are there.
        str(stream(*blocks).render_as_block())
    with translation.override(language):
        with CaptureQueriesContext(connection) as spent:
            small = str(stream(*few).render_as_block())
        with django_assert_num_queries(len(spent)):
            large = str(stream(*many).render_as_block())
    assert large.count("<figure") == 4 * small.count("<figure") > 0
    # pictures, their files, documents, pages, pages as their own type (2), pages and documents
    # linked in texts; in English the translations of chosen pages as well (2)
    assert len(spent) <= {"uk": 8, "en": 10}[language]


@pytest.mark.django_db
def test_body_of_words_alone_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        str(
            stream(
                ("heading", {"text": "Розділ", "level": "h2"}),
                ("text", "<p>Слова.</p>"),
                ("quote", {"text": "Слова"}),
            ).render_as_block()
        )


def test_every_kind_of_block_is_tried_here(image, document, page):
    tried = {name for name, _value in whole_body(image, document, page)}
    assert tried | ELSEWHERE == set(BLOCKS)


def test_whole_body_is_shown_with_or_without_a_request(image, document, page, rf):
    body = stream(*whole_body(image, document, page))
    with_request = body.render_as_block({"request": rf.get("/")})
    assert str(with_request) == str(body.render_as_block())
    assert "<h2>Розділ</h2>" in with_request
    assert 'style="' not in with_request
    assert "<script" not in with_request


@pytest.mark.parametrize("name", [name for name in BLOCKS if name != "text"])
@pytest.mark.django_db
def test_every_block_survives_an_empty_value(name):
    block = BLOCKS[name]
    assert isinstance(block, StructBlock)
    assert str(stream((name, {})).render_as_block()).strip() == ""
    assert str(block.render(block.get_default())).strip() == ""


@pytest.mark.django_db
def test_empty_and_missing_bodies():
    assert str(stream().render_as_block()).strip() == ""
    assert str(ArticleBody().to_python(None).render_as_block()).strip() == ""
    assert str(stream(("gone", {"text": "х"})).render_as_block()).strip() == ""


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_is_introduced_to_the_editor(name):
    block = BLOCKS[name]
    assert block.meta.icon != "placeholder"
    assert str(block.label)
    assert block.get_description()
    assert str(block.meta.group)


def test_blocks_stand_in_several_groups_in_the_editors_language():
    groups = [str(group) for group, _blocks in ArticleBody().grouped_child_blocks()]
    assert "Зображення й відео" in groups
    assert len(groups) >= 4


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_has_a_preview(name, admin_client, home):
    block = BLOCKS[name]
    assert block.is_previewable
    response = admin_client.get("/admin/block-preview/", {"id": block.definition_prefix})
    html = response.content.decode()
    assert response.status_code == 200
    assert 'href="/static/css/site.css"' in html
    shown = html.split("<main>")[1].split("</main>")[0].replace('<div class="prose">', "")
    if name not in {"page_cards", *ELSEWHERE}:  # these show what the portal holds: here nothing
        assert len(shown.replace("</div>", "").strip()) > 30


def test_attachments_are_one_list(document):
    gone = DocumentFactory(title="Старий файл")
    raw = [
        ("file", {"document": document.pk, "title": ""}),
        ("file", {"document": gone.pk, "title": ""}),
    ]
    gone.delete()
    shown = str(stream(*raw, body=AttachmentsBody).render_as_block())
    assert shown.count('<ul class="files">') == 1
    assert "Пояснювальна записка" in shown
    assert "Старий файл" not in shown
    assert str(stream(body=AttachmentsBody).render_as_block()).strip() == ""
    assert str(stream(raw[1], body=AttachmentsBody).render_as_block()).strip() == ""


# --- Chosen pages and links in another language --------------------------------------------------


@pytest.fixture
def translated(page, english_home, english):
    copy = page.copy_for_translation(english)
    copy.title, copy.slug = "Rules", "rules"
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy


def test_links_lead_to_the_readers_language(page, translated):
    body = stream(
        ("text", f'<p><a linktype="page" id="{page.pk}">правила</a></p>'),
        ("button", {"label": "Читати", "page": page.pk}),
        ("page_cards", {"title": "", "pages": items(page.pk)}),
    )
    with translation.override("en"):
        english = str(body.render_as_block())
    assert english.count('href="/en/rules/"') == 3
    assert "Правила участі" not in english
    ukrainian = str(body.render_as_block())
    assert ukrainian.count('href="/pravyla/"') == 3


def test_page_without_a_translation_is_offered_in_ukrainian_and_says_so(page, english_home):
    body = stream(
        ("text", f'<p><a linktype="page" id="{page.pk}">правила</a></p>'),
        ("page_cards", {"title": "", "pages": items(page.pk)}),
    )
    with translation.override("en"):
        shown = str(body.render_as_block())
    assert '<a href="/pravyla/" hreflang="uk">правила</a>' in shown
    assert 'class="card__link" href="/pravyla/" lang="uk" hreflang="uk">' in shown


def test_translation_taken_back_gives_way_to_the_original(page, translated):
    translated.unpublish()
    body = stream(("button", {"label": "Read", "page": page.pk}))
    with translation.override("en"):
        assert 'href="/pravyla/"' in str(body.render_as_block())


@pytest.mark.parametrize("how", ["deleted", "unpublished"])
def test_link_to_a_page_that_is_gone_stays_as_words(how, page):
    text = ("text", f'<p><a linktype="page" id="{page.pk}">правила</a></p>')
    page.delete() if how == "deleted" else page.unpublish()
    assert str(stream(text).render_as_block()).strip() == "<p><a>правила</a></p>"


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 30])
@pytest.mark.django_db
def test_link_with_a_broken_key_stays_as_words(key):
    text = ("text", f'<p><a linktype="page" id="{key}">правила</a></p>')
    assert str(stream(text).render_as_block()).strip() == "<p><a>правила</a></p>"


# --- Translation by wagtail-localize ---------------------------------------------------------------

WORDS = [
    "Розділ", "Слова", "Ірина Савчук", "начальниця", "Назва врізки", "Чому?", "Зала", "Підпис", "Фото",
    "Люди", "Сцена", "Підпис фото", "Назва відео", "Текст відео.", "Підпис таблиці", "Район", "Осіб",
    "Примітка", "Дарницький", "Усього", "звіт", "Травень", "Крок", "Подія", "Напис",
    "Примітка до кнопки", "Матеріали", "Файл", "Олена Гончар", "посада", "години", "Сторінки",
]  # fmt: skip


@pytest.fixture
def news(news_index, image, document, page):
    news = NewsPageFactory(parent=news_index, title="Новина")
    news.body = stream(*whole_body(image, document, page))
    news.save_revision().publish()
    return NewsPage.objects.get(pk=news.pk)


def strings(page):
    found = [segment for segment in extract_segments(page) if hasattr(segment, "string")]
    return [segment.string.data for segment in found if segment.path.startswith("body.")]


def test_every_text_of_a_body_can_be_translated(news):
    found = strings(news)
    assert [word for word in WORDS if word not in found] == []
    # Settings and figures are no words.
    assert not {"70", "h2", "fact", "now", "yes", "1551"} & set(found)


def test_parts_that_were_never_filled_in_do_not_stop_a_translation(news):
    news.body = stream(
        ("quote", {"text": "Слова", "person": None}),
        ("callout", {"title": None, "text": "<p>Врізка</p>"}),
        ("contact", {"name": "Олена", "phone": None, "note": None}),
    )
    news.save()
    assert strings(NewsPage.objects.get(pk=news.pk)) == ["Слова", "Врізка", "Олена"]


def test_text_of_a_table_is_translated_once_wherever_it_stands(news):
    body = stream(
        (
            "table",
            {
                "table": table(
                    [("Разом", "1"), ("Разом", "2")], columns=("Разом", "Осіб"), caption="Разом"
                )
            },
        )
    )
    news.body = body
    news.save()
    assert strings(NewsPage.objects.get(pk=news.pk)).count("Разом") == 1


def test_translation_is_put_back_where_the_text_stood(news, english, english_home):
    source, _created = TranslationSource.update_or_create_from_instance(news)
    work = Translation.objects.create(source=source, target_locale=english)
    for segment in source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=english,
            context=segment.context,
            data=f"EN {segment.string.data}",
        )
    work.save_target(publish=True)
    copy = NewsPage.objects.get(translation_key=news.translation_key, locale=english)
    with translation.override("en"):
        shown = str(copy.body.render_as_block())
    for word in WORDS:
        assert f"EN {word}" in shown, word
    assert 'alt="EN Зала"' in shown
    assert "<caption>EN Підпис таблиці</caption>" in shown
    assert '<th scope="row">EN Дарницький</th>' in shown
    assert '<td class="num">70</td>' in shown.replace("\n", "")
    # The Ukrainian page is as it was.
    assert "EN " not in str(NewsPage.objects.get(pk=news.pk).body.render_as_block())


def test_moving_rows_of_a_table_keeps_their_translations(news):
    rows = [("Дарницький", "70"), ("Подільський", "40")]
    news.body = stream(("table", {"table": table(rows)}))
    before = {segment.string.data: segment.path.split(".")[2:] for segment in _table_segments(news)}
    news.body = stream(("table", {"table": table([*rows[::-1], ("Новий", "1")])}))
    after = {segment.string.data: segment.path.split(".")[2:] for segment in _table_segments(news)}
    assert before.items() <= after.items()


def _table_segments(news):
    news.save()
    segments = extract_segments(NewsPage.objects.get(pk=news.pk))
    return [segment for segment in segments if ".table." in segment.path]


# --- What a body has chosen is fetched together --------------------------------------------------


def test_pictures_of_different_blocks_are_asked_for_once(image, django_assert_num_queries):
    other = ImageFactory(size=(700, 450))
    body = stream(
        ("image", {"image": placement(image, alt_text="Зала")}),
        ("gallery", {"items": items({"image": placement(other)}, {"image": placement(image)})}),
        ("video", {"url": "", "poster": other.pk}),
    )
    with django_assert_num_queries(1):
        first, gallery, video = (child.value for child in body)
        assert [each.pk for each in (first["image"], gallery["items"][0]["image"])] == [
            image.pk,
            other.pk,
        ]
        assert video["poster"].pk == other.pk
    # Each placement is an object of its own: words said here are not said there.
    assert first["image"].contextual_alt_text == "Зала"
    assert gallery["items"][1]["image"].contextual_alt_text == ""


def test_choices_of_one_body_do_not_reach_another(image):
    first = stream(("image", {"image": placement(image, alt_text="Зала")}))
    assert first[0].value["image"].pk == image.pk
    image.delete()
    assert stream(("image", {"image": placement(image, alt_text="Зала")}))[0].value["image"] is None


@pytest.mark.parametrize("raw", [None, "7", True, {"image": 7}, [7], 10**30])
@pytest.mark.django_db
def test_broken_choices_break_nothing_that_is_whole(raw):
    body = stream(("heading", {"text": "Розділ"}), ("files", {"items": [raw]}))
    assert body[0].value["text"] == "Розділ"
