"""Polls among what is found: title, lead and questions, with state, topics and districts."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.db.models.signals import post_delete, post_save
from django.utils import translation

from portal.core.languages import language_of
from portal.core.originals import locale_ids
from portal.core.search_items import (
    PUBLIC,
    WHOLE_CITY,
    SearchItem,
    StateWindow,
    mark_changed,
    search_sources,
)
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.pages.shown import last_rounds, public_originals
from portal.participation.polls.pages.states import state_windows
from portal.participation.polls.questions.forms import read_form

SOURCE: Final = "polls"
_CHUNK: Final = 2000


def connect() -> None:
    search_sources.register(SOURCE, _SOURCE)
    for signal in (post_save, post_delete):
        signal.connect(_poll_changed, sender=Poll, dispatch_uid=f"poll search {id(signal)}")
        signal.connect(_round_changed, sender=Round, dispatch_uid=f"round search {id(signal)}")


class PollSource:
    """What readers find: published polls that are not for staff alone."""

    def object_ids(self) -> Iterator[str]:
        rows = public_originals().order_by("pk").values_list("pk", flat=True)
        return (str(pk) for pk in rows.iterator(chunk_size=_CHUNK))

    def items(self, object_ids: Sequence[str]) -> Iterable[SearchItem]:
        """Five queries for any number: originals and their terms, versions, rounds."""
        originals = list(
            public_originals()
            .filter(pk__in=object_ids)
            .prefetch_related("topics", "districts")
            .order_by("pk")
        )
        rounds = last_rounds(originals)
        versions: dict[Any, list[Poll]] = {}
        for row in Poll.objects.filter(
            translation_key__in={poll.translation_key for poll in originals}, live=True
        ).order_by("pk"):
            versions.setdefault(row.translation_key, []).append(row)
        for original in originals:
            windows = state_windows(original, rounds.get(original.pk))
            yield from _items(original, versions[original.translation_key], windows)


_SOURCE: Final = PollSource()


def _items(
    original: Poll, versions: Sequence[Poll], windows: tuple[StateWindow, ...]
) -> Iterator[SearchItem]:
    there = {language_of(version) for version in versions}
    absent = tuple(code for code in locale_ids() if code not in there)
    districts = tuple(district.pk for district in original.districts.all())
    for version in versions:
        language = language_of(version)
        version.__dict__["original"] = original
        is_original = version.pk == original.pk
        with translation.override(language):
            url = version.get_absolute_url()
        yield SearchItem(
            object_id=str(original.pk),
            language=language,
            kind=SOURCE,
            title=version.title,
            url=url,
            text=_text(version),
            lead=version.lead,
            moment=original.opens_at or original.first_published_at,
            deadline=original.closes_at,
            topics=tuple(topic.pk for topic in original.topics.all()),
            districts=districts or WHOLE_CITY,
            department=original.department_id,
            states=windows,
            audience=PUBLIC,
            offered_to=(language, *absent) if is_original else (language,),
            within=(f"{SOURCE}:{original.pk}",),
        )


def _text(poll: Poll) -> str:
    """Questions and answers, a passage a line."""
    lines: list[str] = []
    for question in read_form(poll.questions):
        lines += [question.text, question.help]
        lines += [option.text for option in (*question.rows, *question.options)]
    return "\n".join(line for line in lines if line)


# --- What marks polls -------------------------------------------------------------------------------


def _poll_changed(instance: Poll, raw: bool = False, **_kwargs: Any) -> None:
    """Receiver of Poll's post_save and post_delete: also publishing and taking back, in any language."""
    if raw:
        return
    key = instance.translation_key
    found = Poll.objects.originals().filter(translation_key=key).values_list("pk", flat=True)
    mark_changed(SOURCE, {instance.pk, *found} if instance.in_original_language else found)


def _round_changed(instance: Round, raw: bool = False, **_kwargs: Any) -> None:
    """Receiver of Round's post_save and post_delete: a seal ends the counting."""
    if not raw:
        mark_changed(SOURCE, [instance.poll_id])
