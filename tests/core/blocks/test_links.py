import pytest
from wagtail.models import PageViewRestriction

from portal.core.blocks.links import size_in_words
from portal.core.models import PortalDocument
from tests.factories.blocks import items, stream
from tests.factories.pages import NewsPageFactory, StandardPageFactory


@pytest.fixture
def page(home):
    return StandardPageFactory(parent=home, title="Правила участі", slug="pravyla")


def button(**parts):
    empty = {
        "label": "Читати",
        "page": None,
        "address": "",
        "document": None,
        "note": "",
        "title": "",
    }
    return ("button", {**empty, **parts})


def cards(*pages):
    return ("page_cards", {"title": "", "pages": items(*(page.pk for page in pages))})


def hide(page, how):
    if how == "deleted":
        page.delete()
    elif how == "unpublished":
        page.unpublish()
    else:
        PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="х"
        )


HIDDEN = pytest.mark.parametrize("how", ["deleted", "unpublished", "restricted"])


def test_button_leads_to_page_address_or_document(html, page, document):
    assert 'href="/pravyla/"' in html(button(page=page.pk))
    assert 'href="https://example.org/" rel="external"' in html(
        button(address="https://example.org/")
    )
    assert f'href="{document.url}"' in html(button(document=document.pk))


def test_button_with_a_title_stands_in_a_panel(html):
    shown = html(button(address="https://example.org/", title="Маєте ідею?", note="П’ять кроків."))
    assert 'class="cta block"' in shown
    assert '<h2 class="cta__title">Маєте ідею?</h2><p>П’ять кроків.</p>' in shown


@HIDDEN
def test_button_to_a_page_nobody_may_read_is_not_shown(how, html, page):
    block = button(page=page.pk)
    hide(page, how)
    assert html(block).strip() == ""


@pytest.mark.parametrize(
    "parts",
    [
        {"label": "", "address": "https://example.org/"},
        {},
        {"address": "javascript:alert(1)"},
        {"address": "ftp://example.org/"},
        {"address": "не адреса"},
    ],
)
def test_button_that_leads_nowhere_safe_is_refused(parts, refused):
    assert refused(*button(**parts))


def test_button_leads_to_one_place_only(refused, page, document):
    assert set(refused(*button(page=page.pk, address="https://example.org/"))) == {"address"}
    assert refused(*button(document=document.pk, page=page.pk), draft=True)
    assert not refused(*button(page=page.pk))
    assert not refused(*button(), draft=True)


def test_file_says_its_type_and_size(html, document):
    shown = html(("files", {"title": "", "items": items({"document": document.pk, "title": ""})}))
    assert "Пояснювальна записка" in shown
    assert "PDF · 2,4\xa0МБ" in shown.replace("&nbsp;", "\xa0")
    renamed = html(
        ("files", {"title": "", "items": items({"document": document.pk, "title": "Додаток 1"})})
    )
    assert "Додаток 1" in renamed
    assert "Пояснювальна записка" not in renamed


def test_size_that_is_not_known_is_not_guessed(html, document, monkeypatch):
    PortalDocument.objects.update(file_size=None)
    monkeypatch.setattr(
        PortalDocument, "get_file_size", lambda self: pytest.fail("the file was opened")
    )
    shown = html(("files", {"title": "", "items": items({"document": document.pk, "title": ""})}))
    assert '<span class="files__meta">PDF</span>' in shown


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (None, ""),
        (0, ""),
        (1, "1\xa0кБ"),
        (180_400, "180\xa0кБ"),
        (999_600, "1\xa0МБ"),
        (2_449_000, "2,4\xa0МБ"),
        (52_000_000, "52\xa0МБ"),
    ],
)
def test_size_in_words(size, words):
    assert size_in_words(size) == words


def test_removed_document_leaves_no_trace(html, document):
    block = (
        "files",
        {"title": "Матеріали", "items": items({"document": document.pk, "title": "Додаток"})},
    )
    assert "Матеріали" in html(block)
    document.delete()
    assert html(block).strip() == ""


