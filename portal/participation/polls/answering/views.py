"""The form of a poll: a page of its own, or a part of the page in which the poll stands."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any, ClassVar, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from portal.core import limits
from portal.core.fresh import now_of
from portal.core.limits.typed import typed_in
from portal.core.proof.challenges import Proof
from portal.core.proof.forms import FIELD
from portal.core.proof.views import GuestFormView
from portal.participation.polls import receipts
from portal.participation.polls.answering import guests, kept
from portal.participation.polls.answering.forms import BallotForm
from portal.participation.polls.answering.origin import has_token, is_from_here, wants_part
from portal.participation.polls.answering.places import (
    address,
    anchor,
    back_of,
    given_back,
    language_of,
    poll_of,
    which_of,
)
from portal.participation.polls.enums import PollState
from portal.participation.polls.errors import (
    AlreadyVoted,
    Ended,
    NotOpen,
    PollError,
)
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.pages.facts import residence_of, rules_of
from portal.participation.polls.pages.shown import joined
from portal.participation.polls.pages.states import chip_of
from portal.participation.polls.questions.answers import BadAnswers
from portal.participation.polls.questions.pictures import pictures_of
from portal.participation.polls.selectors import form_asked, language_asked
from portal.participation.polls.services import ballots
from portal.participation.polls.voters import MayVote, browser_has_voted, may_vote, voter_of
from portal.people.enums import Level
from portal.people.models import User
from portal.people.permissions import Missing

# Where one gets what is missing.
_WAYS: Final = {
    Missing.ACCOUNT: "account_login",
    Missing.LEVEL: "account_levels",
    Missing.BIRTH_DATE: "account_levels",
}
OPEN: Final = (PollState.OPEN, PollState.CLOSING)


@method_decorator([never_cache, csrf_exempt, sensitive_post_parameters()], name="dispatch")
class PollFormView(GuestFormView):
    """What both forms share: the poll, its round and questions, who asks, what is answered to whom.

    Nothing that was sent is lost: whatever is refused comes back with what was typed. The check against
    other sites is our own call, so that who keeps no cookies reads that, beside their answers.
    """

    form_class: Any = BallotForm
    # `polls:<name>`, to which the form is sent.
    url_name: ClassVar[str]
    is_part: bool = False
    # Django takes a PUT for a form, too.
    http_method_names: Any = ("get", "head", "post", "options")
    poll: Poll
    round: Round
    may: MayVote

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.find(request, self.kwargs["slug"])
        except Http404:
            if request.method != "POST" and not wants_part(request):
                raise
            return self.lost(request)
        if request.method == "POST" and (refusal := self.check_origin(request)) is not None:
            return refusal
        response = super().dispatch(request, *args, **kwargs)
        kept.forget(request, response)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def find(self, request: HttpRequest, slug: str) -> None:
        """Sets the poll, its round and what its reader may do. Raises Http404."""
        self.poll = poll_of(slug, request)
        found = self.poll.original.current_round
        if found is None:
            raise Http404("no round")
        self.round = found
        self.may = may_vote(request.user, self.poll, at=now_of(request))
        if self.is_guest and browser_has_voted(guests.browser_of(request), self.round):
            self.may = replace(self.may, has_voted=True)
        self.asked = form_asked(self.poll, self.round, language_of(self.poll))

    def lost(self, request: HttpRequest) -> HttpResponse:
        """404 with what was typed."""
        part = "_part" if wants_part(request) else ""
        context = {"typed": typed_in(request) if has_token(request) else None}
        template = f"polls/answering/lost{part}.html"
        return render(request, template, context, status=HTTPStatus.NOT_FOUND)

    def check_origin(self, request: HttpRequest) -> HttpResponse | None:
        """403 for a form without its token. What another site sent is not put into our page."""
        if has_token(request):
            return None
        from_here = is_from_here(request)
        form = self._unsent(self.get_form()) if from_here else self.empty_form()
        words = (
            _(
                "Your browser did not send back the portal’s cookie, so the answer was not counted. Allow cookies for this portal and send it once more."
            )
            if from_here
            else _(
                "This answer was not sent from a page of the portal, so it was not counted. Answer here, if you want to."
            )
        )
        return self.answer(form, HTTPStatus.FORBIDDEN, refusal=words)

    # --- The form ---

    @property
    def is_guest(self) -> bool:
        """Whether a vote would be counted as one of nobody the portal knows."""
        user = self.request.user
        known = isinstance(user, User) and user.level >= Level.EMAIL
        return not known and self.may.verdict.action.level == Level.GUEST

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return {
            **kwargs,
            "asked": self.asked,
            "pictures": pictures_of(self.asked),
            "is_guest": self.is_guest,
            "auto_id": f"id_{self.poll.slug}{which_of(self.request, self.poll)}_%s",
            "initial": {"round": self.round.number, **kwargs["initial"]},
        }

    def empty_form(self) -> Any:
        kwargs = self.get_form_kwargs()
        return self.get_form_class()(**{**kwargs, "data": None, "files": None})

    def _unsent(self, form: Any) -> Any:
        """The form with what was typed, nothing said about it, for the round that goes on now."""
        typed = {name: form[name].data for name in form.fields if name not in (FIELD, "round")}
        fresh = self.empty_form()
        fresh.initial = {**fresh.initial, **typed}
        return fresh

    # --- Answers ---

    @property
    def state(self) -> PollState:
        return self.poll.state_at(now_of(self.request))

    @property
    def place_words(self) -> str:
        """Why where the reader lives keeps them from answering; empty where it does not."""
        place = self.may.place
        return place.words(residence_of(self.poll.original)) if place else ""

    @property
    def lang(self) -> str:
        """Of the questions, where that is not the page's."""
        used = language_asked(self.poll, self.round, language_of(self.poll))
        return "" if used == get_language() else used

    @property
    def back(self) -> str:
        return back_of(self.request, self.poll)

    def answer(
        self,
        form: Any,
        status: int = HTTPStatus.OK,
        *,
        template: str = "",
        **context: Any,
    ) -> HttpResponse:
        """The page, or its part for a script; `refusal` are words above the form."""
        is_part = self.is_part or wants_part(self.request)
        name = template or "form"
        path = f"polls/answering/{name}_part.html" if is_part else f"polls/answering/{name}.html"
        context = self.get_context_data(form=form, is_part=is_part, **context)
        response = render(self.request, path, context, status=status)
        response["X-Robots-Tag"] = "noindex"
        if self.is_guest and self.state in OPEN:
            guests.know_browser(self.request, response)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.answer(form, HTTPStatus.UNPROCESSABLE_ENTITY)

    def refused(
        self, form: Any, error: PollError, status: int = HTTPStatus.CONFLICT
    ) -> HttpResponse:
        """The form with what was typed, and why it was not counted."""
        return self.answer(self._unsent(form), status, refusal=error.words)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, language = now_of(self.request), get_language() or settings.LANGUAGE_CODE
        shown = joined(self.poll.original, self.poll, self.round, now, language)
        if not (self.is_part or wants_part(self.request)):
            kwargs |= {"facts": rules_of(shown), "chip": chip_of(shown, with_days=True)}
        return super().get_context_data(
            poll=self.poll,
            original=self.poll.original,
            round=self.round,
            place=anchor(self.poll),
            lang=self.lang,
            state=self.state,
            is_open=self.state in OPEN,
            may=self.may,
            place_words=self.place_words,
            residence=residence_of(self.poll.original),
            verdict=self.may.verdict,
            action=self.may.verdict.action,
            level=self.may.verdict.action.level,
            can_send=self.can_send,
            form_url=address(self.url_name, self.poll, given_back(self.request)),
            path=address(self.url_name, self.poll, given_back(self.request)),
            change_url=address("change", self.poll, given_back(self.request)),
            back=self.back,
            has_back=bool(given_back(self.request)),
            **kwargs,
        )

    @property
    def can_send(self) -> bool:
        """Whether sending leads anywhere: to the count, or to the sign-in and back."""
        if self.state not in OPEN or self.may.has_voted or self.may.place is not None:
            return False
        return self.may.verdict.allowed or self.may.verdict.missing in _WAYS


