"""Forms of public acts: each asks for words that everybody will read."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateTimeInput

from portal.participation.polls.models import Round
from portal.participation.polls.questions.forms import Form
from portal.participation.polls.services.wording import Piece, pieces


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=AdminAutoHeightTextInput(),
        help_text=_("Everybody reads it on the page of the poll."),
    )


class ExtendForm(ReasonForm):
    until = forms.DateTimeField(label=_("New end"), widget=AdminDateTimeInput())
    field_order = ("until", "reason")


class CloseForm(ReasonForm):
    sure = forms.BooleanField(label=_("Yes, close it now"))


class OpenAgainForm(ReasonForm):
    opens_at = forms.DateTimeField(label=_("The new round opens"), widget=AdminDateTimeInput())
    closes_at = forms.DateTimeField(label=_("The new round closes"), widget=AdminDateTimeInput())
    field_order = ("opens_at", "closes_at", "reason")


class CorrectForm(ReasonForm):
    """`what` becomes a pair of language and Piece."""

    what = forms.ChoiceField(label=_("Which text"))
    text = forms.CharField(
        label=_("New wording"), max_length=600, widget=AdminAutoHeightTextInput()
    )
    field_order = ("what", "text", "reason")

    def __init__(self, *args: Any, round_: Round | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [("", "—"), *_choices(round_)]  # type: ignore[attr-defined]

    def clean_what(self) -> tuple[str, Piece]:
        language, _sign, rest = self.cleaned_data["what"].partition("|")
        try:
            return language, Piece.read(rest)
        except ValueError:
            raise ValidationError(gettext("This text is not there any more.")) from None


def _choices(round_: Round | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Texts in groups: one a language and question."""
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for language, kept in (round_.form if round_ else {}).items():
        form = Form.from_json(kept)
        found: dict[str, list[tuple[str, str]]] = {}
        for piece, text in pieces(form):
            found.setdefault(piece.question, []).append(
                (f"{language}|{piece}", Truncator(text).chars(120))
            )
        for number, question in enumerate(form, start=1):
            name = Truncator(question.text).chars(60)
            groups.append((f"{language.upper()} · {number}. {name}", found[question.code]))
    return groups
