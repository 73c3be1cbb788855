import pytest
from django.core.exceptions import ValidationError

from portal.discussion.text import clean, links_in, own_words, plain, render


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Перше\r\n\r\n\r\n\r\nДруге \n", "Перше\n\nДруге"),
        ("сло\u200bво\u00ad і \u202eщось\u202c", "слово і щось"),
        ("наго\u0301лос", "наго\u0301лос"),
        ("и\u0306", "й"),
        ("страх" + "\u0336" * 40, "страх" + "\u0336" * 3),
        ("👩\u200d👧 родина", "👩\u200d👧 родина"),
        ("а\u00a0б\x00в\x07", "а бв"),
    ],
)
def test_what_nobody_sees_is_taken_out(typed, kept):
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("\u200b\u2060\ufeff", "empty"),
        ("---\n***", "empty"),
        ("слово \ufffd\ufffd", "broken"),
        ("а" * 5001, "too_long"),
        ("а" * 1_000_000, "too_long"),
    ],
)
def test_what_cannot_be_a_comment_is_refused(typed, code):
    with pytest.raises(ValidationError) as caught:
        clean(typed)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Один\nдва\n\nтри", "<p>Один<br>\nдва</p>\n<p>три</p>"),
        ("**Так**, *ні*", "<p><strong>Так</strong>, <em>ні</em></p>"),
        ("- а\n- б", "<ul>\n<li>а</li>\n<li>б</li>\n</ul>"),
        ("> сказане\n\nвідповідь", "<blockquote>\n<p>сказане</p>\n</blockquote>\n<p>відповідь</p>"),
        (
            "[сайт](https://kyiv.ua/a?b=1&c=2)",
            '<p><a href="https://kyiv.ua/a?b=1&amp;c=2" rel="nofollow ugc noopener">сайт</a></p>',
        ),
        (
            "див. https://kyiv.ua/plan.",
            '<p>див. <a href="https://kyiv.ua/plan" rel="nofollow ugc noopener">https://kyiv.ua/plan</a>.</p>',
        ),
        ("# не заголовок", "<p># не заголовок</p>"),
        ("сказав.ua", "<p>сказав.ua</p>"),
    ],
)
def test_the_small_language_becomes_html(text, html):
    assert render(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[клац](javascript:alert(1))",
        "[клац](JaVaScRiPt&#58;alert(1))",
        "[клац](data:text/html;base64,PHNjcmlwdD4=)",
        "[вихід](/admin/logout/)",
        "[вихід](//evil.example/)",
        "<javascript:alert(1)>",
        "![картинка](https://evil.example/pixel.png)",
        '[a](https://a.ua "onclick=alert(1)")',
        "<style>*{display:none}</style>",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(text):
    html = render(text).lower()
    for bad in ("<script", "<img", "<style", 'href="javascript', 'href="data', 'href="/', "title="):
        assert bad not in html


def test_plain_words_for_letters_and_search():
    assert plain(render("**Сьогодні** & завтра\n\n- раз\n- два < три")) == (
        "Сьогодні & завтра раз два < три"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("> Чуже\n>> ще чуже\n\nМоє\n\n> і ще\n\nслово", "Моє слово"),
        ("> Лише чуже", "Лише чуже"),
        ("Моє", "Моє"),
    ],
)
def test_an_excerpt_under_a_name_holds_no_words_of_others(text, said):
    assert own_words(render(text)) == said


def test_how_long_a_text_is_is_said_in_the_right_case():
    for length, words in ((5001, "5001 знак;"), (5002, "5002 знаки;"), (5005, "5005 знаків;")):
        with pytest.raises(ValidationError) as caught:
            clean("а" * length)
        assert words in caught.value.message


def test_each_place_a_text_leads_to_is_counted():
    text = "https://a.ua/x?y=1 і www.b.com/z, а також city.com.ua; пишіть на d@e.ua"
    assert links_in(text) == ["https://a.ua/x?y=1", "www.b.com/z", "city.com.ua"]
    assert links_in("О. Коваль, напр., у т.ч. Київ") == []
