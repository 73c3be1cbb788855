import pytest

from portal.core.blocks.prose import Prose, expand_together, is_safe_link

UNSAFE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "http://[broken",
]
UNSAFE_TAGS = [
    "<a href='javascript:alert(1)'>",
    "<A HREF=javascript:alert(1)>",
    '<a title=">" href="javascript:alert(1)">',
    '<a href="/novyny/" href="javascript:alert(1)">',
]
SAFE = [
    "https://kyivcity.gov.ua/",
    "http://example.org/?a=b&amp;c=d",
    "mailto:forum@example.org",
    "tel:+380442021234",
    "/novyny/",
    "#rozdil",
    "",
]


@pytest.mark.parametrize("href", UNSAFE)
def test_unsafe_link_is_refused_and_never_shown(href, html, refused):
    text = f'<p><a href="{href}">натисніть</a></p>'
    assert refused("text", text)
    assert "натисніть" in html(("text", text))
    assert "href" not in html(("text", text))


@pytest.mark.parametrize("tag", UNSAFE_TAGS)
def test_unsafe_link_is_found_however_it_is_written(tag, html, refused):
    text = f"<p>{tag}натисніть</a></p>"
    assert refused("text", text)
    assert "script" not in html(("text", text))


@pytest.mark.parametrize("href", SAFE)
def test_safe_link_is_kept(href, refused):
    assert is_safe_link(href)
    assert not refused("text", f'<p><a href="{href}">натисніть</a></p>')


@pytest.mark.parametrize("text", ["", "<p></p>", "<p>&nbsp;</p>", "<ul><li> </li></ul>"])
def test_text_that_shows_nothing_is_refused_but_may_be_a_draft(text, refused):
    assert refused("text", text)
    assert not refused("text", text, draft=True)


def test_text_stands_directly_in_the_column(html):
    assert html(("text", "<p>Абзац.</p>")).strip() == "<p>Абзац.</p>"


def test_link_to_another_site_says_so(html):
    assert 'href="https://example.org/" rel="external"' in html(
        ("text", '<p><a href="https://example.org/">приклад</a></p>')
    )


def test_texts_expanded_together_stay_apart():
    texts = [Prose("<p>раз</p>"), Prose(""), Prose('<p><a href="#x">два</a></p>')]
    expand_together(texts)
    assert [str(text) for text in texts] == ["<p>раз</p>", "", '<p><a href="#x">два</a></p>']


def test_headings_keep_the_outline_whole(html):
    shown = html(
        ("heading", {"text": "Перший", "level": "h3"}),
        ("heading", {"text": "Другий", "level": "h3"}),
        ("heading", {"text": "Третій", "level": "h2"}),
    )
    assert "<h2>Перший</h2>" in shown
    assert "<h3>Другий</h3>" in shown
    assert "<h2>Третій</h2>" in shown


def test_title_of_a_callout_follows_the_heading_above_it(html):
    callout = ("callout", {"kind": "fact", "title": "Факт", "text": "<p>Безоплатно.</p>"})
    assert '<h2 class="callout__title">' in html(callout)
    assert '<h3 class="callout__title">' in html(
        ("heading", {"text": "Умови", "level": "h2"}), callout
    )


@pytest.mark.parametrize(
    ("kind", "icon"),
    [("fact", "#info"), ("warning", "#alert"), ("info", "#mail"), ("", "#info"), ("evil", "#info")],
)
def test_kind_of_a_callout_is_colour_and_icon(kind, icon, html):
    shown = html(("callout", {"kind": kind, "title": "", "text": "<p>Слова.</p>"}))
    assert icon in shown
    assert "callout--evil" not in shown


def test_quote_names_who_said_it(html):
    shown = html(
        ("quote", {"text": "Перше.\n\nДруге.", "person": "Ірина Савчук", "position": "голова"})
    )
    assert "<blockquote><p>Перше.</p>\n\n<p>Друге.</p></blockquote>" in shown
    assert "<figcaption><cite>Ірина Савчук</cite>голова</figcaption>" in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("heading", {"text": "", "level": "h2"}),
        ("heading", {"text": "Назва", "level": "h4"}),
        ("quote", {"text": "", "person": "Ірина Савчук", "position": ""}),
        ("quote", {"text": "х", "person": "х" * 151, "position": ""}),
        ("callout", {"kind": "fact", "title": "Назва", "text": ""}),
        ("callout", {"kind": "promo", "title": "Назва", "text": "<p>х</p>"}),
    ],
)
def test_incomplete_or_wrong_words_are_refused(name, value, refused):
    assert refused(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("heading", {}),
        ("heading", {"text": None, "level": None}),
        ("quote", {}),
        ("quote", {"text": "", "person": "Хтось"}),
        ("callout", {}),
        ("callout", {"kind": None, "title": None, "text": None}),
        ("text", None),
    ],
)
def test_empty_draft_shows_nothing_and_breaks_nothing(name, value, html):
    assert html((name, value)).strip() == ""


def test_words_are_escaped(html):
    shown = html(
        ("heading", {"text": "<b>Назва</b>", "level": "h2"}),
        ("quote", {"text": "<script>alert(1)</script>", "person": "<i>", "position": ""}),
    )
    assert "<b>" not in shown
    assert "<script>" not in shown
    assert "<i>" not in shown