def test_files_without_a_document_are_refused(refused, document):
    assert refused("files", {"title": "", "items": []})
    assert refused("files", {"title": "", "items": items({"document": None, "title": "х"})})
    assert not refused(
        "files", {"title": "", "items": items({"document": document.pk, "title": ""})}
    )


def test_contact_can_be_called_and_written_to(html):
    shown = html(
        (
            "contact",
            {
                "name": "Наталія Кучеренко",
                "position": "організаторка",
                "phone": "+380 (44) 202-12-34",
                "email": "n@example.org",
                "note": "у будні",
            },
        )
    )
    assert ">НК</span>" in shown
    assert 'href="tel:+380442021234"' in shown
    assert 'href="mailto:n@example.org"' in shown
    assert "у\xa0будні" in shown


@pytest.mark.parametrize(
    ("phone", "tel"),
    [
        ("15-51", "1551"),
        ("(044) 202-12-34, 202-12-35", "0442021234"),
        ("+380 44 202 12 34 дод. 5", "+380442021234"),
        ("запитайте на вході", ""),
    ],
)
def test_phone_is_dialled_by_its_digits(phone, tel, html):
    shown = html(("contact", {"name": "Хтось", "phone": phone, "email": ""}))
    assert (f'href="tel:{tel}"' in shown) if tel else ("tel:" not in shown)
    assert phone.split(",")[0] in shown


def test_contact_needs_a_way_to_reach_it(refused):
    whole = {"name": "Хтось", "position": "", "phone": "1551", "email": "", "note": ""}
    assert not refused("contact", whole)
    assert refused("contact", {**whole, "phone": ""})
    assert refused("contact", {**whole, "email": "не пошта"})
    assert refused("contact", {**whole, "name": ""})
    assert not refused("contact", {**whole, "phone": "", "name": ""}, draft=True)


def test_cards_are_shown_in_the_chosen_order_each_once(html, home, page):
    other = StandardPageFactory(
        parent=home, title="Про портал", slug="pro-portal", lead="Хто й навіщо."
    )
    shown = html(cards(other, page, other))
    assert shown.count("<li>") == 2
    assert shown.index("Про портал") < shown.index("Правила участі")
    assert "навіщо." in shown


def test_card_of_news_tells_its_day(html, news_index):
    news = NewsPageFactory(parent=news_index, title="Новина дня")
    assert "<time " in html(cards(news))


@HIDDEN
def test_page_nobody_may_read_has_no_card(how, html, home, page):
    other = StandardPageFactory(parent=home, title="Про портал", slug="pro-portal")
    block = cards(page, other)
    hide(page, how)
    shown = html(block)
    assert "Про портал" in shown
    assert "Правила участі" not in shown
    hide(other, how)
    assert html(block).strip() == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("button", {}),
        ("button", {"label": "Читати", "page": 999999}),
        ("button", {"label": "", "address": "https://example.org/"}),
        ("files", {}),
        ("files", {"title": "Матеріали", "items": items({}, {"document": 999999})}),
        ("contact", {}),
        ("contact", {"position": "начальниця", "note": "у будні"}),
        ("page_cards", {}),
        ("page_cards", {"title": "Назва", "pages": items(None, 999999)}),
    ],
)
@pytest.mark.django_db
def test_empty_draft_shows_nothing(name, value, html):
    assert html((name, value)).strip() == ""


def test_no_cards_are_refused(refused, page):
    assert refused("page_cards", {"title": "", "pages": []})
    assert refused("page_cards", {"title": "", "pages": items(None)})
    assert not refused(*cards(page))


def test_search_reads_names_of_files_and_people(document):
    body = stream(
        (
            "files",
            {"title": "Матеріали", "items": items({"document": document.pk, "title": "Додаток 1"})},
        ),
        ("contact", {"name": "Наталія Кучеренко", "position": "організаторка"}),
    )
    words = " ".join(body.stream_block.get_searchable_content(body))
    for each in ("Матеріали", "Додаток 1", "Наталія Кучеренко", "організаторка"):
        assert each in words
