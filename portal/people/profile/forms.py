"""Forms of the profile and of requests for a role."""

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.ua import edrpou

from portal.core.originals import original_locale_id
from portal.people import shown_names
from portal.people.enums import Role
from portal.people.links import are_links_held
from portal.people.models import RoleRequest, User
from portal.people.term_fields import TermField, TermsField
from portal.places.selectors import localised_terms


class TermFieldsMixin:
    """Terms are chosen by their names in the page's language; what is stored is the original."""

    term_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.term_fields:
            field = cast(Any, self.fields[name])  # type: ignore[attr-defined]
            field.queryset = field.queryset.filter(locale_id=original_locale_id())
            choices: list[tuple[Any, str | Promise]] = [
                (term.original.pk, term.name) for term in localised_terms(field.queryset)
            ]
            if not isinstance(field, forms.ModelMultipleChoiceField):
                choices.insert(0, ("", _("Not chosen")))
            field.choices = choices


class ProfileForm(TermFieldsMixin, forms.ModelForm):
    """What a person says of themselves."""

    term_fields = ("district", "topics")

    class Meta:
        model = User
        fields = ("shown_name", "about", "district", "topics", "language")
        field_classes: ClassVar = {"district": TermField, "topics": TermsField}
        widgets: ClassVar = {
            "shown_name": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "about": forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
            "topics": forms.CheckboxSelectMultiple,
            "language": forms.RadioSelect,
        }
        help_texts: ClassVar = {
            "about": _(
                "Up to 300 characters. Only you see it until you open your page to everybody."
            ),
            "district": _("The portal shows what happens near you first."),
        }

    def clean_shown_name(self) -> str:
        # What stands there already may stay: another field is being changed.
        given: str = self.cleaned_data["shown_name"]
        return shown_names.clean(given) if "shown_name" in self.changed_data else given

    def clean_about(self) -> str:
        about: str = self.cleaned_data["about"]
        if are_links_held(self.instance, about):
            raise ValidationError(
                _("New accounts write no links here: wait some days or confirm who you are.")
            )
        return about

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        identity = getattr(self.instance, "identity", None)
        if identity is not None and identity.district_id:
            # A proven one stands above a declared one.
            del self.fields["district"]
        self.fields["language"].required = True


class PublicPageForm(forms.ModelForm):
    """Whether an expert's or official's page is open, and what it shows."""

    class Meta:
        model = User
        fields = ("is_public", "shows_participation")


class RoleRequestForm(TermFieldsMixin, forms.ModelForm):
    """A request to be named an expert, or to speak for an organisation."""

    term_fields = ("topics",)

    class Meta:
        model = RoleRequest
        fields = ("organisation", "edrpou", "position", "topics", "text")
        field_classes: ClassVar = {"topics": TermsField}
        widgets: ClassVar = {
            "topics": forms.CheckboxSelectMultiple,
            "text": forms.Textarea(attrs={"rows": 6, "maxlength": 3000}),
            "edrpou": forms.TextInput(attrs={"inputmode": "numeric"}),
        }
        help_texts: ClassVar = {
            "edrpou": _("Eight digits. An organisation without legal personality has none."),
            "text": _("Up to 3,000 characters. Only the portal’s staff read it."),
        }

    def __init__(self, *args: Any, role: Role, user: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role, self.user = role, user
        if role == Role.EXPERT:
            del self.fields["organisation"], self.fields["edrpou"]
            self.fields["topics"].required = True
        else:
            del self.fields["topics"]
            self.fields["organisation"].required = True

    def clean_edrpou(self) -> str:
        given = self.cleaned_data["edrpou"].strip()
        if not given:
            return ""
        try:
            return str(edrpou.validate(given))
        except WrongNumber as error:
            raise ValidationError(
                _("Check the code: its last digit does not fit the others.")
            ) from error

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.instance.role = self.role
        if self.user is not None:
            self.instance.user = self.user
        return cleaned
