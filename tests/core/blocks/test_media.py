import pytest
from django.utils import translation

from tests.factories.blocks import items, placement, stream

YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def picture(image, **parts):
    said = {name: parts.pop(name) for name in ("alt_text", "decorative") if name in parts}
    return ("image", {"image": placement(image, **said), "caption": "", "credit": "", **parts})


def video(**parts):
    return ("video", {"url": YOUTUBE, "title": "Запис презентації", "captions": "yes", **parts})


def test_picture_says_what_it_shows_here(html, image):
    image.description = "Опис у бібліотеці"
    image.save()
    shown = html(picture(image, alt_text="Люди в залі", caption="Зала", credit="Фото: місто"))
    assert 'alt="Люди в залі"' in shown
    assert "Опис у бібліотеці" not in shown
    assert "Зала" in shown
    assert "Фото: місто" in shown
    assert "Олена Гончар" not in shown


def test_credit_falls_back_to_that_of_the_library(html, image):
    assert "Фото: Олена Гончар" in html(picture(image, alt_text="Люди"))


def test_same_picture_says_another_thing_in_another_place(html, image):
    shown = html(
        picture(image, alt_text="Зала"),
        picture(image, alt_text="Люди"),
        picture(image, decorative=True),
    )
    assert 'alt="Зала"' in shown
    assert 'alt="Люди"' in shown
    assert 'alt=""' in shown


def test_decorative_picture_says_nothing_even_if_words_were_left(html, image):
    assert 'alt=""' in html(picture(image, alt_text="Забуте", decorative=True))


def test_picture_without_words_is_refused_unless_decorative(refused, image):
    name, silent = picture(image)
    _name, blank = picture(image, alt_text="")
    assert "image" in refused(name, silent)
    assert "image" in refused(name, blank)
    assert not refused(name, picture(image, alt_text="Люди")[1])
    assert not refused(name, picture(image, decorative=True)[1])


def test_missing_picture_is_refused(refused):
    empty = {"image": None, "decorative": False, "alt_text": "Люди"}
    assert "image" in refused("image", {"image": empty, "caption": "", "credit": ""})
    assert "image" in refused(
        "gallery", {"title": "", "items": items({"image": empty})}
    ) or refused("gallery", {"title": "", "items": items({"image": empty})})


def test_draft_may_lack_words_and_picture(refused, image):
    assert not refused("image", picture(image)[1], draft=True)
    empty = {"image": None, "decorative": False, "alt_text": ""}
    assert not refused("image", {"image": empty, "caption": "", "credit": ""}, draft=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("image", {}),
        ("image", {"image": None}),
        ("image", {"image": {"image": None, "decorative": None, "alt_text": None}}),
        (
            "image",
            {"image": {"image": 999999, "decorative": False, "alt_text": "х"}, "caption": "Підпис"},
        ),
        ("gallery", {}),
        ("gallery", {"items": []}),
        ("gallery", {"title": "Фото", "items": items({"image": {"image": 999999}}, {})}),
        ("video", {}),
        ("video", {"url": "", "title": "Запис", "captions": None, "poster": 999999}),
    ],
)
@pytest.mark.django_db
def test_empty_draft_and_removed_picture_show_nothing(name, value, html):
    assert html((name, value)).strip() == ""


def test_gallery_leads_to_larger_pictures(html, image):
    shown = html(
        (
            "gallery",
            {
                "title": "",
                "items": items(
                    {"image": placement(image, alt_text="Зала"), "caption": "Перед початком"},
                    {"image": placement(image, decorative=True), "caption": ""},
                    {"image": {"image": 999999, "decorative": False, "alt_text": "Зникло"}},
                ),
            },
        )
    )
    assert shown.count("<li>") == 2
    assert shown.count('class="gallery__link" href="/media/') == 2
    assert "Перед початком" in shown
    assert "Зникло" not in shown
    # A link whose picture says nothing still has a name.
    assert '<span class="visually-hidden">Зображення 2</span>' in shown


def gallery(image, number):
    placed = [
        {"image": placement(image, alt_text=f"Фото {n}"), "caption": ""} for n in range(number)
    ]
    return ("gallery", {"title": "", "items": items(*placed)})


