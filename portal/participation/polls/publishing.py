"""What readers of a poll may rely on: nothing half-made is published, whatever the way.

The form of editors, bulk actions, schedules, wagtail-localize and code all pass `Poll.publish` or, where
wagtail-localize saves before it publishes, `Poll.save`.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from portal.core.exceptions import Refusal
from portal.core.half_translated import refuse_half_translated
from portal.core.publishing import NotReadyToPublish
from portal.participation.polls import freezing
from portal.participation.polls.enums import Access
from portal.participation.polls.questions.checking import faults
from portal.participation.polls.questions.forms import read_form


class PublicationRules:
    """Rules of `Poll`. Stands before Wagtail's mixins."""

    def missing_for_publication(self, now: datetime | None = None) -> dict[str, str]:
        """What keeps the poll from being published, by field: a sentence that says what to do."""
        now = now or timezone.now()
        found = dict(_of_window(self, now))
        found.update(_of_access(self))
        if errors := question_errors(self.questions):  # type: ignore[attr-defined]
            found["questions"] = " ".join(in_words(errors, self.questions))  # type: ignore[attr-defined]
        if not self.title.strip():  # type: ignore[attr-defined]
            found["title"] = _("Give the poll a title.")
        return found

    def not_ready(self) -> dict[str, str]:
        """Demands are made of originals: a translation takes its facts from there."""
        return self.missing_for_publication() if self.is_original else {}  # type: ignore[attr-defined]

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """The poll as a revision has it. Publishing, reverting, schedules and previews pass here.

        What is frozen is as the database has it, and a translation's facts are its original's, whatever
        the revision says.
        """
        poll: Self = super().with_content_json(content)  # type: ignore[misc]
        if original := poll.stored_original():  # type: ignore[attr-defined]
            poll.take_shared_fields(original)  # type: ignore[attr-defined]
        freezing.keep_frozen(poll)
        return poll

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish or schedule `revision`. Raises NotReadyToPublish, Refusal."""
        with transaction.atomic():
            # Behind the lock no first ballot comes between reading what is frozen and writing it.
            freezing.locked_round(self)
            candidate = revision.as_object()
            if missing := candidate.not_ready():
                raise NotReadyToPublish(candidate, missing)
            if not self.in_original_language:  # type: ignore[attr-defined]
                if candidate.go_live_at is None or candidate.go_live_at <= timezone.now():
                    refuse_before_original(candidate)
                refuse_half_translated(candidate)
            answer = super().publish(revision, *args, **kwargs)  # type: ignore[misc]
            if not self.in_original_language:  # type: ignore[attr-defined]
                _keep_words(self)
        return answer

    def check_translation(self) -> None:
        """Before a translation is saved. Raises Refusal, NotReadyToPublish.

        wagtail-localize saves a translation as live before it publishes its revision.
        """
        if self.pk is not None:  # type: ignore[attr-defined]
            freezing.keep_frozen(self)
        model: Any = type(self)
        if self.live and not model.objects.filter(pk=self.pk, live=True).exists():  # type: ignore[attr-defined]
            refuse_before_original(self)
            refuse_half_translated(self)


def _keep_words(poll: Any) -> None:
    model: Any = type(poll)
    stored = model.objects.filter(pk=poll.pk, live=True).select_related("locale").first()
    if stored is not None:
        freezing.add_language(stored)


def refuse_before_original(poll: Any) -> None:
    """Raises Refusal for a translation whose Ukrainian poll is not on the site."""
    original = poll.stored_original()
    if original is None or original.live:
        return
    raise Refusal(
        _(
            "“%(title)s” is not published: its Ukrainian poll “%(original)s” is not on the site. "
            "Publish that first."
        )
        % {"title": poll.title, "original": original.title},
        links=(
            (
                reverse("wagtailsnippets_polls_poll:edit", args=[original.pk]),
                _("Open the Ukrainian poll"),
            ),
        ),
    )


def _of_window(poll: Any, now: datetime) -> Iterator[tuple[str, str]]:
    if poll.opens_at is None:
        yield "opens_at", _("Say from when on people may answer.")
    if poll.closes_at is None:
        yield "closes_at", _("Say until when people may answer.")
    elif not poll.window.is_ordered:
        yield "closes_at", _("The poll would close before it opens.")
    elif poll.closes_at <= now and not _was_published_so(poll):
        yield "closes_at", _("This moment has passed: nobody could answer.")


def _was_published_so(poll: Any) -> bool:
    """A poll that has ended stays publishable: its words may be mended and its page put up again."""
    rows = type(poll).objects.filter(pk=poll.pk, first_published_at__isnull=False)
    return bool(rows.filter(closes_at=poll.closes_at).exists())


def _of_access(poll: Any) -> Iterator[tuple[str, str]]:
    if poll.access == Access.VERIFIED:
        return
    if poll.min_age:
        yield "min_age", _("Only a confirmed identity tells the age: choose so who may answer.")
    if poll.voter_districts.all():
        yield (
            "voter_districts",
            _("Only a confirmed identity tells the district: choose so who may answer."),
        )


def question_errors(stream: Any) -> StreamBlockValidationError | None:
    """All that keeps the questions from being asked, each beside its question; None when nothing does."""
    stream.get_prep_value()  # Gives new blocks their identifiers.
    places: dict[int, Any] = {}
    whole: list[Any] = []
    try:
        stream.stream_block.clean(stream)
    except StreamBlockValidationError as error:
        places = dict(error.block_errors or {})
        whole = list(error.non_block_errors or ())
    form = read_form(stream)
    order = {question.code: place for place, question in enumerate(form)}
    for code, words in faults(form):
        if code in order:
            places[order[code]] = _with(places.get(order[code]), words)
        else:
            whole.append(ValidationError(words))
    if not places and not whole:
        return None
    return StreamBlockValidationError(block_errors=places, non_block_errors=whole)


def _with(error: Any, words: str) -> StructBlockValidationError:
    if not isinstance(error, StructBlockValidationError):
        earlier = list(error.error_list) if isinstance(error, ValidationError) else []
        return StructBlockValidationError(non_block_errors=[*earlier, ValidationError(words)])
    return StructBlockValidationError(
        block_errors=error.block_errors,
        non_block_errors=[*error.non_block_errors.as_data(), ValidationError(words)],
    )


def in_words(error: StreamBlockValidationError, stream: Any) -> Iterator[str]:
    """The faults in sentences that name their questions, for messages."""
    yield from _sentences(error.non_block_errors)
    for place, found in sorted((error.block_errors or {}).items()):
        text = Truncator(stream[place].value.get("text") or "").chars(60)
        name = f"«{text}»" if text else str(place + 1)
        yield _("Question %(name)s: %(faults)s") % {
            "name": name,
            "faults": " ".join(dict.fromkeys(_sentences(found))),
        }


def _sentences(error: Any) -> Iterator[str]:
    """Every message of nested errors of blocks, the outer ones first."""
    if error is None:
        return
    nested = getattr(error, "block_errors", None)
    if nested is not None or hasattr(error, "non_block_errors"):
        yield from _sentences(getattr(error, "non_block_errors", None))
        parts = nested.values() if isinstance(nested, dict) else nested or ()
        for part in parts:
            yield from _sentences(part)
    elif isinstance(error, ValidationError):
        yield from error.messages
    elif hasattr(error, "as_data"):
        for part in error.as_data():
            yield from _sentences(part)
    else:
        for part in error:
            yield from _sentences(part)
