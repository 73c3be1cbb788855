import pytest
from django.utils import translation

from civic_pages.importing.html import parts
from civic_pages.importing.shapes import Gallery, Grid, Heading, Picture, Quote, Text, Video


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
        ('<p><a name="x">а</a></p>', "<p>а</p>"),
        ("<p>2 &lt; 3 &amp; 4</p>", "<p>2 &lt; 3 &amp; 4</p>"),
        ("<p>а<b>б", "<p>а<b>б</b></p>"),
    ],
)
def test_text_is_clean(source, clean):
    assert parts(source) == [Text(clean)]


def picture(name, alt="", caption=""):
    return Picture(url=f"https://a.example/{name}", alt=alt, caption=caption)


def read(source):
    lost = []
    return parts(source, base_url="https://a.example/", lost=lost), lost


@pytest.mark.parametrize(
    "words", ["так [sic] і написано", "джерела [1], [2]", "[…] і далі", "[gallerys]", "[не код]"]
)
def test_brackets_that_are_no_short_code_stay(words):
    assert read(f"<p>{words}</p>") == ([Text(f"<p>{words}</p>")], [])


@pytest.mark.parametrize(
    "code",
    [
        '[gallery ids="1,2"]',
        '[contact-form-7 id="5" title="Звернення"]',
        "[playlist]",
        "[rev_slider golovna]",
        "[video]",
    ],
)
def test_known_short_codes_go_and_are_reported(code):
    with translation.override("uk"):
        found, lost = read(f"<p>До</p>{code}<p>Після</p>")
    assert found == [Text("<p>До</p><p>Після</p>")]
    assert lost == [f"короткий код «{code}»"]


def test_what_a_wrapping_short_code_held_is_kept_and_it_is_reported_once():
    found, lost = read("[vc_row][vc_column_text]<p>Слова</p>[/vc_column_text][/vc_row]")
    assert found == [Text("<p>Слова</p>")]
    assert len(lost) == 2


@pytest.mark.parametrize(
    "source",
    [
        '[caption id="a" width="300"]<img src="/x.jpg" alt="Зала" /> Повна <em>зала</em>[/caption]',
        '[caption]<a href="/x-big.jpg"><img src="/x.jpg" alt="Зала"></a>Повна зала[/caption]',
        '[wp_caption caption="Повна зала"]<img src="/x.jpg" alt="Зала">[/wp_caption]',
        '<p>[caption]<img src="/x.jpg" alt="Зала"> Повна зала[/caption]</p>',
    ],
)
def test_words_of_a_caption_code_are_the_caption(source):
    assert read(source) == ([picture("x.jpg", "Зала", "Повна зала")], [])


def test_figure_of_pictures_is_a_gallery():
    source = (
        '<figure class="wp-block-gallery"><figure><img src="/1.jpg" alt="Раз"><figcaption>Перша'
        '</figcaption></figure><figure><img src="/2.jpg" alt=""></figure><figcaption>Свято'
        "</figcaption></figure>"
    )
    expected = Gallery("Свято", (picture("1.jpg", "Раз", "Перша"), picture("2.jpg")))
    assert read(source) == ([expected], [])


@pytest.mark.parametrize(
    "source",
    [
        '<figure class="wp-block-embed"><div>\nhttps://youtu.be/dQw4w9WgXcQ\n</div></figure>',
        "[embed]https://youtu.be/dQw4w9WgXcQ[/embed]",
        '<p>[embed width="500"]https://youtu.be/dQw4w9WgXcQ[/embed]</p>',
        "[youtube https://youtu.be/dQw4w9WgXcQ]",
        "<p>https://youtu.be/dQw4w9WgXcQ</p>",
        '<p><a href="https://youtu.be/dQw4w9WgXcQ">https://youtu.be/dQw4w9WgXcQ</a></p>',
        '<object><embed src="https://youtu.be/dQw4w9WgXcQ"></object>',
        '[video src="https://youtu.be/dQw4w9WgXcQ"]',
    ],
)
def test_embedded_video(source):
    assert read(source) == ([Video("https://youtu.be/dQw4w9WgXcQ")], [])


