import functools
import hashlib
import json
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from portal.core.models import PortalImage
from tests.factories.media import SVG, ImageFactory, picture_bytes

pytestmark = pytest.mark.django_db

SECRETS = (
    b"Exif",
    b"GPS",
    b"http://ns.adobe.com",
    b"Photoshop",
    b"Hidden",
    b"ICC_PROFILE",
    b"iCCP",
    b"tEXt",
    b"PK\x03\x04",
)


def exif(orientation=1):
    """EXIF as a phone writes it: orientation, a remark and the coordinates of Kyiv."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010E] = "Hidden remark"
    data.get_ifd(0x8825).update({1: "N", 2: (50.0, 27.0, 0.0), 3: "E", 4: (30.0, 31.0, 24.0)})
    return data


def saved(image, file_format, **options):
    out = BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()


def stored(image):
    with image.open_file() as file:
        return file.read()


def upload(content, name="foto.jpg"):
    return ImageFactory(file=ContentFile(content, name=name))


def wide_gamut():
    """A profile whose red is not the red of sRGB."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


@pytest.mark.parametrize(
    ("name", "file_format"),
    [
        ("a.jpg", "JPEG"),
        ("a.png", "PNG"),
        ("a.webp", "WEBP"),
        ("a.avif", "AVIF"),
        ("a.heic", "HEIF"),
    ],
)
def test_nothing_but_pixels_is_stored(name, file_format):
    xmp = b'<x:xmpmeta xmlns:x="http://ns.adobe.com/"><exif:GPSLatitude>Hidden</exif:GPSLatitude></x:xmpmeta>'
    content = saved(Image.new("RGB", (80, 45), "#0b5a53"), file_format, exif=exif(), xmp=xmp)
    assert b"Hidden" in content
    left = stored(upload(content, name))
    assert not [secret for secret in SECRETS if secret in left]
    with Image.open(BytesIO(left)) as image:
        assert not image.getexif()
        assert image.size == (80, 45)


def test_text_in_a_png_is_dropped():
    info = PngInfo()
    info.add_text("Comment", "Hidden at 50.45, 30.52")
    assert b"Hidden" not in stored(
        upload(saved(Image.new("RGB", (9, 9)), "PNG", pnginfo=info), "a.png")
    )


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_picture_stands_upright_and_knows_its_size(orientation):
    lying = Image.new("RGB", (60, 40), "white")
    lying.paste("red", (0, 0, 60, 8))
    image = upload(saved(lying, "JPEG", exif=exif(orientation), quality=95))
    expected = (60, 40) if orientation == 3 else (40, 60)
    image.refresh_from_db()
    assert (image.width, image.height) == expected
    with Image.open(BytesIO(stored(image))) as upright:
        assert upright.size == expected
        edge = {3: (30, 38), 6: (38, 30), 8: (2, 30)}[orientation]
        red, green, _ = upright.getpixel(edge)
        assert red > 200
        assert green < 80


