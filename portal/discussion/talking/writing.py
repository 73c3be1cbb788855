"""Writing: a comment, an answer, a change, taking back."""

import json
import re
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from portal.discussion import text
from portal.discussion.enums import State
from portal.discussion.hosts import Host, host_of_discussion
from portal.discussion.models import Comment
from portal.discussion.permissions import voices_of
from portal.discussion.selectors import name_answered, reactions_of
from portal.discussion.services import comments
from portal.discussion.services.errors import NotAllowed, Refused
from portal.discussion.talking.addresses import permalink
from portal.discussion.talking.base import (
    DiscussionFormView,
    own_comment,
    readable_comment,
    wants_fragment,
)
from portal.discussion.talking.forms import CommentForm, TextForm, quoted
from portal.discussion.talking.shown import Reader, nested
from portal.people.decorators import signed_in
from portal.people.models import User

_CYRILLIC: Final = re.compile(r"[Ѐ-ӿ]")
_LATIN: Final = re.compile(r"[A-Za-z]")
_STEP: Final = 9


def language_of_text(said: str) -> str:
    """The language in which somebody wrote: that of most of its letters, else of the page."""
    cyrillic, latin = len(_CYRILLIC.findall(said)), len(_LATIN.findall(said))
    if cyrillic == latin:
        return get_language() or "uk"
    return "uk" if cyrillic > latin else "en"


def what_came_of(comment: Comment) -> str:
    """What a person is told when their text has arrived."""
    if comment.state == State.HELD:
        return _(
            "Your comment has arrived. A moderator reads it before others do; you will get an e-mail."
        )
    return _("Your comment is published.")


class SayView(DiscussionFormView):
    """The base of writing something new."""

    form_class: Any = CommentForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "speakers": voices_of(self.request.user, self.host),
            "is_first": self.comment is None,
            "auto_id": f"id_{self.place}_%s",
            "draft": draft_of(self.request, self.place),
            "people": people_of(self.request, self.host),
        }

    @property
    def place(self) -> str:
        """Where on a page this form stands: its fields have ids of their own."""
        return self.host.key if self.comment is None else f"c{self.comment.pk}"

    @property
    def form_url(self) -> str:
        raise NotImplementedError

    def form_valid(self, form: CommentForm) -> HttpResponse:
        said = form.cleaned_data["text"]
        if "preview" in self.request.POST:
            return self.render_to_response(
                self.get_context_data(form=form, preview=text.render(said))
            )
        try:
            comment = comments.post(
                user=signed_in(self.request),
                host=self.host,
                text=said,
                lang=language_of_text(said),
                reply_to=self.comment,
                is_question=form.cleaned_data.get("is_question", False),
                speaker=form.speaker,
            )
        except NotAllowed as error:
            return self.refused(form, str(error), HTTPStatus.FORBIDDEN)
        except Refused as error:
            return self.refused(form, str(error))
        return self.said(comment)

    def said(self, comment: Comment) -> HttpResponse:
        """Where one is led after writing: to what was written."""
        if wants_fragment(self.request):
            return self.put_in_place(comment)
        messages.success(
            self.request, what_came_of(comment), extra_tags=draft_of(self.request, self.place)
        )
        return redirect(permalink(comment.pk))

    def put_in_place(self, comment: Comment) -> HttpResponse:
        """For the page's script: the new comment for its place, and the form anew or gone."""
        reader = Reader(self.request.user, is_open=True, focus=comment.pk)
        row = nested([_alone(comment)], reader)[0]
        context = {
            "row": row,
            "rows": [row],
            "target": self.target_of(comment),
            "count": comment.discussion.published_count,
            "form": None,
        }
        if self.comment is None:
            context |= self.get_context_data(form=self.empty_form())
        answer = HttpResponse(render_to_string("discussion/parts/said.html", context, self.request))
        return with_events(
            answer, said=what_came_of(comment), sent=draft_of(self.request, self.place)
        )

    def empty_form(self) -> CommentForm:
        kwargs = self.get_form_kwargs()
        return CommentForm(**{**kwargs, "data": None, "files": None, "initial": {}})

    def target_of(self, comment: Comment) -> str:
        """The id of the list into which a new comment goes; empty for one that waits for a moderator."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form_url=self.form_url, place=self.place, may_preview=True, **kwargs
        )


def _alone(comment: Comment) -> Comment:
    """For drawing it without the others of its page: whom it answers, where it stands beside that one."""
    name_answered(comment, comment.reply_to)
    return comment


def with_events(response: HttpResponse, **events: str) -> HttpResponse:
    """Tells the page's script what has happened, as events with their words."""
    response["HX-Trigger"] = json.dumps(events)
    return response


def draft_of(request: HttpRequest, place: str) -> str:
    """Under which name the browser keeps what somebody types here until it is sent."""
    return f"{request.user.pk or 0}:{place}"


def people_of(request: HttpRequest, host: Host) -> str:
    """Where a script asks for names after «@»; nobody but who is signed in gets any."""
    if not request.user.is_authenticated:
        return ""
    return reverse("discussion:people", args=[host.key])


class WriteView(SayView):
    """A comment that begins a thread."""

    @property
    def form_url(self) -> str:
        return reverse("discussion:write", args=[self.host.key])

    def target_of(self, comment: Comment) -> str:
        return "threads" if comment.number is not None else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("Join the discussion"), submit=_("Publish"), **kwargs
        )


