"""Tags that show pictures; built in, so no `{% load %}` is needed."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from wagtail.models import Page

from portal.core.languages import language_of_words
from portal.core.models import PortalImage
from portal.core.pictures import markup
from portal.core.pictures.presets import PRESETS
from portal.core.pictures.shapes import Shape, known_specs, specs_of
from portal.core.pictures.walk import prefetch_page_pictures

register = template.Library()


@register.simple_tag(takes_context=True)
def responsive_picture(
    context: template.Context,
    image: PortalImage | None,
    preset: str,
    alt: str | None = None,
    *,
    classname: str = "",
    is_first: bool | None = None,
    **attributes: str,
) -> SafeString:
    """`{% responsive_picture page.lead_image "card" alt="" class="card__media" %}`

    Presets: lead, card, thumb, content, gallery, wide. Without `alt` the placement's own text is
    taken (image block), else the picture's description. Nothing is shown for no picture or a
    broken file. `is_first=True` for a picture that is seen at once: it is not loaded lazily.
    """
    if not image:
        return markup.NOTHING
    if preset not in PRESETS:
        raise template.TemplateSyntaxError(f"responsive_picture knows no preset «{preset}».")
    if unknown := attributes.keys() - {"class"}:
        raise template.TemplateSyntaxError(f"responsive_picture does not take {sorted(unknown)}.")
    if alt is None:
        alt = "" if image.decorative else image.contextual_alt_text or image.description
    if not specs_of(preset) <= known_specs(image):
        _read_pictures_of_page(context)
    css_class = attributes.get("class", classname)
    on_paper = bool(context.get("on_paper"))
    return markup.picture(
        image,
        preset,
        alt=alt,
        lang=language_of_words(alt),
        css_class=css_class,
        is_first=is_first,
        on_paper=on_paper,
    )


@register.simple_tag
def picture_url(image: PortalImage | None, preset: str = "wide") -> str:
    """Address of the picture's largest file: where a gallery's link leads."""
    return markup.picture_url(image, preset) if image else ""


@register.simple_tag
def social_picture(image: PortalImage | None) -> Shape | None:
    """`{% social_picture image as og %}`: `og.url`, `og.width`, `og.height`; None if there is none."""
    return markup.social_picture(image) if image else None


def _read_pictures_of_page(context: Any) -> None:
    """The first picture of a page brings the files of all its pictures with one query."""
    page = context.get("page") or context.get("self")
    if isinstance(page, Page):
        prefetch_page_pictures(page)
