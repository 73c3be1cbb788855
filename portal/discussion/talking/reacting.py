"""Useful, or not agreed: said to a comment without words."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.discussion.permissions import REACT
from portal.discussion.selectors import reactions_of
from portal.discussion.services.errors import NotAllowed, Refused
from portal.discussion.services.reactions import react
from portal.discussion.talking.addresses import address, permalink
from portal.discussion.talking.base import DiscussionFormView, wants_fragment
from portal.discussion.talking.forms import ReactionForm
from portal.discussion.talking.shown import Reader, shown
from portal.discussion.talking.writing import CommentViewMixin, with_events
from portal.people.decorators import signed_in
from portal.people.models import User
from portal.people.permissions import Action, Verdict, verdict


class ReactView(CommentViewMixin, DiscussionFormView):
    """Two buttons under the comment. What was pressed twice, or from two tabs, counts once."""

    template_name = "discussion/react.html"
    part_template_name = "discussion/parts/reactions.html"
    form_class: Any = ReactionForm
    limit = "reaction"

    @property
    def action(self) -> Action:  # type: ignore[override]  # the same for all kinds
        return REACT

    def find_verdict(self) -> Verdict:
        return verdict(self.request.user, REACT)

    def form_valid(self, form: ReactionForm) -> HttpResponse:
        user = signed_in(self.request)
        try:
            comment = react(comment=self.comment, user=user, kind=form.reaction)
        except NotAllowed as error:
            return self.refused(form, str(error), HTTPStatus.FORBIDDEN)
        except Refused as error:
            return self.refused(form, str(error))
        if not wants_fragment(self.request):
            return redirect(permalink(comment.pk))
        row = shown(comment, Reader(user, is_open=True), form.reaction or 0)
        return render(self.request, self.part_template_name, {"row": row})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        user = self.request.user
        if isinstance(user, User):
            row.mine = reactions_of(user, [self.comment]).get(self.comment.pk, 0)
        row.may_react = self.closed is None and not row.is_own and not row.gap
        row.react_url = address("react", row.pk)
        return super().get_context_data(row=row, form_url=row.react_url, **kwargs)

    def form_invalid(
        self, form: Any, status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    ) -> HttpResponse:
        response = super().form_invalid(form, status)
        if not wants_fragment(self.request):
            return response
        # The buttons are drawn as they are now; why nothing came of it is said.
        return with_events(response, said=str(next(iter(form.errors.values()))[0]))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())
