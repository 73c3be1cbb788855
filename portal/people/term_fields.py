"""Choosing terms of the city's lists: a number that no database holds is no term either."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class TermField(forms.ModelChoiceField):
    """One term."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:
            raise ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice"
            ) from error


class TermsField(forms.ModelMultipleChoiceField):
    """Several terms."""

    # The same words whether the database knows no such number or cannot hold it.
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_choice": _("Choose from the list."),
        "invalid_pk_value": _("Choose from the list."),
    }

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:
            raise ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice"
            ) from error
