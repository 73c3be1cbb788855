"""Pictures for tests, small enough to be made in milliseconds."""

from io import BytesIO

import factory
from django.core.files.base import ContentFile
from PIL import Image

from portal.core.models import PortalDocument, PortalImage

# A picture that is a programme.
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture_bytes(size=(64, 36), file_format="JPEG", mode="RGB", colour="#0b5a53", **options):
    """The bytes of a one-coloured picture."""
    out = BytesIO()
    Image.new(mode, size, colour).save(out, file_format, **options)
    return out.getvalue()


def picture_file(name="zhyvyi-kyiv.jpg", **kwargs):
    return ContentFile(picture_bytes(**kwargs), name=name)


class ImageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PortalImage

    class Params:
        size = (64, 36)

    title = factory.Sequence(lambda n: f"Зображення {n}")
    file = factory.LazyAttribute(lambda self: picture_file(size=self.size))


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PortalDocument

    title = factory.Sequence(lambda n: f"Документ {n}")
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.4\n%%EOF\n", name="zvit.pdf"))
