"""A ballot as a form of Django, and its questions as they are drawn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.forms.boundfield import BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.mail_domains import MailAddressField
from portal.core.models import PortalImage
from portal.core.proof.challenges import Proof
from portal.core.proof.forms import FIELD, ProofOfWorkMixin
from portal.participation.polls.answering.fields import (
    ANSWER,
    TEXT,
    field_of,
    other_field_of,
)
from portal.participation.polls.enums import Kind
from portal.participation.polls.questions import answers
from portal.participation.polls.questions.forms import Form, Option, Question
from portal.participation.polls.questions.hints import condition_words, hint_of, numbers_of


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose: its control, its words, its picture."""

    control: Any
    option: Option
    image: PortalImage | None = None


@dataclass(slots=True)
class Asked:
    """A question as it is drawn."""

    question: Question
    field: BoundField
    other: BoundField | None = None
    # «Shown only after …», for readers without scripts.
    condition: str = ""
    choices: Sequence[Choice] = ()
    # «Без відповіді», where one need not answer.
    none: Any = None

    @property
    def shown_if(self) -> str:
        """For the script: «code=option,option»."""
        condition = self.question.condition
        return f"{condition.question}={','.join(condition.options)}" if condition else ""


class BallotForm(ProofOfWorkMixin, forms.Form):
    """The questions of a poll. After `is_valid`, `given` and `texts` are as `ballots.cast` takes them.

    Guests' browsers work for it, or name an address to which a code goes (`GuestFormView`).
    """

    # Which round was shown: a form that was opened before another round began is refused.
    round = forms.IntegerField(
        widget=forms.HiddenInput, required=False, validators=[MinValueValidator(0)]
    )
    email = MailAddressField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("An e-mail with a code goes there, nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(
        self,
        *args: Any,
        asked: Form,
        pictures: Mapping[int, PortalImage],
        is_guest: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.pictures = asked, pictures
        self.asks_email = False
        self.is_guest = is_guest
        if not is_guest:
            self.fields.pop("email", None)
            del self.fields[FIELD]
            self.needs_proof = False
        for question in asked:
            found = field_of(question)
            found.help_text = _help_of(question)
            self.fields[f"{ANSWER}{question.code}"] = found
            if question.has_other:
                self.fields[f"{TEXT}{question.code}"] = other_field_of(question)
        if is_guest:
            # Below the questions, also among the errors.
            self.fields["email"] = self.fields.pop("email")

    @property
    def given(self) -> dict[str, Any]:
        """Answers by code; those to questions that are not in the form, too, so that they are refused."""
        found = {
            question.code: self.cleaned_data.get(f"{ANSWER}{question.code}")
            for question in self.asked
            if not question.is_text
        }
        known = {question.code for question in self.asked}
        for name in self.data:
            if name.startswith((ANSWER, TEXT)):
                code = name[len(ANSWER) :].partition("-")[0]
                if code not in known:
                    found[code] = ""
        return found

    @property
    def texts(self) -> dict[str, str]:
        found = {}
        for question in self.asked:
            prefix = ANSWER if question.is_text else TEXT
            if text := self.cleaned_data.get(f"{prefix}{question.code}"):
                found[question.code] = text
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        try:
            answers.clean(self.asked, self.given, self.texts)
        except answers.BadAnswers as error:
            self.refuse(error)
        if self.is_guest and self.needs_proof and self.proof is Proof.ABSENT:
            self._need_email(cleaned)
        return cleaned

    def refuse(self, error: answers.BadAnswers) -> None:
        """Put what is wrong where it is wrong."""
        known = {question.code for question in self.asked}
        for code, words in error.errors.items():
            self.add_error(f"{ANSWER}{code}" if code in known else None, words)

    def _need_email(self, cleaned: Mapping[str, Any]) -> None:
        self.asks_email = True
        if not cleaned.get("email") and "email" not in self.errors:
            self.add_error(
                "email",
                _(
                    "Your browser cannot be checked without scripts. Write your address: a code comes by e-mail."
                ),
            )

    def questions(self) -> Iterator[Asked]:
        """The questions in their order, ready to be drawn."""
        numbers = numbers_of(self.asked)
        for question in self.asked:
            shown = Asked(
                question,
                self[f"{ANSWER}{question.code}"],
                condition=condition_words(question, self.asked, numbers),
            )
            if question.has_other:
                shown.other = self[f"{TEXT}{question.code}"]
            if question.kind in (Kind.SINGLE, Kind.MULTIPLE, Kind.PICTURE, Kind.SCALE):
                controls = list(shown.field)
                shown.none = next((each for each in controls if not each.data["value"]), None)
                shown.choices = [
                    Choice(control, option, self.pictures.get(option.image or 0))
                    for control, option in zip(controls, _options_of(question), strict=False)
                ]
            yield shown


class ChangeForm(BallotForm):
    """Another answer, by the code of the receipt."""

    # Not «receipt»: what browsers remember by a field's name.
    ballot_code = forms.CharField(
        label=gettext_lazy("Code of the receipt"),
        max_length=60,
        help_text=gettext_lazy("Twenty letters and digits; hyphens and case do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("ballot_code",)


def _options_of(question: Question) -> Sequence[Option]:
    if question.kind == Kind.SCALE:
        return [Option(str(point), str(point)) for point in range(1, question.points + 1)]
    return question.choices


def _help_of(question: Question) -> SafeString:
    """The editor's explanation and how to answer, a line each."""
    lines = [*question.help.splitlines(), hint_of(question)]
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines if line))
