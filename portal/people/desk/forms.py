"""What a clerk types off a document, and what a person types off their sheet."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from portal.core import mail_domains
from portal.people import rnokpp
from portal.people.enums import Document
from portal.people.identity.cleaning import clean_name
from portal.people.models import User
from portal.people.services.desk import SeenDocument
from portal.places.models import District

_OLDEST_YEAR: Final = 1900
# A check that was noted on paper first, when the power was out.
_OLDEST_CHECK: Final = timedelta(days=30)
_SHORTEST_NUMBER: Final = 6
_RNOKPP_DIGITS: Final = 10


class UnshownInput(forms.TextInput):
    """What was typed is never put back into a page."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        return context


def clean_person_number(typed: str) -> str:
    """The number of a person without spaces. Raises ValidationError for what cannot be one, or has a slip."""
    number = "".join(typed.split())
    if len(number) < _SHORTEST_NUMBER or not any(sign.isdigit() for sign in number):
        raise forms.ValidationError(_("This is no number of a person."))
    if is_rnokpp(number):
        try:
            rnokpp.clean(number)
        except ValueError:
            raise forms.ValidationError(
                _("There is a slip in the number: its last digit does not fit.")
            ) from None
    return number


def is_rnokpp(number: str) -> bool:
    """Whether a number without spaces looks like a taxpayer's, which carries a date of birth."""
    return len(number) == _RNOKPP_DIGITS and number.isdecimal()


class CheckForm(forms.Form):
    """One document of one person."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the person"),
        max_length=254,
        help_text=gettext_lazy(
            "Their account is found by it, or made. They sign in with it and enter the code."
        ),
    )
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150)
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150)
    middle_name = forms.CharField(label=gettext_lazy("Patronymic"), max_length=150, required=False)
    birth_date = forms.DateField(label=gettext_lazy("Date of birth"), widget=AdminDateInput)
    # By this name nothing that shows what was typed (portal/core/limits/typed.py) shows it.
    person_number = forms.CharField(
        label=gettext_lazy("Number of the person"),
        max_length=20,
        widget=UnshownInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "The taxpayer’s number (ten digits). Of who refused one: series and number of the passport. It is turned into a code at once and never shown again."
        ),
    )
    document = forms.ChoiceField(label=gettext_lazy("Document"), choices=Document.choices)
    checked_on = forms.DateField(label=gettext_lazy("Checked on"), widget=AdminDateInput)
    district = forms.ModelChoiceField(
        label=gettext_lazy("District"),
        queryset=District.objects.none(),
        required=False,
        help_text=gettext_lazy("Only if the document or an extract shows the registered address."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checked_on"].initial = timezone.localdate
        self.fields["district"].queryset = District.objects.originals()  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        """An account that is there is found; a new one needs an address that is taken at sign-up, too."""
        email: str = self.cleaned_data["email"]
        if mail_domains.looks_like_another(email) or not _is_known(email):
            mail_domains.validate(email)
        return email

    def clean_last_name(self) -> str:
        return self._name("last_name")

    def clean_first_name(self) -> str:
        return self._name("first_name")

    def clean_middle_name(self) -> str:
        return clean_name(self.cleaned_data["middle_name"])

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        if not born.year >= _OLDEST_YEAR or born > timezone.localdate():
            raise forms.ValidationError(_("Nobody was born on this day who could stand here."))
        return born

    def clean_checked_on(self) -> Any:
        day, today = self.cleaned_data["checked_on"], timezone.localdate()
        if not today - _OLDEST_CHECK <= day <= today:
            raise forms.ValidationError(_("A day of the last thirty, today at the latest."))
        return day

    def clean_person_number(self) -> str:
        return clean_person_number(self.cleaned_data["person_number"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        number, born = cleaned.get("person_number", ""), cleaned.get("birth_date")
        if born and is_rnokpp(number) and rnokpp.birth_date(number) != born:
            self.add_error(
                "birth_date",
                _("The number carries another date of birth: look at the document once more."),
            )
        return cleaned

    def seen(self) -> SeenDocument:
        """The document as it was typed. Only for a valid form."""
        typed = self.cleaned_data
        district = typed["district"]
        return SeenDocument(
            number=typed["person_number"],
            last_name=typed["last_name"],
            first_name=typed["first_name"],
            middle_name=typed["middle_name"],
            birth_date=typed["birth_date"],
            district_id=district.pk if district else None,
            document=Document(typed["document"]),
            checked_on=typed["checked_on"],
        )

    def _name(self, field: str) -> str:
        name = clean_name(self.cleaned_data[field])
        if not any(sign.isalpha() for sign in name):
            raise forms.ValidationError(_("A name has letters."))
        return name


def _is_known(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


class CodeForm(forms.Form):
    """The code off the sheet.

    Not named `code`: it is no secret to whose browser sent it, and is carried along when they are asked
    for their consent first, as all whose account was made at the desk are.
    """

    sheet = forms.CharField(
        label=gettext_lazy("Code from your sheet"),
        max_length=40,
        help_text=gettext_lazy(
            "Eight letters and digits; it makes no difference how you type them."
        ),
        widget=forms.TextInput(
            attrs={
                "class": "input input--code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
