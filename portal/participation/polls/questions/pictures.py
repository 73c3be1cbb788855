"""The pictures that stand for answers."""

from typing import Final

from portal.core.models import PortalImage
from portal.core.pictures.shapes import attach_shapes, specs_of
from portal.participation.polls.questions.forms import Form

# The places in which they stand (portal/core/pictures/presets.py): in the form, and beside words.
_PRESETS: Final = ("card", "thumb")


def pictures_of(asked: Form) -> dict[int, PortalImage]:
    """The pictures of all questions with their files, by primary key: two queries, or none."""
    keys = {option.image for question in asked for option in question.options if option.image}
    if not keys:
        return {}
    found: dict[int, PortalImage] = PortalImage.objects.in_bulk(keys)
    attach_shapes(found.values(), specs_of(*_PRESETS))
    return found
