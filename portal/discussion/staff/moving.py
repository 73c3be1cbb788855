"""Moving a thread: where to, why, and what will happen, looked at before it does."""

import re
from typing import Any, Final
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, ResolverMatch, URLPattern, path, resolve, reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import get_language_from_path, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView

from portal.discussion.hosts import Host, host_of, host_of_discussion
from portal.discussion.models import Comment
from portal.discussion.models.discussions import with_things
from portal.discussion.moderation.forms import SeenTextField
from portal.discussion.services import moving
from portal.discussion.services.errors import Refused
from portal.discussion.staff.views import ModerationMixin
from portal.discussion.things import things

_NUMBER: Final = re.compile(r"(?:№\s*)?([1-9][0-9]{0,8})\Z", re.ASCII)
_IN_PAGE: Final = re.compile(r"c([1-9][0-9]{0,8})\Z", re.ASCII)


class PlaceField(forms.CharField):
    """Where a thread goes: its value is a Host, or the comment whose thread is joined."""

    def __init__(self, *, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(max_length=2000, **kwargs)
        self.request = request

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return _place(typed, self.request)
        except (Http404, Resolver404, ValueError, Comment.DoesNotExist) as error:
            raise ValidationError(
                _(
                    "Nothing that can be discussed is found there. Copy the address from the browser."
                )
            ) from error


def _place(typed: str, request: HttpRequest) -> Host | Comment:
    """Raises Http404, ValueError, Comment.DoesNotExist."""
    if found := _NUMBER.match(typed):
        return _published(int(found[1]))
    parts = urlsplit(typed)
    if parts.netloc not in ("", request.get_host()):
        raise Http404("another site")
    if found := _IN_PAGE.match(parts.fragment):
        return _published(int(found[1]))
    # Addresses differ from language to language, and it is one's own that is copied.
    with translation.override(get_language_from_path(parts.path) or translation.get_language()):
        match = resolve(parts.path)
        if match.view_name == "discussion:comment":
            return _published(int(match.kwargs["pk"]))
        if match.view_name in ("discussion:thread", "discussion:part"):
            return host_of(match.kwargs["key"], request)
        return _thing(match, request)


def _published(pk: int) -> Comment:
    rows = with_things(Comment.objects.select_related("root"), "discussion")
    return rows.get(pk=pk, number__isnull=False)


def _thing(match: ResolverMatch, request: HttpRequest) -> Host:
    found = next((each for kind in things if (each := kind.at(match, request))), None)
    if found is None or not found.has_discussion:
        raise Http404("not discussed")
    return Host.of(found)


class MoveForm(forms.Form):
    """Where to and why; `agreed` names the place that was shown before, once it was looked at."""

    where = PlaceField(
        request=HttpRequest(),
        label=gettext_lazy("Where to"),
        help_text=gettext_lazy(
            "The address of a page or poll moves the thread into its discussion; the address or number of a "
            "comment joins it to that comment’s thread."
        ),
    )
    reason = SeenTextField(
        label=gettext_lazy("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The author reads it in the e-mail."),
    )
    agreed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].request = request  # type: ignore[attr-defined]


class MoveView(ModerationMixin, FormView[MoveForm]):
    """First what would happen is shown, then it is done."""

    template_name = "discussion/staff/move.html"
    form_class = MoveForm
    page_title = gettext_lazy("Move the thread")

    @cached_property
    def comment(self) -> Comment:
        """Looked for once the right is known: others learn nothing of what there is."""
        rows = with_things(Comment.objects.select_related("user", "department"), "discussion")
        return get_object_or_404(rows, pk=self.kwargs["pk"], depth=0, number__isnull=False)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: MoveForm) -> HttpResponse:
        place = form.cleaned_data["where"]
        key = f"c{place.pk}" if isinstance(place, Comment) else place.key
        if form.cleaned_data["agreed"] != key:
            # Bound forms show what was sent: the mark of what is shown now takes its place.
            form.data = {**self.request.POST.dict(), "agreed": key}
            return self.render_to_response(self.get_context_data(form=form, place=_shown(place)))
        try:
            moving.move_thread(
                thread=self.comment,
                by=self.by,
                reason=form.cleaned_data["reason"],
                **({"under": place} if isinstance(place, Comment) else {"to": place}),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(self.request, _("The thread is moved, and an e-mail tells its author."))
        return redirect("discussion_queue_item", pk=self.comment.pk)

    def form_invalid(self, form: MoveForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        crumbs = super().get_breadcrumbs_items()
        url = reverse("discussion_queue_item", args=[self.comment.pk])
        return [*crumbs[:-1], {"url": url, "label": f"№\u00a0{self.comment.pk}"}, crumbs[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            comment=self.comment,
            size=moving.size_of(self.comment),
            is_own=self.comment.user_id == self.by.pk,
            **kwargs,
        )


def _shown(place: Host | Comment) -> dict[str, Any]:
    """What the page tells of where a thread would go."""
    if isinstance(place, Host):
        return {"title": place.title, "comment": None}
    first = place.root or place
    return {"title": host_of_discussion(first.discussion).title, "comment": first}


def admin_urls() -> list[URLPattern]:
    """Hook `register_admin_urls`."""
    return [path("moderation/<int:pk>/move/", MoveView.as_view(), name="discussion_thread_move")]
