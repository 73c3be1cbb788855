import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.template import Context, Template, TemplateSyntaxError
from PIL import Image

from civic_pages.models import NewsPage
from portal.core.models import PortalImage, PortalRendition
from portal.core.pagecache import stamp
from portal.core.pictures import PRESETS, picture, picture_url, prefetch_pictures, social_picture
from portal.core.pictures.making import make_all
from portal.core.pictures.tasks import make_page_pictures, make_pictures, remake_pictures
from tests.factories.media import ImageFactory, picture_bytes, picture_file
from tests.factories.pages import NewsPageFactory

pytestmark = pytest.mark.django_db


def render(source, **context):
    return Template(source).render(Context(context))


def fresh(image):
    """The picture as another request would read it."""
    return PortalImage.objects.get(pk=image.pk)


def test_one_jpeg_is_made_at_once_and_no_other_format_is_offered():
    image = ImageFactory(size=(1200, 675))
    html = render(
        '{% responsive_picture image "card" alt="Форум" class="card__media" %}', image=image
    )
    assert html.startswith("<picture><img src=")
    assert '.jpg" width="640" height="360" alt="Форум" class="card__media" loading="lazy"' in html
    assert "avif" not in html
    assert PortalRendition.objects.count() == 1


def test_all_formats_are_offered_once_they_are_made():
    image = ImageFactory(size=(1200, 675))
    assert make_pictures.call(image.pk, ["card"]) == 12
    html = picture(fresh(image), "card", alt="")
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    assert "320w" in html
    assert "960w" in html
    assert html.count("sizes=") == 3


def test_a_second_run_makes_nothing_and_leaves_the_version_alone():
    image = ImageFactory(size=(700, 400))
    make_pictures.call(image.pk, ["card"])
    version = stamp.read()
    assert make_pictures.call(image.pk, ["card"]) == 0
    assert stamp.read() == version


def test_a_small_picture_is_not_blown_up():
    image = ImageFactory(size=(400, 225))
    assert make_all(image, ["card"]) == 6
    widths = sorted(PortalRendition.objects.values_list("width", flat=True).distinct())
    assert widths == [320, 400]


@pytest.mark.parametrize(
    ("source", "expected"),
    [((4000, 3000), [320, 480, 640, 960]), ((640, 360), [320, 480, 640]), ((100, 3000), [320])],
)
def test_widths_worth_making(source, expected):
    assert PRESETS["card"].widths_for(*source) == expected


@pytest.mark.parametrize("name", list(PRESETS))
def test_crops_have_whole_heights_and_one_ratio(name):
    preset = PRESETS[name]
    if preset.ratio:
        across, down = preset.ratio
        assert all(width * down % across == 0 for width in preset.widths)


def test_transparency_is_kept():
    image = ImageFactory(
        file=picture_file("znak.png", file_format="PNG", mode="RGBA", colour="#0b5a5380")
    )
    make_all(image, ["content"])
    html = picture(fresh(image), "content", alt="")
    assert "jpg" not in html
    assert 'type="image/webp"' in html
    rendition = PortalRendition.objects.get(filter_spec="width-480|format-png")
    with Image.open(rendition.file) as made:
        assert made.mode == "RGBA"


def test_an_animation_stands_still():
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    from io import BytesIO

    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    image = ImageFactory(file=ContentFile(out.getvalue(), name="ruch.gif"))
    assert ".jpg" in picture(image, "content", alt="")


@pytest.mark.parametrize("content", [b"", b"no picture", picture_bytes(size=(600, 400))[:900]])
def test_a_broken_file_shows_nothing(content):
    image = ImageFactory(size=(600, 400))
    with image.file.storage.open(image.file.name, "wb") as stored:
        stored.write(content)
    image = fresh(image)
    assert picture(image, "lead", alt="") == ""
    assert picture_url(image, "wide") == ""
    assert social_picture(image) is None
    assert make_all(image, ["lead"]) == 0


def test_a_missing_file_shows_nothing():
    image = ImageFactory()
    image.file.storage.delete(image.file.name)
    assert picture(fresh(image), "card", alt="") == ""


