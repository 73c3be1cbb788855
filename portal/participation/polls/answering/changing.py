"""The form that gives a ballot other answers, by its receipt."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy

from portal.core import limits
from portal.core.fresh import now_of
from portal.participation.polls.answering.forms import ChangeForm
from portal.participation.polls.answering.views import OPEN, PollFormView
from portal.participation.polls.errors import Ended, NoSuchBallot, NotChangeable, NotOpen
from portal.participation.polls.questions.answers import BadAnswers
from portal.participation.polls.services import ballots

# What «your answer was not counted» would frighten with: the ballot that is there counts.
_STAYS: Final = gettext_lazy("The poll has ended: the answer you gave before stays.")


class ChangeView(PollFormView):
    """Other answers for the ballot of a receipt. Nobody is asked who they are: the ballot does not know."""

    form_class: Any = ChangeForm
    url_name = "change"

    def find(self, request: HttpRequest, slug: str) -> None:
        super().find(request, slug)
        if not self.poll.original.may_change:
            raise Http404("answers of this poll stay")

    @property
    def is_guest(self) -> bool:
        return False

    @property
    def can_send(self) -> bool:
        return self.state in OPEN

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer(self.empty_form())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_change=True, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        limits.take(request, "receipt")
        form = self.get_form()
        if self.state not in OPEN:
            return self.refused(form, Ended(_STAYS))
        if not form.is_valid():
            return self.form_invalid(form)
        try:
            ballots.change(
                poll=self.poll,
                receipt=form.cleaned_data["ballot_code"],
                given=form.given,
                texts=form.texts,
                now=now_of(request),
            )
        except BadAnswers as error:
            form.refuse(error)
        except NoSuchBallot as error:
            form.add_error("ballot_code", str(error.words))
        except Ended:
            return self.refused(form, Ended(_STAYS))
        except (NotOpen, NotChangeable) as error:
            return self.refused(form, error)
        else:
            return self.answer(None, template="changed")
        return self.form_invalid(form)
