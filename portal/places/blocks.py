"""Blocks of the city's lists."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from wagtail.blocks import ChooserBlock, FieldBlock


class TermChoiceBlock(ChooserBlock):
    """A term of the city's lists from a plain menu: there are few of them, all known by name.

    The Ukrainian original is kept in every language, as everywhere; the reference index knows it,
    so that a term in use is not deleted unawares.
    """

    def __init__(self, target_model: str, **kwargs: Any) -> None:
        self._target_model = target_model
        super().__init__(**kwargs)

    @property
    def target_model(self) -> str:
        return self._target_model

    @cached_property
    def field(self) -> forms.ModelChoiceField:
        # By code, not by key: the field lives as long as the process.
        originals = self.model_class.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
        return forms.ModelChoiceField(
            queryset=originals,
            required=self._required,
            help_text=self._help_text,
            widget=forms.Select(),
        )

    def get_form_state(self, value: Any) -> Any:
        return FieldBlock.get_form_state(self, value)

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    class Meta:
        icon = "tag"
