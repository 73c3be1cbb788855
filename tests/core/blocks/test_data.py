import pytest

from tests.factories.blocks import items, stream, table

ROWS = [("Дарницький", "70"), ("Святошинський", "85"), ("Разом", "155")]


def whole_table(**parts):
    data = {
        "table": table(ROWS),
        "header_column": True,
        "total_row_last": True,
        "source": "",
        **parts,
    }
    return ("table", data)


def test_table_has_caption_headers_and_total(html):
    shown = html(whole_table())
    assert "<caption>Скільки прийшло</caption>" in shown
    assert '<th scope="col">Район</th><th scope="col" class="num">Осіб</th>' in shown
    assert '<th scope="row">Дарницький</th><td class="num">70</td>' in shown.replace("\n", "")
    assert '<tfoot><tr><th scope="row">Разом</th>' in shown.replace("\n", "")


def test_wide_table_can_be_scrolled_by_keyboard(html):
    assert (
        '<div class="table-box" tabindex="0" role="region" aria-label="Скільки прийшло">'
        in html(whole_table())
    )


def test_table_without_row_names_and_total(html):
    shown = html(whole_table(header_column=False, total_row_last=False))
    assert 'scope="row"' not in shown
    assert "<tfoot>" not in shown


def test_table_of_one_row_has_no_total(html):
    assert "<tfoot>" not in html(whole_table(table=table(ROWS[:1])))


@pytest.mark.parametrize(
    "wrong",
    [
        table(ROWS, caption=""),
        table(ROWS, caption="   "),
        table([]),
        {"caption": "Порожня", "columns": [], "rows": []},
        table(ROWS, columns=("Район", "")),
        table([('<p><a href="javascript:alert(1)">х</a></p>', "1")], types=("rich_text", "number")),
        None,
    ],
)
def test_table_is_refused_without_what_a_reader_needs(wrong, refused):
    name, value = whole_table(table=wrong)
    assert "table" in refused(name, value)


def test_draft_table_may_be_half_empty(refused):
    name, value = whole_table(table=table(ROWS, caption="", columns=("", "")))
    assert not refused(name, value, draft=True)
    assert not refused(*whole_table())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("table", {}),
        ("table", {"table": None}),
        (
            "table",
            {"table": {"caption": "Назва", "columns": [], "rows": []}, "header_column": True},
        ),
        ("accordion", {}),
        ("accordion", {"items": items({}, {"question": "Чому?"}, {"answer": "<p>Бо.</p>"})}),
        ("timeline", {}),
        ("timeline", {"items": items({}, {"when": "", "title": "", "state": None})}),
    ],
)
def test_empty_draft_shows_nothing(name, value, html):
    assert html((name, value)).strip() == ""


def test_half_empty_table_is_shown_as_it_is(html):
    shown = html(whole_table(table=table([("Дарницький", "")], caption="", columns=("", ""))))
    assert "Дарницький" in shown
    assert "<caption>" not in shown
    assert "<thead>" not in shown
    assert 'aria-label="Таблиця"' in shown


def test_accordion_unfolds_without_scripts(html):
    value = {
        "items": items(
            {"question": "Хто може?", "answer": "<p>Кожен.</p>"},
            {"question": "Скільки?", "answer": "<p>Безоплатно.</p>"},
        ),
        "first_open": True,
    }
    shown = html(("accordion", value))
    assert shown.count("<details") == 2
    assert shown.count(" open>") == 1
    assert " open>" not in html(("accordion", {**value, "first_open": False}))


def test_timeline_tells_state_by_word_too(html):
    shown = html(
        (
            "timeline",
            {
                "items": items(
                    {"when": "Березень", "title": "Раз", "text": "", "state": "done"},
                    {"when": "Квітень", "title": "Два", "text": "<p>Подробиці</p>", "state": "now"},
                    {"when": "Травень", "title": "Три", "text": "", "state": "next"},
                    {"when": "Червень", "title": "Чотири", "text": "", "state": "evil"},
                )
            },
        )
    )
    assert "timeline__item--done" in shown
    assert shown.count('aria-current="step"') == 1
    assert "зроблено" in shown
    assert "попереду" in shown
    assert "evil" not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accordion", {"items": []}),
        ("accordion", {"items": items({"question": "", "answer": "<p>х</p>"})}),
        ("accordion", {"items": items({"question": "х", "answer": "<p></p>"})}),
        ("timeline", {"items": []}),
        ("timeline", {"items": items({"when": "", "title": "х", "text": "", "state": "done"})}),
        ("timeline", {"items": items({"when": "х", "title": "х", "text": "", "state": "later"})}),
    ],
)
def test_incomplete_lists_are_refused_but_may_be_drafts(name, value, refused):
    assert refused(name, value)


def test_search_reads_tables_and_lists():
    body = stream(
        whole_table(source="звіт району"),
        ("accordion", {"items": items({"question": "Хто може?", "answer": "<p>Кожен.</p>"})}),
        ("timeline", {"items": items({"when": "Березень", "title": "Запуск", "state": "done"})}),
    )
    words = " ".join(body.stream_block.get_searchable_content(body))
    for each in (
        "Скільки прийшло",
        "Район",
        "Дарницький",
        "звіт району",
        "Хто може?",
        "Кожен.",
        "Запуск",
    ):
        assert each in words
