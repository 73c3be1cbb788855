"""Choosing a poll in the admin: Ukrainian originals only, each with what readers see of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.participation.polls.models import Poll


def title_for_editors(poll: Poll) -> str:
    """The title, and, in brackets, why readers see nothing of it."""
    reason = hidden_reason(poll)
    return f"{poll.title} ({reason})" if reason else poll.title


def hidden_reason(poll: Poll) -> str:
    """Why readers do not see a poll wherever it stands; empty when they do."""
    original = poll.original
    if original.is_private:
        return gettext("only staff see it")
    return "" if original.live else gettext("not published: readers do not see it")


class PollWidget(BaseChooser):
    def get_display_title(self, instance: Poll) -> str:
        return title_for_editors(instance)


class _WritersMixin:
    """For who writes pages: Wagtail would list drafts of polls to everybody in the admin."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not policy_registry.get_by_type(Page).user_has_any_permission(
            request.user, {"add", "change"}
        ):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer


class _ListMixin(_WritersMixin):
    """Originals, those that end last first; translations of a poll are the same poll.

    No choice of languages: Wagtail's script sets it to the page's, and an English page would find no poll.
    """

    i18n_enabled = False

    def get_object_list(self) -> QuerySet[Poll]:
        return Poll.objects.originals().defer("questions").order_by("-closes_at", "-pk")

    @property
    def columns(self) -> list[Column]:
        own: list[Column] = super().columns  # type: ignore[misc]
        return [*own, Column("state", label=_("State"), accessor=_state_words)]


def _state_words(poll: Poll) -> str:
    return hidden_reason(poll) or str(poll.state.label)


class ChooseView(_ListMixin, views.ChooseView):
    pass


class ChooseResultsView(_ListMixin, views.ChooseResultsView):
    pass


class ChosenView(_WritersMixin, views.ChosenView):
    def get_chosen_response_data(self, item: Poll) -> dict[str, Any]:
        data: dict[str, Any] = super().get_chosen_response_data(item)
        return data | {"title": title_for_editors(item)}


class ChosenMultipleView(_WritersMixin, views.ChosenMultipleView):
    pass


class PollChooserViewSet(ChooserViewSet):
    model = Poll
    icon = "tick-inverse"
    choose_one_text = _("Choose a poll")
    choose_another_text = _("Choose another poll")
    edit_item_text = _("Edit this poll")
    base_widget_class = PollWidget
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    # The form of polls has no key to another poll.
    register_widget = False


poll_chooser = PollChooserViewSet("poll_chooser", url_prefix="polls/chooser")
