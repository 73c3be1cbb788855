"""Facts of a forum and of a consultation, in words, for the panel and for paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from civic_pages.models.consultations import ConsultationPage
from civic_pages.models.forums import ForumPage
from civic_pages.selectors.relations import ShownTerm
from portal.core.languages import foreign_language
from portal.core.months import weekday_words
from portal.core.phones import dialled
from portal.core.windows import Window, city_day
from portal.places.maps import geo_uri, map_url

# A page's terms by the field they stand under.
Terms = Mapping[str, Sequence[ShownTerm]]
_MOST_DISTRICTS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a fact: words, where they lead, and their language when it is another one."""

    text: str
    url: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    lines: tuple[Line, ...]


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
    return _filled(facts)


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
    return _filled(facts)


def term_facts(consultation: ConsultationPage) -> list[Fact]:
    """From when, until when and with what result, for paper: there no figure counts the days."""
    facts = [
        (_("Proposals are taken"), _lines(when_words(consultation.window))),
        (
            _("Report published"),
            _lines(_moment_words(consultation.reported_at)) if consultation.reported_at else [],
        ),
    ]
    return _filled(facts)


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
    return _filled(facts)


def when_words(window: Window) -> str:
    """«четвер, 6 червня 2019 р., 10:00–16:30»; both days in full where there are two; empty without."""
    if window.opens is None:
        return ""
    opens = timezone.localtime(window.opens)
    if _ends_that_day(window):
        return f"{weekday_words(opens)}, {date_format(opens, 'DATE_FORMAT')}, {time_words(window)}"
    closes = timezone.localtime(window.closes)
    return f"{date_format(opens, 'DATETIME_FORMAT')} – {date_format(closes, 'DATETIME_FORMAT')}"


def time_words(window: Window) -> str:
    """«10:00–16:30»; with the day of the end where it is another: «10:00 – 7 червня 2019 р., 12:00»."""
    if window.opens is None:
        return ""
    begins = date_format(timezone.localtime(window.opens), "TIME_FORMAT")
    if window.closes is None or window.closes <= window.opens:
        return begins
    closes = timezone.localtime(window.closes)
    if _ends_that_day(window):
        return f"{begins}–{date_format(closes, 'TIME_FORMAT')}"
    return f"{begins} – {date_format(closes, 'DATETIME_FORMAT')}"


def _ends_that_day(window: Window) -> bool:
    return (
        window.opens is None
        or window.closes is None
        or window.closes <= window.opens
        or city_day(window.opens) == city_day(window.closes)
    )


def _moment_words(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


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


def _filled(facts: Iterable[tuple[str, list[Line]]]) -> list[Fact]:
    return [Fact(label, tuple(lines)) for label, lines in facts if lines]


def district_words(names: Sequence[str]) -> str:
    """«Дарницький район», «Дарницький, Оболонський райони», «5 районів»."""
    if not names:
        return ""
    if len(names) > _MOST_DISTRICTS:
        return ngettext("%(count)d district", "%(count)d districts", len(names)) % {
            "count": len(names)
        }
    return ngettext("%(names)s district", "%(names)s districts", len(names)) % {
        "names": ", ".join(names)
    }
