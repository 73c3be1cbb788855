import pytest

from civic_pages.importing.html import Grid, Heading, Picture, Quote, Text, Video, parts


def test_article_becomes_parts_in_reading_order():
    found = parts(
        "<h1>Розділ</h1><p>Перший <strong>абзац</strong>.</p><p>Другий.</p><h4>Дрібніше</h4>"
        '<figure><img src="/a.jpg" alt="Площа"><figcaption>Уранці</figcaption></figure>'
        "<blockquote><p>Слова.</p></blockquote>"
        '<iframe src="https://www.youtube.com/embed/abc"></iframe>'
        "<table><caption>Числа</caption><tr><th>Рік</th><th>Усього</th></tr><tr><td>2018</td></tr></table>",
        base_url="https://stara.example.org/news/1",
    )
    assert found == [
        Heading("Розділ", 2),
        Text("<p>Перший <b>абзац</b>.</p><p>Другий.</p>"),
        Heading("Дрібніше", 3),
        Picture(url="https://stara.example.org/a.jpg", alt="Площа", caption="Уранці"),
        Quote("Слова."),
        Video("https://www.youtube.com/embed/abc"),
        Grid(caption="Числа", rows=(("Рік", "Усього"), ("2018", "")), has_header=True),
    ]


def test_loose_text_and_lists_are_kept():
    assert parts("Вступ <em>без</em> абзацу<ul><li>один</li><li></li><li>два</li></ul>") == [
        Text("<p>Вступ <i>без</i> абзацу</p><ul><li>один</li><li>два</li></ul>")
    ]


def test_picture_inside_a_paragraph_stands_on_its_own():
    assert parts('<p>До <img src="https://a.example/x.png" alt=""> після</p>') == [
        Text("<p>До</p>"),
        Picture(url="https://a.example/x.png", alt="", caption=""),
        Text("<p>після</p>"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        '<svg onload="alert(1)"><script>1</script></svg>',
        '<img src="javascript:alert(1)">',
        '<img src="file:///etc/passwd">',
        '<iframe src="javascript:alert(1)"></iframe>',
        "<form><textarea>x</textarea></form>",
        "<p>&nbsp;</p><p> </p>",
        '[gallery ids="1,2"]',
        "",
    ],
)
def test_dangerous_and_empty_parts_are_gone(source):
    assert parts(source) == []


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ('<p onclick="x()" style="color:red">а</p>', "<p>а</p>"),
        ('<p><a href="javascript:alert(1)">а</a></p>', "<p>а</p>"),
        ('<p><a href="data:text/html,x">а</a></p>', "<p>а</p>"),
        (
            '<p><a href="https://a.example/?a=1&amp;b=%22">а</a></p>',
            '<p><a href="https://a.example/?a=1&amp;b=%22">а</a></p>',
        ),
        ("<p>2 &lt; 3 &amp; 4</p>", "<p>2 &lt; 3 &amp; 4</p>"),
        ("<p>а<b>б", "<p>а<b>б</b></p>"),
    ],
)
def test_text_is_clean(source, clean):
    assert parts(source) == [Text(clean)]
