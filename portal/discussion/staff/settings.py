"""Settings of single discussions and of kinds of them."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.models import Page

from portal.core.originals import original_locale_id
from portal.discussion.hosts import DiscussedMixin, Host, discussion_of, key_of
from portal.discussion.kinds import kinds
from portal.discussion.models import Discussion, KindSettings
from portal.discussion.models.discussions import with_things
from portal.discussion.permissions import closing_of, settings_of
from portal.discussion.services import closing
from portal.discussion.services.errors import NotAllowed
from portal.discussion.staff.forms import DiscussionForm
from portal.discussion.staff.views import ModerationMixin
from portal.discussion.things import split, things_by_letter
from portal.participation.polls.staff.acts import PollAct, poll_acts
from portal.people.staff.views import StaffMixin, home_crumb

_PER_PAGE: Final = 50


class DiscussionsView(ModerationMixin, TemplateView):
    """All discussions, the liveliest first; a word of the thing's title narrows them."""

    template_name = "discussion/staff/discussions.html"
    page_title = gettext_lazy("Discussions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("q", "")[:100].strip()
        rows = with_things(Discussion.objects.all()).order_by("-last_at", "-pk")
        if asked:
            rows = rows.titled(asked)
        page = Paginator(rows, _PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(rows=page.object_list, page_obj=page, asked=asked, **kwargs)


class DiscussionView(StaffMixin, FormView[DiscussionForm]):
    """Close and open one discussion, now or at a time, and have its comments read first."""

    template_name = "discussion/staff/discussion.html"
    form_class = DiscussionForm
    permission = "wagtailadmin.access_admin"
    header_icon = "comment"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = split(kwargs["key"])
        row = found[0].originals().filter(pk=found[1]).first() if found else None
        original = found[0].specific(row) if found and row is not None else None
        if original is None:
            raise Http404("not discussed")
        self.host = Host.of(original)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not closing.may_set(self.by, self.host):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Discussion: %(title)s") % {"title": self.host.original.title}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [home_crumb(), {"url": "", "label": self.get_page_title()}]

    @cached_property
    def discussion(self) -> Discussion | None:
        return discussion_of(self.host)

    def get_initial(self) -> dict[str, Any]:
        row = self.discussion
        if row is None:
            return {}
        premoderated = {None: "", True: "yes", False: "no"}[row.premoderated]
        return {
            "is_closed": row.closed_at is not None,
            "closed_reason": row.closed_reason,
            "closes_at": row.closes_at,
            "premoderated": premoderated,
        }

    def form_valid(self, form: DiscussionForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            closing.set_discussion(
                host=self.host,
                by=self.by,
                is_closed=data["is_closed"],
                reason=data["closed_reason"],
                closes_at=data["closes_at"],
                premoderated=data["premoderated"],
            )
        except NotAllowed as error:
            raise PermissionDenied from error
        messages.success(self.request, _("The discussion is set up."))
        return redirect("discussion_setup", key=self.host.key)

    def form_invalid(self, form: DiscussionForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            host=self.host,
            discussion=self.discussion,
            closed=closing_of(self.host, self.discussion),
            kind_settings=settings_of(self.host.kind_name),
            **kwargs,
        )


class KindForm(forms.ModelForm):
    class Meta:
        model = KindSettings
        fields = ("level", "premoderated")


class KindsView(StaffMixin, TemplateView):
    """For every kind of things: who may write, and whether comments are read first."""

    template_name = "discussion/staff/kinds.html"
    permission = "discussion.change_kindsettings"
    page_title = gettext_lazy("Kinds of discussions")
    header_icon = "cogs"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [home_crumb(), {"url": "", "label": str(self.page_title)}]

    def forms(self) -> list[tuple[str, Any, KindForm]]:
        data = self.request.POST if self.request.method == "POST" else None
        return [
            (name, kind.label, KindForm(data, instance=settings_of(name), prefix=name))
            for name, kind in kinds.items()
        ]

    def post(self, request: HttpRequest) -> HttpResponse:
        rows = self.forms()
        # Each of them, so that each says what is wrong with it.
        are_valid = [form.is_valid() for _name, _label, form in rows]
        if not all(are_valid):
            return self.render_to_response(self.get_context_data(rows=rows), status=422)
        with transaction.atomic():
            for _name, _label, form in rows:
                if form.has_changed():
                    log(instance=form.save(), action="discussion.kinds", user=self.by)
        messages.success(request, _("The changes are saved."))
        return redirect("discussion_kinds")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"rows": self.forms(), **kwargs})


def listing_buttons(
    page: Page, user: Any, next_url: str | None = None, **_kwargs: Any
) -> list[Button]:
    """Hook `register_page_listing_more_buttons`."""
    model = page.specific_class
    if model is None or not issubclass(model, DiscussedMixin):
        return []
    if page.locale_id != original_locale_id() or page.alias_of_id:
        return []
    if not (user.has_perm("discussion.moderate") or page.permissions_for_user(user).can_publish()):
        return []
    url = reverse("discussion_setup", args=[things_by_letter("p").key(page)])
    return [Button(_("Discussion"), url, icon_name="comment", priority=70)]


def header_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> list[Button]:
    """Hook `register_page_header_buttons`."""
    return listing_buttons(page, user)


def connect_polls() -> None:
    """Called in `DiscussionConfig.ready`: the same link where polls are edited."""
    poll_acts.register(
        "discussion",
        PollAct(
            gettext_lazy("Discussion"),
            "discussion_setup",
            "comment",
            "polls.publish_poll",
            lambda poll, _now: poll.has_discussion,
            key_of,
        ),
    )


def admin_urls() -> list[URLPattern]:
    """Hook `register_admin_urls`."""
    return [
        path("discussions/", DiscussionsView.as_view(), name="discussion_settings"),
        path("discussions/kinds/", KindsView.as_view(), name="discussion_kinds"),
        path("discussions/<str:key>/", DiscussionView.as_view(), name="discussion_setup"),
    ]
