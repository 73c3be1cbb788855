"""The form of a poll in the admin: its parts in the order in which an editor thinks of them."""

from typing import Any, Final

from django.db.models import Manager
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    MultiFieldPanel,
    PublishingPanel,
    TitleFieldPanel,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput

from portal.participation.polls.questions.forms import read_form


class FreezablePanel(FieldPanel):
    """A field that is shown for reading once it stands still (`PollForm.frozen_fields`)."""

    def format_value_for_display(self, value: Any) -> Any:
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        if value is None or (isinstance(value, Manager) and not value.exists()):
            return "—"
        return super().format_value_for_display(value)

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            frozen = getattr(self.form, "frozen_fields", ())
            if self.bound_field is None and self.field_name in frozen:
                self.read_only = True
                self.heading = self.panel.heading or capfirst(self.panel.db_field.verbose_name)
                self.help_text = ""


class QuestionsPanel(FreezablePanel):
    """The questions; frozen, as a list in words."""

    def format_value_for_display(self, value: Any) -> str:
        return render_to_string("polls/staff/questions_in_words.html", {"form": read_form(value)})


class FrozenNote(HelpPanel):
    """Why part of the form is for reading alone, and what can still be done."""

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(getattr(self.form, "frozen_fields", ()))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from portal.participation.polls.staff.acts import acts_for

            context: dict[str, Any] = super().get_context_data(parent_context)
            context["acts"] = acts_for(self.instance, self.request.user) if self.request else []
            return context


class SharingPanel(HelpPanel):
    """What carries a saved poll further: lines for another site, poster, QR code, ballots on paper."""

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.in_original_language)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from portal.participation.polls.pages.widget import snippet

            context: dict[str, Any] = super().get_context_data(parent_context)
            context |= {"poll": self.instance, "snippet": snippet(self.instance)}
            return context


PANELS: Final[list[Any]] = [
    FrozenNote(template="polls/staff/frozen_note.html"),
    TitleFieldPanel(
        "title",
        placeholder=_("Title"),
        required_on_save=True,
        # One line of Wagtail's cuts what a poll is usually called.
        widget=AdminAutoHeightTextInput(),
    ),
    FieldPanel("slug"),
    FieldPanel("lead"),
    QuestionsPanel("questions"),
    MultiFieldPanel(
        [FreezablePanel("opens_at"), FreezablePanel("closes_at")],
        heading=_("When people answer"),
        icon="calendar",
    ),
    MultiFieldPanel(
        [
            FreezablePanel("access", required_on_save=True),
            FreezablePanel("min_age"),
            FreezablePanel("voter_districts"),
            FreezablePanel("may_change"),
            FieldPanel("is_private"),
        ],
        heading=_("Who may answer"),
        icon="group",
    ),
    MultiFieldPanel([FreezablePanel("results")], heading=_("Results"), icon="order"),
    MultiFieldPanel(
        [
            FieldPanel("department"),
            FieldPanel("topics"),
            FieldPanel("districts"),
            FieldPanel("legal_basis"),
            FieldPanel("legal_basis_url"),
        ],
        heading=_("What it belongs to"),
        icon="tag",
    ),
    MultiFieldPanel([FieldPanel("has_discussion")], heading=_("Discussion"), icon="comment"),
    MultiFieldPanel(
        [FieldPanel("embed_origins")],
        heading=_("Where it is shown"),
        icon="site",
    ),
    SharingPanel(template="polls/staff/sharing.html"),
    # Stands in the side panel «Status»: when the poll comes on the site and leaves it.
    PublishingPanel(),
]
