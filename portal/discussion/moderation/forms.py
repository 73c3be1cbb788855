"""What readers and authors fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.ukrainian.letters import clean
from portal.discussion.models import Rule
from portal.discussion.moderation.rules import current_rules, rule_choices


class SeenTextField(forms.CharField):
    """A text of several lines without signs that nobody sees."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        found: str = super().to_python(clean(value) if isinstance(value, str) else value) or ""
        return found


class RuleField(forms.TypedChoiceField):
    """One of the rules in force, as radio buttons; its value is the rule."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=rule_choices, coerce=_rule, empty_value=None, **kwargs)


def _rule(value: str) -> Rule:
    return current_rules().get(pk=value)


class ReportForm(forms.Form):
    """Which rule is broken, and what is wrong."""

    rule = RuleField(
        label=_("Which rule does it break?"),
        error_messages={"required": _("Choose the rule that it breaks.")},
    )
    text = SeenTextField(
        label=_("What is wrong"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only moderators read it. Up to 1,000 characters."),
    )


class AppealForm(forms.Form):
    """What an author says against a decision."""

    text = SeenTextField(
        label=_("What you say against it"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Up to 3,000 characters. You can appeal once against each decision."),
    )
