"""The rules of a poll in words, for the panel beside it, for paper and for the poster."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.facts import Fact, Line, filled, of_districts
from portal.core.languages import foreign_language, language_of_words
from portal.core.moments import in_words
from portal.core.windows import Window
from portal.participation.polls.enums import Access, ShowResults
from portal.participation.polls.models import Poll
from portal.participation.polls.pages.shown import ShownPoll
from portal.places.models import Term
from portal.places.selectors import localised_terms


def rules_of(shown: ShownPoll) -> list[Fact]:
    """When, who, how secretly, whether it may be changed, when results show, on what ground.

    A query for each list of terms that the poll has.
    """
    poll = shown.original
    index = reverse("polls:index")
    topics = localised_terms(poll.topics.all())
    districts = localised_terms(poll.districts.all())
    department = localised_terms([poll.department]) if poll.department else []
    basis = shown.words.legal_basis or poll.legal_basis or poll.legal_basis_url
    ground = [Line(basis, poll.legal_basis_url, language_of_words(basis))] if basis else []
    return filled(
        [
            (_("Voting"), [Line(term)] if (term := term_words(poll.window)) else []),
            (_("Who may answer"), [Line(text) for text in who_words(shown)]),
            (_("Secrecy"), [Line(_("Who voted and how is never kept together"))]),
            (
                _("Changing an answer"),
                [
                    Line(
                        _("Possible until the end, by the code of the receipt")
                        if poll.may_change
                        else _("Not possible")
                    )
                ],
            ),
            (
                _("Results"),
                [
                    Line(
                        _("Shown while the poll goes on")
                        if poll.results == ShowResults.LIVE
                        else _("Shown after the end")
                    )
                ],
            ),
            (_("Held by"), [Line(term.name, lang=foreign_language(term)) for term in department]),
            (_("Topic"), _terms(topics, f"{index}?topic=")),
            (_("District"), _terms(districts, f"{index}?district=") or [Line(_("Whole city"))]),
            (_("Legal basis"), ground),
        ]
    )


def who_words(shown: ShownPoll) -> list[str]:
    """«Усі від 14 років із підтвердженою особою», then whose residents."""
    people = {
        Access.EVERYBODY: _("Everybody; answers without a confirmed address are counted apart"),
        Access.EMAIL: _("Everybody with a confirmed e-mail address"),
        Access.VERIFIED: _("Everybody with a confirmed identity"),
    }[shown.access]
    return [people, *conditions_of(shown.original)]


def conditions_of(original: Poll) -> list[str]:
    """«Від 14 років», «Лише мешканці Дарницького району»; empty for a poll that has none."""
    lines = []
    if original.min_age:
        lines.append(
            ngettext(
                "From the age of %(count)d year",
                "From the age of %(count)d years",
                original.min_age,
            )
            % {"count": original.min_age}
        )
    if districts := residence_of(original):
        lines.append(_("Only residents of %(districts)s") % {"districts": districts})
    return lines


def residence_of(original: Poll) -> str:
    """«Дарницького району»: whose residents alone may answer; empty for everybody's poll."""
    return of_districts([term.name for term in localised_terms(original.voter_districts.all())])


def access_words(access: Access) -> str:
    """In a list: two or three words."""
    return {
        Access.EVERYBODY: _("Open to everybody"),
        Access.EMAIL: _("Confirmed address"),
        Access.VERIFIED: _("Confirmed identity"),
    }[access]


ACCESS_ICONS = {Access.EVERYBODY: "users", Access.EMAIL: "mail", Access.VERIFIED: "shield"}


def term_words(window: Window) -> str:
    """«27 травня 2019 р., 9:00 – 11 червня 2019 р., 18:00»; one end alone says so."""
    if window.opens is None:
        return ""
    opens = in_words(window.opens)
    if window.closes is None:
        return _("from %(day)s") % {"day": opens}
    closes = in_words(window.closes)
    return f"{opens} – {closes}"


def _terms(terms: Sequence[Term], filter_url: str) -> list[Line]:
    return [Line(term.name, f"{filter_url}{term.slug}", foreign_language(term)) for term in terms]