class CommentViewMixin:
    """A form about a comment that this reader can see."""

    host: Any
    comment: Any
    kwargs: dict[str, Any]

    def find(self, request: HttpRequest) -> None:
        self.comment, self.host = readable_comment(self.kwargs["pk"], request)
        self.discussion = self.comment.discussion

    @property
    def row(self) -> Any:
        """The comment as it is drawn above the form, with nothing to press."""
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        row = nested([_alone(self.comment)], Reader(request.user, is_open=False))[0]
        row.edit_url = row.delete_url = row.report_url = ""
        if getattr(self, "is_alone", False):
            row.history_url = ""
        row.is_context = True
        return row


class ReplyView(CommentViewMixin, SayView):
    """An answer to a comment."""

    @property
    def form_url(self) -> str:
        return reverse("discussion:reply", args=[self.comment.pk])

    def get_initial(self) -> dict[str, Any]:
        if "quote" in self.request.GET and self.comment.is_readable:
            return {"text": quoted(self.comment.comment, self.request.GET.get("words", ""))}
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.comment.is_readable:
            return redirect(permalink(self.comment.pk))
        return super().get(request, *args, **kwargs)

    def target_of(self, comment: Comment) -> str:
        """The answers of the comment under which it is drawn."""
        if comment.number is None:
            return ""
        above = comment.discussion.comments.filter(path=comment.path[:-_STEP])
        return f"a{above.values_list('pk', flat=True).get()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = _("Answer to %(name)s") % {"name": self.comment.author_name}
        return super().get_context_data(
            heading=heading if self.comment.is_readable else pgettext("to a comment", "Answer"),
            submit=_("Publish the answer"),
            row=None if wants_fragment(self.request) else self.row,
            **kwargs,
        )


class OwnCommentView(CommentViewMixin, DiscussionFormView):
    """A form that only the author has; nobody else's comment is there."""

    def find(self, request: HttpRequest) -> None:
        super().find(request)
        user = request.user
        if isinstance(user, User) and self.comment.user_id != user.pk:
            raise Http404("somebody else's")

    def put_in_place(self, words: str, draft: str = "") -> HttpResponse:
        """For the page's script: the comment as it is now, in its old place."""
        comment, _host = readable_comment(self.comment.pk, self.request)
        user = signed_in(self.request)
        reader = Reader(user, is_open=self.closed is None, focus=comment.pk)
        row = nested([_alone(comment)], reader, reactions=reactions_of(user, [comment]))[0]
        answer = HttpResponse(
            render_to_string(
                "discussion/parts/changed.html",
                {"row": row, "count": comment.discussion.published_count},
                self.request,
            )
        )
        return with_events(answer, said=words, sent=draft)


class EditView(OwnCommentView):
    """Another text for one's own comment."""

    form_class: Any = TextForm

    @property
    def place(self) -> str:
        return f"e{self.comment.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "auto_id": f"id_{self.place}_%s",
            "draft": draft_of(self.request, self.place),
            "people": people_of(self.request, self.host),
        }

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        is_author = isinstance(user, User) and self.comment.user_id == user.pk
        return {"text": self.comment.comment} if is_author else {}

    def form_valid(self, form: TextForm) -> HttpResponse:
        said = form.cleaned_data["text"]
        if "preview" in self.request.POST:
            return self.render_to_response(
                self.get_context_data(form=form, preview=text.render(said))
            )
        try:
            changed = comments.edit(comment=self.comment, by=signed_in(self.request), text=said)
        except NotAllowed as error:
            return self.refused(form, str(error), HTTPStatus.FORBIDDEN)
        except Refused as error:
            return self.refused(form, str(error))
        words = what_came_of(changed) if changed.state == State.HELD else _("The change is saved.")
        draft = draft_of(self.request, self.place)
        if wants_fragment(self.request):
            return self.put_in_place(words, draft)
        messages.success(self.request, words, extra_tags=draft)
        return redirect(permalink(self.comment.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("Change the comment"),
            submit=_("Save the change"),
            form_url=reverse("discussion:edit", args=[self.comment.pk]),
            place=self.place,
            may_preview=True,
            **kwargs,
        )


class DeleteView(OwnCommentView):
    """Asks before it takes a comment back."""

    form_class: Any = TextForm
    part_template_name = "discussion/parts/delete.html"
    template_name = "discussion/delete.html"
    # Its page is not on the site, or not this person's to read: their own words are still theirs.
    is_alone = False

    def find(self, request: HttpRequest) -> None:
        try:
            super().find(request)
        except Http404:
            self.comment = own_comment(self.kwargs["pk"], request)
            self.discussion = self.comment.discussion
            self.host = host_of_discussion(self.discussion)
            self.is_alone = True

    def find_verdict(self) -> Any:
        # Taking back what one has said needs nothing but being its author, also when blocked.
        found = super().find_verdict()
        return type(found)(found.action) if self.request.user.is_authenticated else found

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "data": None}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            comments.delete(comment=self.comment, by=signed_in(request))
        except Refused as error:
            return self.render_to_response(
                self.get_context_data(refusal=str(error)), status=HTTPStatus.CONFLICT
            )
        words = _("Your comment is deleted.")
        if wants_fragment(request) and self.comment.number is not None and not self.is_alone:
            return self.put_in_place(words)
        messages.success(request, words)
        if self.is_alone:
            return redirect(request.path)
        if self.comment.number is None:
            thread = reverse("discussion:thread", args=[self.host.key])
            if wants_fragment(request):
                return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": thread})
            return redirect(thread)
        return redirect(permalink(self.comment.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form_url=reverse("discussion:delete", args=[self.comment.pk]),
            row=None if wants_fragment(self.request) else self.row,
            is_alone=self.is_alone,
            is_gone=self.comment.state == State.DELETED,
            **kwargs,
        )
