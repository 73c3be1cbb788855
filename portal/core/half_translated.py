"""No Ukrainian text at an English address: a half-translated page is not published, whatever the way.

wagtail-localize puts the Ukrainian string in the place of every one that has no translation, in
drafts too, and asks nobody when such a draft is published in bulk, by a workflow or on schedule.
What is compared is the text that would be published: a live translation whose original has changed
still shows its old English text and is not held back by it.
"""

import re
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from portal.core.publishing import NotReadyToPublish

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# How many letters of a string a refusal quotes.
_QUOTED = 60


def left_in_ukrainian(page: Any) -> dict[str, list[str]]:
    """The strings of a translation that stand in it as in its original, by the field they are in.

    A translation that was stopped and taken over by hand counts too: its editor has written over
    what she translated. Numbers and addresses without a Cyrillic letter are no Ukrainian text, and
    what the translator confirmed unchanged is a translation.
    """
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id
    ).first()
    if translation is None:
        return {}
    segments = (
        StringSegment.objects.filter(source_id=translation.source_id)
        .annotate_translation(translation.target_locale_id)
        .values_list("context__path", "string__data", "translation")
    )
    untranslated = {
        (path, text)
        for path, text, translated in segments
        if text != translated and _CYRILLIC.search(text)
    }
    found: dict[str, list[str]] = {}
    if not untranslated:
        return found
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue) and (
            (segment.path, segment.string.data) in untranslated
        ):
            found.setdefault(segment.path.split(".")[0], []).append(segment.string.data)
    return found


def refuse_half_translated(page: Any) -> None:
    """Raises NotReadyToPublish when readers of `page` would find Ukrainian text in it."""
    if left := left_in_ukrainian(page):
        raise NotReadyToPublish(page, {name: _reason(texts) for name, texts in left.items()})


def refuse_going_live_half_translated(page: Any) -> None:
    """The same for saving: what is live already is not stopped from being saved."""
    if page.live and not Page.objects.live().filter(pk=page.pk).exists():
        refuse_half_translated(page)


def _reason(texts: list[str]) -> str:
    first = Truncator(strip_tags(texts[0])).chars(_QUOTED)
    if len(texts) == 1:
        return _("“%(text)s” is not translated.") % {"text": first}
    return ngettext(
        "%(count)d string is not translated, the first is “%(text)s”.",
        "%(count)d strings are not translated, the first is “%(text)s”.",
        len(texts),
    ) % {"count": len(texts), "text": first}
