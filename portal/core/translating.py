"""Translations learn of changes of their originals by themselves.

wagtail-localize reads the original anew only when an editor presses «Sync».
"""

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published
from wagtail_localize.models import Translation, TranslationSource

from portal.core.guards import is_original
from portal.core.tasks import retried


def connect() -> None:
    page_published.connect(renew_source, dispatch_uid="renew_translation_source")


def renew_source(instance: Page, **_kwargs: Any) -> None:
    """A published original is what translators see from then on: changed strings wait for them."""
    if is_original(instance) and (source := _source_of(instance)) is not None:
        renew.enqueue(source.pk)


@retried(tries=3)
def renew(source_id: int) -> None:
    """Read the strings of the original anew. Its translations stay as they are until published."""
    source = TranslationSource.objects.filter(pk=source_id).first()
    if source is not None:
        source.update_from_db()


def missing_strings(translation: Translation) -> int:
    """How many strings of the original have no translation."""
    segments = translation.source.stringsegment_set.all()
    return segments.annotate_translation(translation.target_locale).filter(translation=None).count()


def _source_of(page: Page) -> TranslationSource | None:
    return TranslationSource.objects.filter(
        object_id=page.translation_key, locale_id=page.locale_id, translations__enabled=True
    ).first()
