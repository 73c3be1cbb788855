"""Forms of consents and of the person's own data."""

from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.mail_domains import MailAddressField
from portal.people.enums import ConsentKind
from portal.people.models import Consent, ConsentText, User
from portal.people.services import consents
from portal.people.services.addresses import CODE_LENGTH

# What the box says; the words that lead to the text are marked.
_BOXES = {
    ConsentKind.PERSONAL_DATA: _("I consent to the {}processing of my personal data{}"),
    ConsentKind.RULES: _("I will keep the {}rules of the community{}"),
}
_REQUIRED = {
    ConsentKind.PERSONAL_DATA: _("Without this consent there can be no account."),
    ConsentKind.RULES: _("Who takes part agrees to the rules."),
}


class CheckboxInput(forms.CheckboxInput):
    """A box whose value names the version that was shown.

    It keeps Django's name of the class, for the templates of fields know a box by it.
    """

    def __init__(self, version: str) -> None:
        # Never ticked beforehand: silence is no consent. Ticked again only after the same version was posted.
        super().__init__(check_test=lambda value: value == version)
        self.version = version

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name)

    def format_value(self, value: Any) -> str:
        return self.version


class ConsentsField(forms.Field):
    """One box for one text in force; a box of an older version is refused, with the reason."""

    def __init__(self, text: ConsentText) -> None:
        self.kind = ConsentKind(text.kind)
        self.version = str(text.version)
        super().__init__(
            label=box_label(self.kind),
            widget=CheckboxInput(self.version),
            error_messages={
                "required": _REQUIRED[self.kind],
                "old": _("The text has changed since this page was opened. Please read it again."),
            },
        )

    def clean(self, value: Any) -> bool:
        super().clean(value)
        if value != self.version:
            raise forms.ValidationError(self.error_messages["old"], code="old")
        return True


class ConsentsMixin:
    """Adds a box for each text in force to a form: `class SignUpForm(ConsentsMixin, SignupForm)`.

    The boxes are named `consent_personal_data` and `consent_rules`. After the account is made, in the
    same transaction: `form.give_consents(user)`.
    """

    consent_kinds: Iterable[ConsentKind] = tuple(ConsentKind)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        # The moment whose texts are shown is the moment whose texts are agreed to.
        self.shown_at = timezone.now()
        texts = consents.in_force(self.shown_at)
        for kind in self.consent_kinds:
            if kind in texts:
                fields[field_name(kind)] = ConsentsField(texts[kind])

    def give_consents(self, user: User) -> list[Consent]:
        cleaned: dict[str, Any] = self.cleaned_data  # type: ignore[attr-defined]
        kinds = [kind for kind in self.consent_kinds if cleaned.get(field_name(kind))]
        return consents.give(user, kinds, self.shown_at)


class MissingConsentsForm(forms.Form):
    """Only the texts that this person has not agreed to."""

    def __init__(self, texts: dict[ConsentKind, ConsentText], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown_at = timezone.now()
        for kind, text in texts.items():
            self.fields[field_name(kind)] = ConsentsField(text)


def field_name(kind: ConsentKind) -> str:
    return f"consent_{kind.value}"


def box_label(kind: ConsentKind) -> SafeString:
    """The sentence beside a box; its text opens in the same window, as every link does."""
    address = reverse("people_consent_text", kwargs={"kind": kind.value.replace("_", "-")})
    return format_html(str(_BOXES[kind]), format_html('<a href="{}">', address), SafeString("</a>"))


class LeaveForm(forms.Form):
    """The word that nobody types by mistake."""

    word = forms.CharField(
        label="",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].label = _("To confirm, type the word “%(word)s”") % {"word": LEAVE_WORD}

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"]
        if word.strip().casefold() != str(LEAVE_WORD).casefold():
            raise forms.ValidationError(
                _("That is not the word. Type “%(word)s”."), params={"word": LEAVE_WORD}
            )
        return word


LEAVE_WORD = pgettext_lazy("typed to confirm that the account is deleted", "delete")


class NewAddressForm(forms.Form):
    """Where the account is to move; the same rules as at signing up."""

    email = MailAddressField(
        label=_("New e-mail address"),
        help_text=_("We shall send a code to it and another one to your present address."),
        # As the column: PostgreSQL refuses a longer one with an error.
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        email: str = get_adapter().clean_email(self.cleaned_data["email"]).lower()
        if email == self.user.email.lower():
            raise forms.ValidationError(_("This is the address you have."))
        return email


class CodeForm(forms.Form):
    """Six digits from a letter."""

    code = forms.CharField(
        label=_("Six digits from the e-mail"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "input--code",
            }
        ),
    )

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if not (code.isascii() and code.isdigit() and len(code) == CODE_LENGTH):
            raise forms.ValidationError(_("A code has six digits."))
        return code