@pytest.mark.parametrize(
    "source",
    ['{% responsive_picture image "huge" %}', '{% responsive_picture image "card" style="x" %}'],
)
def test_unknown_presets_and_attributes_are_refused(source):
    with pytest.raises(TemplateSyntaxError):
        render(source, image=ImageFactory())


def test_no_picture_shows_nothing():
    assert render('{% responsive_picture image "card" %}{% picture_url image %}', image=None) == ""


def test_alt_is_escaped():
    assert 'alt="&quot;&gt;&lt;script&gt;"' in picture(ImageFactory(), "card", alt='"><script>')


def test_the_lead_is_not_lazy():
    html = picture(ImageFactory(), "lead", alt="")
    assert 'fetchpriority="high"' in html
    assert "lazy" not in html


def test_the_placement_says_what_the_picture_shows():
    image = ImageFactory(description="З бібліотеки")
    assert 'alt="З бібліотеки"' in render('{% responsive_picture image "content" %}', image=image)
    image.contextual_alt_text = "Тут"
    assert 'alt="Тут"' in render('{% responsive_picture image "content" %}', image=image)
    image.decorative = True
    assert 'alt=""' in render('{% responsive_picture image "content" %}', image=image)


def test_social_picture_has_its_size():
    shape = social_picture(ImageFactory(size=(1600, 900)))
    assert (shape.width, shape.height) == (1200, 630)
    assert shape.url.startswith("/media/images/")


@pytest.mark.parametrize("count", [2, 9])
def test_a_listing_needs_two_queries_whatever_its_length(
    news_index, count, django_assert_num_queries
):
    for _ in range(count):
        image = ImageFactory()
        make_all(image, ["card", "thumb"])
        NewsPageFactory(parent=news_index, lead_image=image)
    source = (
        "{% for page in pages %}{% responsive_picture page.lead_image 'card' alt='' %}{% endfor %}"
    )
    queryset = NewsPage.objects.defer_streamfields()
    with django_assert_num_queries(3):
        html = render(source, pages=prefetch_pictures(queryset, "lead_image", "card", "thumb"))
    assert html.count("<picture>") == count
    assert html.count("image/avif") == count
    pages = list(queryset)
    with django_assert_num_queries(2):
        assert render(source, pages=prefetch_pictures(pages, "lead_image", "card")) == html


def test_a_list_may_hold_what_has_no_picture(news_index):
    pages = [NewsPageFactory(parent=news_index), news_index]
    assert prefetch_pictures(pages, "lead_image", "card") == pages


def test_publishing_makes_the_pictures_of_the_page(news_index):
    image = ImageFactory(size=(500, 300))
    page = NewsPageFactory(parent=news_index, lead_image=image)
    connection.run_on_commit.clear()
    version = stamp.read()
    page.save_revision().publish()
    html = picture(fresh(image), "lead", alt="")
    assert "image/avif" in html
    assert stamp.read() != version


def test_what_was_deleted_meanwhile_is_left_alone():
    assert make_pictures.call(12345, ["card"]) == 0
    assert make_page_pictures.call(12345) == 0
    assert remake_pictures.call(12345) == 0


def test_a_new_focal_point_makes_new_crops_and_drops_the_old(news_index):
    image = ImageFactory(size=(640, 640))
    page = NewsPageFactory(parent=news_index, lead_image=image)
    page.save_revision().publish()
    before = set(image.renditions.values_list("file", flat=True))
    image.focal_point_x, image.focal_point_y = 10, 10
    image.focal_point_width = image.focal_point_height = 5
    image.save()
    after = set(image.renditions.values_list("file", flat=True))
    assert after
    assert not before & after
    assert "image/avif" in picture(fresh(image), "card", alt="")


def test_a_new_title_remakes_nothing(news_index):
    image = ImageFactory()
    NewsPageFactory(parent=news_index, lead_image=image).save_revision().publish()
    made = set(image.renditions.values_list("pk", flat=True))
    image.title = "Інша назва"
    image.save()
    assert set(image.renditions.values_list("pk", flat=True)) == made
    assert image.look_has_changed is False
