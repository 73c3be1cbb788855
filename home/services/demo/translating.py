"""A few pages are translated the way an editor does it, so that the translator's screens show real work.

«synced» is whole, «outdated» is whole but its original has changed since, «unfinished» is a draft
with some strings to go.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from wagtail.models import Revision
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from home.services.demo.content import ORIGINAL, TRANSLATED, PageSpec, in_language, is_localised
from home.services.demo.fields import MODELS, values_of
from home.services.demo.pages import PageMaker

# How long a translator takes.
_TRANSLATING = dt.timedelta(days=1)
# Path of a text inside a page and its number among all texts; a line of its own needs no number.
Place = tuple[str, int | None]


def translate_pages(maker: PageMaker) -> None:
    """Translate what is not translated yet; what is there is left to its editors."""
    for spec in maker.specs.values():
        if spec.translator and (spec.key, TRANSLATED) not in maker.pages:
            _translate(maker, spec)


def _translate(maker: PageMaker, spec: PageSpec) -> None:
    page = maker.pages[spec.key, ORIGINAL]
    came_out = page.first_published_at
    if spec.translator == "outdated":
        # The version that was translated: an editor compares the next one with it.
        page.save_revision(clean=False).publish()
        _set_back(page, came_out)
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=maker.locales[TRANSLATED])
    _fill(translation, dict(_texts(maker, spec)))
    # Published here and not by wagtail-localize, which waits for the end of the transaction.
    translation.save_target(publish=False)
    made = translation.get_target_instance()
    if spec.translator != "unfinished":
        made.get_latest_revision().publish()
        made = translation.get_target_instance()
    _set_back(made, came_out + _TRANSLATING)
    source.last_updated_at = came_out + _TRANSLATING
    source.save(update_fields=["last_updated_at"])
    maker.pages[spec.key, TRANSLATED] = made
    maker.made.created += 1
    if spec.translator == "outdated":
        page.lead = maker.writer(spec, ORIGINAL).text(spec.data["lead_later"])
        page.save_revision(clean=False).publish()
        _set_back(page, came_out + 2 * _TRANSLATING)


def _fill(translation: Translation, texts: dict[Place, str]) -> None:
    segments = StringSegment.objects.filter(source=translation.source)
    for segment in segments.select_related("string", "context"):
        path = segment.context.path
        text = texts.get((path, segment.order), texts.get((path, None)))
        if text is not None:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                defaults={
                    "data": text,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                },
            )


def _set_back(page: Any, moment: dt.datetime) -> None:
    """As if the page's latest version had been made, and published if it is live, at that moment."""
    page = type(page).objects.get(pk=page.pk)
    Revision.objects.filter(pk=page.latest_revision_id).update(created_at=moment)
    values = {"latest_revision_created_at": moment}
    if page.live:
        values["last_published_at"] = moment
        values["first_published_at"] = min(page.first_published_at, moment)
    type(page).objects.filter(pk=page.pk).update(**values)


def _texts(maker: PageMaker, spec: PageSpec) -> Iterator[tuple[Place, str]]:
    """All texts of the translation by their places, read from a page that is never saved."""
    writer = maker.writer(spec, TRANSLATED)
    if spec.translator == "unfinished":
        for name in ("title", "lead"):
            given = spec.data[name]
            if is_localised(given) and TRANSLATED in given:
                yield (name, None), writer.text(in_language(given, TRANSLATED))
        return
    values = values_of(spec, writer, maker.library)
    page = MODELS[spec.kind](**values.plain)
    for name, raw in values.streams.items():
        setattr(page, name, MODELS[spec.kind]._meta.get_field(name).stream_block.to_python(raw))
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            yield (segment.path, segment.order), segment.string.data
