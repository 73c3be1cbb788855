"""What staff and blocked people fill in."""

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.originals import original_locale_id
from portal.people.enums import Role
from portal.people.models import RoleRequest, User
from portal.people.services.roles import roles_of
from portal.people.term_fields import TermsField
from portal.places.models import Department, Topic

# A city may not silence people for good.
LONGEST_BLOCK: Final = timedelta(days=366)


def _topics() -> Any:
    return Topic.objects.filter(locale_id=original_locale_id())


def _departments() -> Any:
    return Department.objects.filter(locale_id=original_locale_id())


class AppealForm(forms.Form):
    """What a blocked person says."""

    text = forms.CharField(
        label=_("What you say against it"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Up to 3,000 characters. You can appeal once for each block."),
    )


class BlockForm(forms.Form):
    """A term and a reason."""

    until = forms.DateField(
        label=_("Until the end of the day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it: say which words or acts, and which rule."),
    )

    def clean_until(self) -> datetime:
        """The last moment of the chosen day."""
        day = self.cleaned_data["until"]
        today = timezone.localdate()
        if day < today:
            raise ValidationError(_("Choose a day to come."))
        if day > today + LONGEST_BLOCK:
            raise ValidationError(_("A block lasts a year at most."))
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))


class ReasonForm(forms.Form):
    """A reason for something that is logged."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SwitchForm(forms.Form):
    """What the page said it would do: a second press, or a colleague's, does not undo it."""

    is_active = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")],
        coerce=lambda value: value == "yes",
        widget=forms.HiddenInput,
    )


class AnswerForm(forms.Form):
    """Yes or no to an appeal, with an answer."""

    granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Grant: the block is lifted")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person reads it."),
    )


class RequestForm(forms.Form):
    """Yes or no to a request for a role."""

    granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Give the role")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    position = forms.CharField(label=_("Position"), max_length=200, required=False)
    topics = TermsField(
        label=_("Topics"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    answer = forms.CharField(
        label=_("Answer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person reads it. A refusal needs one."),
    )

    def __init__(self, *args: Any, row: RoleRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        if row.role == Role.EXPERT:
            self.fields["topics"].queryset = _topics()  # type: ignore[attr-defined]
            self.initial = {"position": row.position, "topics": list(row.topics.all())}
        else:
            del self.fields["topics"], self.fields["position"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("granted") is False and not data.get("answer"):
            self.add_error("answer", _("Say why: the person reads it."))
        if data.get("granted") and self.row.role == Role.EXPERT:
            for name in ("position", "topics"):
                if not data.get(name):
                    self.add_error(name, _("An expert needs a position and topics."))
        return data


class DutiesForm(forms.Form):
    """Roles of a person, with departments and topics; participants need no tick."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, role.label) for role in Role if role != Role.PARTICIPANT],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    departments = TermsField(
        label=_("Departments for which the officer acts"),
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    position = forms.CharField(
        label=_("Position in the department"), max_length=200, required=False
    )
    topics = TermsField(
        label=_("Topics on which the expert answers"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    expert_position = forms.CharField(
        label=_("Position of the expert"), max_length=200, required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["departments"].queryset = _departments()  # type: ignore[attr-defined]
        self.fields["topics"].queryset = _topics()  # type: ignore[attr-defined]
        members = list(user.departments.select_related("department"))
        expert = getattr(user, "expert", None)
        self.initial = {
            "roles": [role.value for role in roles_of(user)],
            "departments": [member.department_id for member in members],
            "position": members[0].position if members else "",
            "topics": list(expert.topics.all()) if expert else [],
            "expert_position": expert.position if expert else "",
        }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        roles = data.get("roles") or []
        if Role.OFFICER in roles:
            if not data.get("departments"):
                self.add_error("departments", _("An officer acts for at least one department."))
            if not data.get("position"):
                self.add_error("position", _("An officer has a position."))
        elif data.get("departments"):
            self.add_error("departments", _("Only an officer acts for departments."))
        if Role.EXPERT in roles and not (data.get("topics") and data.get("expert_position")):
            self.add_error("topics", _("An expert needs a position and topics."))
        elif Role.EXPERT not in roles and data.get("topics"):
            self.add_error("topics", _("Only an expert has topics."))
        return data