class AnswerView(PollFormView):
    """Answering: the form for everybody who could, the receipt in the answer to it."""

    url_name = "answer"
    limit = "guest-ballot"

    @property
    def form_name(self) -> str:  # type: ignore[override]  # a code counts for this round alone
        return f"poll-{self.round.pk}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.empty_form()
        if typed := kept.take(request):
            form = self.get_form_class()(**{**self.get_form_kwargs(), "data": typed})
            words = _("What you typed is here again. Look through it and send it.")
            return self.answer(self._unsent(form), kept=words)
        return self.answer(form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        if self.state not in OPEN:
            limits.take(request, "ballot")
            is_over = self.state not in (PollState.UPCOMING, *OPEN)
            return self.refused(self.get_form(), Ended() if is_over else NotOpen())
        if not self.may:
            limits.take(request, self.limit if self.is_guest else "ballot")
            return self.refuse()
        if request.POST.get("round") != str(self.round.number):
            limits.take(request, "ballot")
            return self.earlier_round(self.get_form())
        if self.is_guest:
            if not guests.browser_of(request):
                limits.take(request, self.limit)
                return self.without_cookie()
            return super().post(request, *args, **kwargs)
        limits.take(request, "ballot")
        form = self.get_form()
        return self.confirmed(form) if form.is_valid() else self.form_invalid(form)

    def refuse(self) -> HttpResponse:
        """Who may not, or has already: the reason and what they typed, or the way to what is missing."""
        may, form = self.may, self.get_form()
        if may.has_voted:
            return self.refused(form, AlreadyVoted())
        missing = may.verdict.missing
        if way := _WAYS.get(missing) if missing else None:
            sent = kept.send_away(self.request, way)
            if sent is not None and wants_part(self.request):
                # A script would follow the redirect by itself and put the door into the page.
                sent["HX-Redirect"] = sent["Location"]
                del sent["Location"]
                sent.status_code = HTTPStatus.NO_CONTENT
            if sent is not None:
                return sent
        words = missing.label if missing else self.place_words
        return self.answer(self._unsent(form), HTTPStatus.FORBIDDEN, refusal=words)

    def without_cookie(self) -> HttpResponse:
        """A guest's browser that does not keep the cookie by which a second ballot is known."""
        words = _(
            "Your browser did not send back the cookie by which a second ballot is known. Allow cookies for this portal, then send the form once more."
        )
        return self.answer(self._unsent(self.get_form()), HTTPStatus.FORBIDDEN, refusal=words)

    def earlier_round(self, form: Any) -> HttpResponse:
        """A form that was opened, or stored, before the present round began."""
        words = _(
            "This form is of an earlier round, so the answer was not counted. Below are the questions of the present round: look through your answers and send them."
        )
        return self.refused(form, NotOpen(words))

    def confirmed(self, form: BallotForm) -> HttpResponse:
        # An address counts as somebody's once a code came back from it. One that was only typed in beside the
        # browser's work would take the vote from whoever it belongs to.
        is_mine = form.proof is not Proof.PROVED
        voter = voter_of(
            self.request,
            self.poll,
            browser=guests.browser_of(self.request),
            mail=form.cleaned_data.get("email", "") if is_mine else "",
        )
        try:
            receipt = ballots.cast(
                poll=self.poll,
                voter=voter,
                given=form.given,
                texts=form.texts,
                round_number=form.cleaned_data.get("round") or 0,
                now=now_of(self.request),
            )
        except BadAnswers as error:
            form.refuse(error)
            return self.form_invalid(form)
        except (AlreadyVoted, Ended) as error:
            self.may = replace(self.may, has_voted=isinstance(error, AlreadyVoted))
            return self.refused(form, error)
        except NotOpen:
            return self.earlier_round(form)
        return self.answer(
            None,
            template="receipt",
            receipt=receipt,
            receipt_shown=receipts.shown(receipt),
            moment=now_of(self.request),
        )

    @property
    def code_template_name(self) -> str:  # type: ignore[override]
        if wants_part(self.request):
            return "polls/answering/code_part.html"
        return "proof/code.html"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """What GuestFormView shows by itself: back from the code to the form."""
        return self.answer(context["form"])
