"""How editors choose after which answers a question is asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _


class ConditionInput(forms.TextInput):
    """The text «question=option,option», which a script turns into a list and boxes to tick.

    It offers the questions that stand before this one in the form, as they are typed.
    """

    template_name = "polls/staff/condition_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["words"] = {
            "question": _("After which question"),
            "answers": _("After which answers"),
            "always": _("Always asked"),
            "gone": _("A question that is not there any more"),
            "other": _("Other"),
            "untitled": _("Question without a text"),
            "nothing": _(
                "There is no question before this one in which an answer is chosen, so this one is always asked."
            ),
        }
        return context

    class Media:
        js = ("js/admin/poll-condition.js",)
        css: dict[str, tuple[str, ...]] = {"all": ("css/admin/polls.css",)}
