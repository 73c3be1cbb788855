"""What staff does to a poll besides editing it: links in its form and in the list, and their pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView

from portal.core.registry import Registry
from portal.participation.polls.errors import NotAllowed, PollError
from portal.participation.polls.models import Poll
from portal.participation.polls.services import rounds, wording
from portal.participation.polls.services.public_acts import PERMISSION
from portal.participation.polls.staff.act_forms import (
    CloseForm,
    CorrectForm,
    ExtendForm,
    OpenAgainForm,
)
from portal.people.decorators import says_all_refused
from portal.people.staff.views import StaffMixin, home_crumb


@dataclass(frozen=True, slots=True)
class PollAct:
    """A link from a poll's form and from the list. `url_name` takes the `argument`, the primary key of the original
    unless said otherwise.

    `is_shown` is asked with the original; a page of the act may still refuse.
    """

    label: str | Promise
    url_name: str
    icon: str
    permission: str
    is_shown: Callable[[Poll, datetime], bool] = lambda _poll, _now: True
    argument: Callable[[Poll], object] = lambda poll: poll.pk


# Other parts of the room, and rooms above, add theirs, by name.
poll_acts: Registry[PollAct] = Registry("act on a poll")


def acts_for(poll: Poll, user: Any) -> list[dict[str, Any]]:
    """Label, address and icon of what this person may do to this poll now."""
    if poll.pk is None:
        return []
    original, now = poll.original, timezone.now()
    return [
        {
            "label": act.label,
            "url": reverse(act.url_name, args=[act.argument(original)]),
            "icon": act.icon,
        }
        for act in poll_acts
        if user.has_perm(act.permission) and act.is_shown(original, now)
    ]


def _may_extend(poll: Poll, now: datetime) -> bool:
    return poll.live and poll.closes_at is not None and now < poll.closes_at


def _may_close(poll: Poll, now: datetime) -> bool:
    return poll.live and poll.window.is_open(now)


def _may_open_again(poll: Poll, _now: datetime) -> bool:
    return bool(poll.current_round and poll.current_round.is_sealed)


def _may_correct(poll: Poll, _now: datetime) -> bool:
    round_ = poll.current_round
    return bool(round_ and round_.form and not round_.is_sealed)


poll_acts.register(
    "extend", PollAct(_("Extend"), "polls_extend", "calendar-alt", PERMISSION, _may_extend)
)
poll_acts.register(
    "close", PollAct(_("Close early"), "polls_close_early", "lock", PERMISSION, _may_close)
)
poll_acts.register(
    "open_again",
    PollAct(_("Open again"), "polls_open_again", "resubmit", PERMISSION, _may_open_again),
)
poll_acts.register(
    "correct", PollAct(_("Correct the wording"), "polls_correct", "edit", PERMISSION, _may_correct)
)


class PollActView(StaffMixin, FormView[Any]):
    """A form by which something is done to a poll in public; the services decide whether it may be."""

    permission = PERMISSION
    header_icon = "tasks"
    template_name = "polls/staff/act.html"
    title: str | Promise = ""
    lead: str | Promise = ""
    submit: str | Promise = ""
    done: str | Promise = ""
    is_serious = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.poll = get_object_or_404(Poll.objects.originals(), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.title)

    def get_page_subtitle(self) -> str:
        return self.poll.title

    def back(self) -> str:
        return reverse("wagtailsnippets_polls_poll:edit", args=[self.poll.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            home_crumb(),
            {"url": reverse("wagtailsnippets_polls_poll:list"), "label": _("Polls")},
            {"url": self.back(), "label": self.poll.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def act(self, data: dict[str, Any]) -> None:
        """Do it. Raises PollError."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.act(form.cleaned_data)
        except NotAllowed as error:
            raise PermissionDenied from error
        except PollError as error:
            form.add_error(None, str(error.words))
            return self.form_invalid(form)
        messages.success(self.request, str(self.done))
        return redirect(self.back())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            poll=self.poll,
            lead=self.lead,
            submit=self.submit,
            back=self.back(),
            is_serious=self.is_serious,
            **kwargs,
        )


class ExtendView(PollActView):
    title = _("Extend the poll")
    lead = _(
        "People answer longer than was promised. The new end and your reason stand on its page."
    )
    submit = _("Extend")
    done = _("The poll is extended, and its page says why.")
    form_class = ExtendForm

    def act(self, data: dict[str, Any]) -> None:
        rounds.extend(poll=self.poll, until=data["until"], reason=data["reason"], by=self.by)


class CloseView(PollActView):
    title = _("Close the poll early")
    lead = _(
        "From now on no answers are taken, and this cannot be undone. Your reason stands on its page."
    )
    submit = _("Close now")
    done = _("The poll is closed, and its page says why.")
    form_class = CloseForm
    is_serious = True

    def act(self, data: dict[str, Any]) -> None:
        rounds.close_early(poll=self.poll, reason=data["reason"], by=self.by)


class OpenAgainView(PollActView):
    title = _("Open the poll again")
    lead = _(
        "A new round with its own count begins: everybody may answer once more, and the round before stays readable."
    )
    submit = _("Open again")
    done = _("A new round is set. Its questions can be edited until the first ballot.")
    form_class = OpenAgainForm

    def act(self, data: dict[str, Any]) -> None:
        rounds.open_again(
            poll=self.poll,
            opens_at=data["opens_at"],
            closes_at=data["closes_at"],
            reason=data["reason"],
            by=self.by,
        )


class CorrectView(PollActView):
    title = _("Correct the wording")
    lead = _(
        "For slips of the pen: the sense stays the same. What stood there before and your reason stand on the page of the poll for good."
    )
    submit = _("Correct")
    done = _("The wording is corrected, and the page of the poll says so.")
    form_class = CorrectForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "round_": self.poll.current_round}

    def act(self, data: dict[str, Any]) -> None:
        language, piece = data["what"]
        wording.correct(
            poll=self.poll,
            language=language,
            piece=piece,
            text=data["text"],
            reason=data["reason"],
            by=self.by,
        )


def admin_urls() -> list[URLPattern]:
    """Hook `register_admin_urls`."""
    return says_all_refused(
        [
            path("polls/<int:pk>/extend/", ExtendView.as_view(), name="polls_extend"),
            path("polls/<int:pk>/close/", CloseView.as_view(), name="polls_close_early"),
            path("polls/<int:pk>/open/", OpenAgainView.as_view(), name="polls_open_again"),
            path("polls/<int:pk>/wording/", CorrectView.as_view(), name="polls_correct"),
        ]
    )
