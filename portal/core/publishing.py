"""What keeps a page from being published: drafts may be half-empty, what readers get may not.

A page type says what is missing; the editor's form shows it beside the fields, and every other way
of publishing (in bulk, by a workflow, on schedule, by code) is refused with NotReadyToPublish.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import capfirst

Missing = Mapping[str, str | Promise]


class NotReadyToPublish(ValidationError):
    """`page` is not published, for the reasons given by field."""

    def __init__(self, page: Any, missing: Missing) -> None:
        super().__init__({name: str(reason) for name, reason in missing.items()})
        self.page = page

    def in_words(self) -> str:
        """All reasons in one sentence each, with the names of their fields."""
        words = []
        for name, reasons in self.message_dict.items():
            field = self.page._meta.get_field(name)
            names = field.related_model._meta.verbose_name_plural if field.one_to_many else ""
            label = capfirst(str(names or field.verbose_name))
            words.append(f"{label}: {' '.join(reasons)}")
        return " ".join(words)


class PublicationFormMixin:
    """An editor's form that refuses to publish, and only to publish, what is not ready."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.is_deferred_validation:  # type: ignore[attr-defined]
            return
        self.instance.prepare_for_publication()  # type: ignore[attr-defined]
        for name, reason in self.instance.not_ready().items():  # type: ignore[attr-defined]
            if name not in self.errors:  # type: ignore[attr-defined]
                self.add_error(name if name in self.fields else None, reason)  # type: ignore[attr-defined]


class PublicationMixin:
    """A page type with demands on what is published. Stands before BasePage.

    A translation takes its facts from the original, so demands are made of originals only.
    """

    def missing_for_publication(self) -> Missing:
        """What a reader would miss, by field: a sentence that tells the editor what to do."""
        return {}

    def prepare_for_publication(self) -> None:
        """Fill in what follows from the rest, before it is asked what is missing."""

    def not_ready(self) -> Missing:
        return self.missing_for_publication() if self.is_original else {}  # type: ignore[attr-defined]

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Raises NotReadyToPublish when the revision lacks what a reader needs."""
        candidate = revision.as_object()
        candidate.prepare_for_publication()
        if missing := candidate.not_ready():
            raise NotReadyToPublish(candidate, missing)
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]
