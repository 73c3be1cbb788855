"""The editors' form of a poll."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.core.exceptions import Refusal
from portal.core.forms import OriginalsFormMixin
from portal.core.slugs import reserved_reason
from portal.participation.polls import freezing
from portal.participation.polls.errors import Frozen
from portal.participation.polls.origins import read_origins
from portal.participation.polls.publishing import question_errors


class PollForm(OriginalsFormMixin, WagtailAdminModelForm):
    """Drafts may be half-empty; what is published is not, and what has ballots stands still.

    Frozen fields are not in the form, and its panels show them for reading. A form that was opened before
    the first ballot sends them nevertheless: then they stay, with what was typed, and say why it is not saved.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frozen_fields: tuple[str, ...] = ()
        self.is_frozen = self.instance.pk is not None and freezing.is_frozen(self.instance)
        if not self.is_frozen:
            return
        names: tuple[str, ...]
        if self.instance.in_original_language:
            names = freezing.FROZEN
        else:
            names = ("questions",) if freezing.language_is_frozen(self.instance) else ()
        self.frozen_fields = tuple(name for name in names if name in self.fields)
        if not (self.is_bound and self._was_opened_before()):
            for name in self.frozen_fields:
                del self.fields[name]

    def _was_opened_before(self) -> bool:
        sent = {self.add_prefix(name) for name in (*self.frozen_fields, "questions-count")}
        return not sent.isdisjoint(self.data)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.is_frozen:
            held = [name for name in self.frozen_fields if name in self.fields]
            given = {name: cleaned[name] for name in held if name in cleaned}
            for name in freezing.changed_fields(self.instance, given):
                self.add_error(name, str(Frozen.words))
        return cleaned

    def clean_title(self) -> str:
        """One line: its field grows with it, and takes line breaks, too."""
        return " ".join(self.cleaned_data["title"].splitlines())

    def clean_slug(self) -> str:
        """The database's rule in words: Django leaves it out, for the form has no `locale`."""
        slug: str = self.cleaned_data["slug"]
        others = type(self.instance).objects.originals().exclude(pk=self.instance.pk)
        if slug and others.filter(slug=slug).exists():
            raise ValidationError(_("Another poll has this address."))
        if reason := reserved_reason(slug):
            raise ValidationError(reason)
        return slug

    def clean_embed_origins(self) -> str:
        try:
            return "\n".join(read_origins(self.cleaned_data["embed_origins"] or ""))
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation:
            return
        for name, reason in self.instance.not_ready().items():
            if name in self.errors:
                continue
            if name == "questions" and name in self.fields:
                self.add_error(name, question_errors(self.instance.questions))
            else:
                self.add_error(name if name in self.fields else None, reason)

    def save(self, commit: bool = True) -> Any:
        """Raises Refusal when the first ballot has come since the form was sent."""
        with transaction.atomic():
            if self.instance.pk is not None:
                freezing.locked_round(self.instance)
                if not self.is_frozen and freezing.is_frozen(self.instance):
                    raise Refusal(
                        _(
                            "The first ballot came while you were editing, so nothing is saved: look at the form again."
                        )
                    )
            return super().save(commit=commit)
