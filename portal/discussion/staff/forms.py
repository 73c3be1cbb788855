"""What moderators fill in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.discussion.enums import Act
from portal.discussion.moderation.forms import RuleField, SeenTextField
from portal.discussion.services.decisions import TAKES_OFF

_WORD = _("The author reads it in the e-mail, beside the rule.")


class DecisionForm(forms.Form):
    """What is decided, by which rule, with which word to the author."""

    act = forms.ChoiceField(label=_("Decision"), choices=(), widget=forms.RadioSelect)
    rule = RuleField(label=_("Rule that it breaks"), required=False)
    word = SeenTextField(
        label=_("Word to the author"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_WORD,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
    said = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, acts: list[Act], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"].choices = [(act.value, capfirst(act.label)) for act in acts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("act") in TAKES_OFF and not data.get("rule"):
            self.add_error("rule", _("Name the rule that the comment breaks."))
        return data


class BulkForm(DecisionForm):
    """The same for several comments at once, each as it stands then."""

    seen = None  # type: ignore[assignment]  # takes the field out
    said = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, acts=[act for act in Act if act != Act.MOVE], **kwargs)


class AnswerForm(forms.Form):
    """Yes or no to an appeal, with an answer."""

    granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Grant: the comment is shown")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = SeenTextField(
        label=_("Answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The author reads it."),
    )


class DiscussionForm(forms.Form):
    """Everything that is set for one discussion."""

    is_closed = forms.BooleanField(
        label=_("Closed: everybody reads, nobody writes"), required=False
    )
    closed_reason = SeenTextField(
        label=_("Why it is closed"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody reads it."),
    )
    closes_at = forms.DateTimeField(
        label=_("Closes by itself"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    premoderated = forms.TypedChoiceField(
        label=_("Comments are read before they are published"),
        choices=[("", _("As for all things of this kind")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("is_closed") and not data.get("closed_reason"):
            self.add_error("closed_reason", _("Say why: everybody reads it."))
        closes_at = data.get("closes_at")
        if closes_at and closes_at <= timezone.now() and "closes_at" in self.changed_data:
            self.add_error("closes_at", ValidationError(_("Choose a moment to come.")))
        return data