def test_colours_are_brought_to_srgb():
    profile = ImageCms.createProfile("sRGB")
    profile_bytes = bytearray(ImageCms.ImageCmsProfile(profile).tobytes())
    # Swap the red and green primaries: such a file looks wrong to who ignores the profile.
    entries = {
        bytes(profile_bytes[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i
        for i in range(profile_bytes[131])
    }
    red, green = entries[b"rXYZ"], entries[b"gXYZ"]
    red_at, green_at = (
        bytes(profile_bytes[red + 4 : red + 12]),
        bytes(profile_bytes[green + 4 : green + 12]),
    )
    profile_bytes[red + 4 : red + 12], profile_bytes[green + 4 : green + 12] = green_at, red_at
    profile_bytes = (
        bytes(profile_bytes)
        .replace("sRGB".encode("utf-16-be"), "xxxx".encode("utf-16-be"))
        .replace(b"sRGB", b"xxxx")
    )
    content = saved(Image.new("RGB", (20, 20), (250, 0, 0)), "PNG", icc_profile=profile_bytes)
    with Image.open(BytesIO(stored(upload(content, "a.png")))) as image:
        assert "icc_profile" not in image.info
        red, green, _ = image.convert("RGB").getpixel((5, 5))
        assert green > 200 > red


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
@pytest.mark.parametrize("profile", [None, b"nonsense"])
def test_every_mode_can_be_shown(mode, profile):
    file_format = "JPEG" if mode == "CMYK" else "PNG"
    content = saved(
        Image.new(mode, (30, 20)), file_format, **({"icc_profile": profile} if profile else {})
    )
    image = upload(content, f"a.{file_format.lower()}")
    with Image.open(BytesIO(stored(image))) as shown:
        assert shown.mode in ("1", "L", "LA", "P", "RGB", "RGBA")
    assert image.has_alpha is (mode in ("LA", "RGBA"))


def test_a_transparent_colour_counts_as_transparency():
    palette = Image.new("P", (10, 10))
    assert upload(saved(palette, "PNG", transparency=0), "a.png").has_alpha


def test_a_jpeg_loses_nothing_one_could_see():
    gradient = Image.linear_gradient("L").convert("RGB")
    content = saved(gradient, "JPEG", quality=80)
    with (
        Image.open(BytesIO(content)) as before,
        Image.open(BytesIO(stored(upload(content)))) as after,
    ):
        differences = zip(before.convert("L").tobytes(), after.convert("L").tobytes(), strict=True)
        assert max(abs(one - other) for one, other in differences) <= 1
        assert before.quantization == after.quantization


def test_of_an_animation_the_first_frame_is_kept():
    first, second = Image.new("RGB", (20, 10), "red"), Image.new("RGB", (20, 10), "blue")
    image = upload(saved(first, "GIF", save_all=True, append_images=[second]), "ruch.gif")
    assert image.file.name.endswith(".png")
    with Image.open(BytesIO(stored(image))) as still:
        assert getattr(still, "n_frames", 1) == 1
        assert still.convert("RGB").getpixel((1, 1)) == (255, 0, 0)


def test_a_file_glued_to_a_picture_is_cut_off():
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as writer:
        writer.writestr("virus.js", "alert(1)")
    left = stored(upload(picture_bytes() + b"<script>alert(1)</script>" + archive.getvalue()))
    assert b"script" not in left
    assert not zipfile.is_zipfile(BytesIO(left))


def test_the_extension_follows_the_content():
    assert upload(picture_bytes(file_format="PNG"), "foto.jpg").file.name.endswith(".png")


@functools.cache
def bomb():
    """A PNG of 30,000 by 30,000 pixels in some kilobytes."""
    return saved(Image.new("1", (30_000, 30_000)), "PNG")


REFUSED = {
    "empty": ("a.jpg", b""),
    "text": ("a.jpg", b"no picture at all"),
    "html": ("a.png", b"<html><script>alert(1)</script></html>"),
    "truncated": ("a.jpg", picture_bytes(size=(900, 900))[:2000]),
    "svg": ("a.svg", SVG),
    "svg renamed": ("a.png", SVG),
    "bomb": ("a.png", bomb),
    "tiff": ("a.tiff", picture_bytes(file_format="TIFF")),
    "tiff renamed": ("a.jpg", picture_bytes(file_format="TIFF")),
    "eps": ("a.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n"),
    "png header": ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 30),
}


@pytest.fixture(params=REFUSED)
def refused(request):
    """The name and the bytes of a file."""
    name, content = REFUSED[request.param]
    return name, content() if callable(content) else content


def test_code_cannot_store_what_is_no_picture(refused):
    name, content = refused
    with pytest.raises(ValidationError):
        PortalImage(title="Зображення", file=ContentFile(content, name=name)).save()
    assert not PortalImage.objects.exists()


def test_the_upload_form_refuses_in_words(admin_client, refused):
    file = SimpleUploadedFile(*refused)
    response = admin_client.post(
        reverse("wagtailimages:add"), {"title": "Зображення", "file": file}
    )
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not PortalImage.objects.exists()


def test_the_multiple_upload_refuses_in_words(admin_client, refused):
    name, content = refused
    response = admin_client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Зображення", "files[]": SimpleUploadedFile(name, content)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    if content:
        answer = json.loads(response.content)
        assert answer["success"] is False
        assert answer["error_message"]
    assert response.status_code in (200, 400)
    assert not PortalImage.objects.exists()


def test_a_file_over_the_limit_is_refused(settings, admin_client):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100
    with pytest.raises(ValidationError, match=r"завелик|too large"):
        upload(picture_bytes())
    file = SimpleUploadedFile("a.jpg", picture_bytes())
    response = admin_client.post(
        reverse("wagtailimages:add"), {"title": "Зображення", "file": file}
    )
    assert response.context["form"].errors["file"]


def test_the_forms_store_the_cleaned_picture(admin_client):
    content = saved(Image.new("RGB", (60, 40)), "JPEG", exif=exif(6))
    admin_client.post(
        reverse("wagtailimages:add"),
        {"title": "Одне", "file": SimpleUploadedFile("a.jpg", content)},
    )
    admin_client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Багато", "files[]": SimpleUploadedFile("b.jpg", content)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    images = list(PortalImage.objects.all())
    assert [(image.width, image.height) for image in images] == [(40, 60)] * 2
    assert all(b"Hidden" not in stored(image) for image in images)
    assert images[0].file_hash == images[1].file_hash != ""
    assert images[0].file_size == len(stored(images[0]))


def test_a_changed_file_is_cleaned_and_its_files_go(admin_client):
    image = ImageFactory(size=(600, 400))
    image.get_rendition("width-320|format-jpeg")
    content = saved(Image.new("RGB", (60, 40)), "JPEG", exif=exif(6))
    admin_client.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {"title": "Нове", "file": SimpleUploadedFile("n.jpg", content), "credit": "", "tags": ""},
    )
    image.refresh_from_db()
    assert (image.width, image.height) == (40, 60)
    assert b"Hidden" not in stored(image)
    assert not image.renditions.exclude(filter_spec__startswith="max-").exists()


def test_what_is_known_of_a_file_is_stored_with_it():
    image = upload(saved(Image.new("RGBA", (60, 40)), "PNG", exif=exif(6)), "a.png")
    image = PortalImage.objects.get(pk=image.pk)
    assert image.file_hash == hashlib.sha1(stored(image)).hexdigest()
    assert image.file_size == len(stored(image))
    assert (image.width, image.height, image.has_alpha) == (40, 60, True)


def test_saving_again_does_not_write_the_file_again():
    image = ImageFactory()
    name, content = image.file.name, stored(image)
    image.title = "Інша назва"
    image.save()
    assert (image.file.name, stored(image)) == (name, content)
