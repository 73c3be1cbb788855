"""Facts of a forum and of a consultation, in words, for the panel and for paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from civic_pages.models.consultations import ConsultationPage
from civic_pages.models.forums import ForumPage
from civic_pages.selectors.relations import ShownTerm
from portal.core.facts import Fact, Line, filled, when_words
from portal.core.languages import foreign_language
from portal.core.moments import in_words
from portal.core.phones import dialled
from portal.places.maps import geo_uri, map_url

# A page's terms by the field they stand under.
Terms = Mapping[str, Sequence[ShownTerm]]


def forum_facts(forum: ForumPage, terms: Terms) -> list[Fact]:
    """When, where, how to get in; what a draft does not say yet is left out.

    `terms` are those of its district and organiser, as the reader sees them.
    """
    venue = forum.venue
    facts: list[tuple[str, list[Line]]] = [(_("When"), _lines(when_words(forum.window)))]
    if venue is not None:
        lang = foreign_language(venue)
        place = [Line(text, lang=lang) for text in (venue.name, venue.address) if text]
        if url := map_url(venue):
            place.append(Line(_("Show on the map"), url))
        if url := geo_uri(venue):
            place.append(Line(_("Open in the map application"), url))
        facts += [
            (_("Where"), place),
            (_("Accessibility"), _lines(venue.accessibility, lang=lang)),
            (_("Shelter"), _lines(venue.shelter, lang=lang)),
        ]
    if forum.online_url:
        facts.append(
            (
                pgettext("way of taking part", "Online"),
                [Line(_("Take part online"), forum.online_url)],
            )
        )
    facts.append((_("District"), [_term(term) for term in terms["district"]]))
    reach = _reach(forum.organiser) if forum.organiser is not None else []
    facts.append((_("Organiser"), [*(_term(term) for term in terms["organiser"]), *reach]))
    return filled(facts)


def consultation_facts(
    consultation: ConsultationPage, *, index_url: str, terms: Terms
) -> list[Fact]:
    """Who asks whom about what, on what ground, and when it is answered.

    `index_url` is the agenda, which can be narrowed by topic and district.
    """
    districts = [_term(term, f"{index_url}?district=") for term in terms["districts"]]
    facts: list[tuple[str, list[Line]]] = [
        (_("Held by"), [_term(term) for term in terms["department"]]),
        (_("Format"), [Line(consultation.get_format_display())]),
        (_("Participants"), [_term(term) for term in terms["audiences"]]),
        (_("Topic"), [_term(term, f"{index_url}?topic=") for term in terms["topics"]]),
        (_("District"), districts or [Line(_("Whole city"))]),
    ]
    if consultation.legal_basis or consultation.legal_basis_url:
        words = consultation.legal_basis or consultation.legal_basis_url
        facts.append((_("Legal basis"), [Line(words, consultation.legal_basis_url)]))
    if consultation.report_due_on and not consultation.reported_at:
        day = date_format(consultation.report_due_on, "DATE_FORMAT")
        facts.append((_("Report will be here"), [Line(_("by %(day)s") % {"day": day})]))
    return filled(facts)


def term_facts(consultation: ConsultationPage) -> list[Fact]:
    """From when, until when and with what result, for paper: there no figure counts the days."""
    facts = [
        (_("Proposals are taken"), _lines(when_words(consultation.window))),
        (
            _("Report published"),
            _lines(in_words(consultation.reported_at)) if consultation.reported_at else [],
        ),
    ]
    return filled(facts)


def contact_facts(consultation: ConsultationPage, terms: Terms) -> list[Fact]:
    """How to answer without the portal: real addresses of the responsible person and department."""
    department = consultation.department
    email = consultation.contact_email or (department.email if department else "")
    phone = consultation.contact_phone or (department.phone if department else "")
    facts: list[tuple[str, list[Line]]] = [
        (_("Responsible person"), _lines(consultation.contact_name)),
        (_("E-mail"), [Line(email, f"mailto:{email}")] if email else []),
        (_("By phone"), [Line(phone, f"tel:{dialled(phone)}")] if phone else []),
    ]
    if department is not None and department.address:
        # An address is written as the post delivers it: in Ukrainian.
        names = [term.name for term in terms["department"]]
        lang = foreign_language(department)
        facts.append((_("By post"), [*map(Line, names), Line(department.address, lang=lang)]))
    return filled(facts)


def _lines(text: str, lang: str = "") -> list[Line]:
    return [Line(text, lang=lang)] if text else []


def _term(term: ShownTerm, filter_url: str = "") -> Line:
    return Line(term.name, f"{filter_url}{term.slug}" if filter_url else "", term.lang)


def _reach(department: Any) -> list[Line]:
    lines = []
    if department.phone:
        lines.append(Line(department.phone, f"tel:{dialled(department.phone)}"))
    if department.email:
        lines.append(Line(department.email, f"mailto:{department.email}"))
    return lines