def test_rest_of_a_long_gallery_is_behind_a_summary(html, image):
    shown = html(gallery(image, 6))
    at_once, behind = shown.split('<details class="gallery-rest"><summary>')
    assert at_once.count('class="gallery__link"') == 4
    assert behind.startswith("Усі 6 фото<svg")
    assert behind.count('class="gallery__link"') == 2
    assert behind.count("<li>") == behind.count("</li>") == 2


@pytest.mark.parametrize("number", [2, 4, 5])
def test_gallery_of_five_pictures_hides_none(html, image, number):
    shown = html(gallery(image, number))
    assert "<details" not in shown
    assert shown.count('class="gallery__link"') == number


def test_folded_picture_without_words_is_numbered_in_the_whole_gallery(html, image):
    placed = [{"image": placement(image, decorative=True), "caption": ""} for _ in range(7)]
    shown = html(("gallery", {"title": "", "items": items(*placed)}))
    assert shown.count("Зображення 7") == 1
    assert shown.count("Зображення 4") == 1


def test_ukrainian_credit_says_its_language_on_an_english_page(html, image):
    mark = '<span class="figure__credit" lang="uk">'
    said = [picture(image, alt_text="People"), gallery(image, 2)]
    assert "lang=" not in html(*said)
    with translation.override("en"):
        shown = html(*said)
        assert mark in shown
        assert '<span lang="uk">Фото:' in shown
        assert "lang=" not in html(picture(image, alt_text="People", credit="Photo: the city"))


def test_gallery_of_one_picture_is_refused(refused, image):
    one = items({"image": placement(image, alt_text="Зала"), "caption": ""})
    assert refused("gallery", {"title": "", "items": one})
    assert refused("gallery", {"title": "", "items": items(*[{"image": placement(image)}] * 2)})
    assert not refused(
        "gallery",
        {
            "title": "",
            "items": items(*[{"image": placement(image, alt_text="х"), "caption": ""}] * 2),
        },
    )


def test_video_asks_nothing_of_its_service_before_the_press(html):
    shown = html(video(duration="18 хв"))
    assert (
        'data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?hl=uk&amp;rel=0"' in shown
    )
    assert f'<a class="button" href="{YOUTUBE}"' in shown
    assert "YouTube" in shown
    assert "IP-адресу" in shown
    assert "Увімкнути відео, 18\xa0хв" in shown
    assert "<iframe" not in shown
    assert "src=" not in shown


def test_video_of_another_site_is_a_plain_link(html):
    shown = html(video(url="https://video.example.org/live/5"))
    assert "data-embed" not in shown
    assert 'href="https://video.example.org/live/5"' in shown
    assert "video.example.org" in shown


@pytest.mark.parametrize(
    ("captions", "words"),
    [("yes", "Із субтитрами"), ("no", "Без субтитрів"), ("silent", "У відео ніхто не говорить")],
)
def test_captions_or_their_absence_are_stated(captions, words, html):
    assert words in html(video(captions=captions))


def test_video_has_its_words_and_its_sign_language(html):
    shown = html(
        video(transcript="<p>Вітаю всіх.</p>", sign_language_url="https://youtu.be/abcdefghijk")
    )
    assert "<p>Вітаю всіх.</p>" in shown
    assert 'href="https://youtu.be/abcdefghijk"' in shown


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", ""),
        ("url", "javascript:alert(1)"),
        ("url", "ftp://example.org/video.mp4"),
        ("url", "<iframe src='https://evil.example'></iframe>"),
        ("captions", ""),
        ("captions", "maybe"),
        ("title", ""),
        ("sign_language_url", "javascript:alert(1)"),
    ],
)
def test_video_is_refused_without_what_a_reader_needs(field, value, refused):
    name, whole = video(duration="", poster=None, sign_language_url="", transcript="")
    assert not refused(name, whole)
    assert field in refused(name, {**whole, field: value})


def test_poster_stands_behind_the_words(html, image):
    shown = html(video(poster=image.pk))
    assert "embed--plain" not in shown
    assert '<img src="/media/' in shown
    assert 'alt=""' in shown


def test_search_reads_words_of_pictures_and_videos(image):
    body = stream(
        picture(image, alt_text="Люди в залі", caption="Відкриття"),
        video(transcript="<p>Вітаю всіх.</p>"),
    )
    words = " ".join(body.stream_block.get_searchable_content(body))
    for each in ("Люди в залі", "Відкриття", "Запис презентації", "Вітаю всіх."):
        assert each in words
    assert "субтитри" not in words
