"""What a discussion hangs on: a page of any type that takes the mixin, later rows of other rooms."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final, Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal.core.languages import locale_id_for
from portal.core.originals import original_locale_id
from portal.discussion.kinds import Kind, kinds
from portal.discussion.models import Discussion

_KEY: Final = re.compile(r"p([1-9][0-9]{0,8})\Z")


class DiscussedMixin(models.Model):
    """For page types that readers may discuss, beside BasePage. `discussion_kind` names a `Kind`.

    `has_discussion` belongs into the type's `shared_fields`, `discussion_panels` into its settings.
    """

    discussion_kind: ClassVar[str]

    has_discussion = models.BooleanField(
        _("readers may comment"),
        default=True,
        help_text=_("Without it nobody sees the comments. To stop new ones, close the discussion."),
    )

    discussion_panels: ClassVar[list[Any]] = [FieldPanel("has_discussion")]

    class Meta:
        abstract = True

    def discussion_over_at(self) -> datetime | None:
        """From when on the thing itself ends the discussion; None while it does not."""
        return None

    def discussion_topics(self) -> frozenset[int]:
        """Originals of the topics on which experts may answer here."""
        topics: Any = getattr(self, "topics", None)
        return frozenset() if topics is None else frozenset(term.pk for term in topics.all())

    @property
    def discussion_key(self) -> str:
        """Names the thing in addresses, the same in every language."""
        return key_of(self)


def key_of_original(pk: int) -> str:
    """The one place that knows how a page is named in addresses; `host_of` reads it back."""
    return f"p{pk}"


def key_of(page: Any) -> str:
    return key_of_original(page.original.pk)


@dataclass(frozen=True)
class Host:
    """A thing that is discussed, as one request sees it.

    `original` holds dates, department and rows; `page` is the version in the reader's language, the original
    where there is none.
    """

    kind_name: str
    original: Any
    page: Any

    @property
    def kind(self) -> Kind:
        kind = kinds.get(self.kind_name)
        if kind is None:
            raise LookupError(f"No kind of discussed things is called «{self.kind_name}».")
        return kind

    @property
    def key(self) -> str:
        return key_of_original(self.original.pk)

    @property
    def title(self) -> str:
        return str(self.page.title)

    @property
    def owning_department_id(self) -> int | None:
        """For `in_own_department`."""
        found: int | None = getattr(self.original, "owning_department_id", None)
        return found

    @cached_property
    def topic_ids(self) -> frozenset[int]:
        found: frozenset[int] = self.original.discussion_topics()
        return found

    @classmethod
    def of(cls, page: Any) -> Self:
        """The host of a page that is known to be shown (its own template, a task, the admin)."""
        return cls(page.discussion_kind, page.original, page)


def host_of(key: str, request: HttpRequest) -> Host:
    """The thing under a key, for a reader. Raises Http404 when it is not theirs to read.

    That is: no such page, one without a discussion, unpublished, or closed to this reader.
    """
    found = _KEY.match(key)
    original = _original(int(found.group(1))) if found else None
    if original is None or not original.has_discussion:
        raise Http404
    if not _is_open_to(original, request):
        raise Http404
    return Host(original.discussion_kind, original, _in_language(original))


def _original(pk: int) -> Any:
    """The live original of a type that may be discussed, without its long texts; None for any other page."""
    rows = Page.objects.live().filter(pk=pk, locale_id=original_locale_id(), alias_of=None)
    type_id = rows.order_by().values_list("content_type_id", flat=True).first()
    model = ContentType.objects.get_for_id(type_id).model_class() if type_id is not None else None
    if model is None or not issubclass(model, DiscussedMixin):
        return None
    pages: Any = model._default_manager
    return pages.live().filter(pk=pk).defer_streamfields().first()


def _is_open_to(page: Any, request: HttpRequest) -> bool:
    return all(each.accept_request(request) for each in page.get_view_restrictions())


def _in_language(original: Any) -> Any:
    locale_id = locale_id_for(get_language())
    if locale_id == original.locale_id:
        return original
    versions = (
        type(original)
        .objects.live()
        .defer_streamfields()
        .filter(translation_key=original.translation_key, locale_id=locale_id, alias_of=None)
    )
    version = versions.first()
    if version is None:
        return original
    version.__dict__["original"] = original
    return version


def discussion_of(host: Host) -> Discussion | None:
    """What is said about a thing; None while nobody has written or set anything."""
    return Discussion.objects.filter(page_id=host.original.pk).first()


def made_discussion(host: Host) -> Discussion:
    """The same, made when it is not there. For services, inside a transaction."""
    found, _made = Discussion.objects.get_or_create(page=host.original)
    return found


def host_of_discussion(discussion: Discussion) -> Host:
    """The thing of a discussion whatever its state, for staff and tasks."""
    page: Any = discussion.page.specific  # type: ignore[union-attr]  # the only thing there is
    return Host(page.discussion_kind, page, _in_language(page))