@pytest.mark.parametrize(
    "source",
    [
        '<figure class="wp-block-embed"><div>https://b.example/x?a=1&amp;b=2</div></figure>',
        "[embed]https://b.example/x?a=1&amp;b=2[/embed]",
        "<p>https://b.example/x?a=1&amp;b=2</p>",
    ],
)
def test_other_embeds_are_links(source):
    url = "https://b.example/x?a=1&amp;b=2"
    assert read(source) == ([Text(f'<p><a href="{url}">{url}</a></p>')], [])


def test_address_among_words_stays_words():
    source = "<p>Дивіться https://youtu.be/dQw4w9WgXcQ удома</p>"
    assert read(source) == ([Text(source)], [])


@pytest.mark.parametrize(
    ("source", "markup"),
    [
        (
            "<ul><li>а<ul><li>б</li><li>в</li></ul></li><li>г</li></ul>",
            "<ul><li>а<ul><li>б</li><li>в</li></ul></li><li>г</li></ul>",
        ),
        ("<ul><li>а</li><ol><li>б</li></ol></ul>", "<ul><li>а<ol><li>б</li></ol></li></ul>"),
        ("<ol><li><p>а</p><p>б <b>в</b></p></li></ol>", "<ol><li>а<br/>б <b>в</b></li></ol>"),
        ("<ul>\n<li><div>а</div>\n</li>\n<li> </li></ul>", "<ul><li>а</li></ul>"),
    ],
)
def test_lists_are_neither_doubled_nor_glued(source, markup):
    assert read(source) == ([Text(markup)], [])


def test_pictures_and_players_in_a_list_stand_after_it():
    source = (
        '<ul><li>а <img src="/1.jpg"></li><li><figure><img src="/2.jpg"><figcaption>Друга'
        '</figcaption></figure></li><li><iframe src="https://b.example/v"></iframe></li></ul>'
    )
    expected = [
        Text("<ul><li>а</li></ul>"),
        picture("1.jpg"),
        picture("2.jpg", caption="Друга"),
        Video("https://b.example/v"),
    ]
    assert read(source) == (expected, [])


def test_table_keeps_addresses_and_its_pictures_stand_after_it():
    source = (
        '<table><tr><td><a href="/d.pdf">Рішення</a></td><td><a href="mailto:a@b.ua">a@b.ua</a>'
        '</td></tr><tr><td><img src="/1.jpg" alt="Герб"></td><td>б<table><tr><td>в</td></tr></table>'
        "</td></tr></table>"
    )
    expected = [
        Grid("", (("Рішення (https://a.example/d.pdf)", "a@b.ua"), ("", "б в")), False),
        picture("1.jpg", "Герб"),
    ]
    assert read(source) == (expected, [])


@pytest.mark.parametrize(
    "source",
    [
        '<video src="/f/%D0%B0.mp4"></video>',
        '<audio controls><source src="/f/%D0%B0.mp4">Немає</audio>',
        '<p><video><source src="/f/%D0%B0.mp4"></video></p>',
        '[video width="640" mp4="https://a.example/f/%D0%B0.mp4"][/video]',
        '<table><tr><td><video src="/f/%D0%B0.mp4">Немає</video></td></tr></table>',
    ],
)
def test_player_of_a_file_is_a_link_to_it(source):
    assert read(source) == (
        [Text('<p><a href="https://a.example/f/%D0%B0.mp4">а.mp4</a></p>')],
        [],
    )


@pytest.mark.parametrize(
    "source",
    [
        '<img src="http://[">',
        '<iframe src="http://["></iframe>',
        '<video src="http://["></video>',
        "<audio></audio>",
        '<img src="data:image/png;base64,AAAA">',
        "<form><input></form>",
        '<ul><li><img src="http://["></li></ul>',
    ],
)
def test_what_cannot_be_kept_is_reported_and_costs_nothing_else(source):
    found, lost = read(f"<p>До</p>{source}<p>Після</p>")
    assert found == [Text("<p>До</p><p>Після</p>")]
    assert len(lost) == 1


def test_broken_address_of_the_item_itself_spoils_no_picture():
    assert parts('<img src="https://a.example/x.jpg">', base_url="http://[") == [picture("x.jpg")]


def test_pictures_of_quotes_and_headings_stand_after_them():
    assert read('<h2>Р<img src="/1.jpg"></h2><blockquote>Ц<img src="/2.jpg"></blockquote>') == (
        [Heading("Р", 2), picture("1.jpg"), Quote("Ц"), picture("2.jpg")],
        [],
    )
