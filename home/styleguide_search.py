"""What the style guide shows of the search: suggestions, results in their states, and a page without any."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.safestring import mark_safe

from portal.core.listings import Applied, Facet, FacetLink
from portal.core.search_items import search_kinds, search_states
from search.asking import Asked
from search.page import Line
from search.promotions import Promoted
from search.results import Repair, Results, Suggestion
from search.values import HEADINGS, Value

_HERE = "#search-parts"
_LONG = "Електрогідроакумулювальне водопостачання Дніпропетровськгазобудмонтажспецналадки"


def sample_search(now: datetime) -> dict[str, Any]:
    """Everything that search/styleguide.html asks for."""
    asked = Asked(query="консультації екологія", language="uk")
    ecology = Value("1", "ekolohiia", "Екологія")
    return {
        "suggestions": [_parts(each) for each in sample_suggestions()],
        "repairs": [
            Repair("rjycekmnfws] trjkjus]", "консультації екології"),
            Repair("сегарети", "сигарети", also=("сигарета", "секрети")),
        ],
        "facets": sample_facets(),
        "applied": [Applied("topic", HEADINGS["topic"], ecology.label, _HERE)],
        "asked": [asked, asked.sorted_by("date")],
        "found": Results(query=asked.query, total=1_238),
        "promoted": [
            Promoted(
                "Як подати пропозицію до консультації",
                _HERE,
                "Що підготувати, скільки часу займе і коли чекати на відповідь.",
            )
        ],
        "lines": sample_lines(now),
        "nothing": Asked(query="підводний човен", language="uk"),
        "nothing_narrowed": Asked(
            query="підводний човен", language="uk", choices={"topic": (ecology,)}
        ),
    }


def sample_suggestions() -> list[Suggestion]:
    """Titles before words; the second one is shown as chosen."""
    return [
        Suggestion("Правила утримання зелених зон", "consultations", _HERE, 18, 22),
        Suggestion("Зелений Поділ: підсумки форуму", "forums", _HERE, 0, 4),
        Suggestion(_LONG, "news", _HERE),
        Suggestion("зелені зони", "", _HERE, 0, 4),
    ]


def _parts(found: Suggestion) -> dict[str, str]:
    """As js/components/search.js takes a suggestion apart."""
    kind = search_kinds.get(found.kind)
    return {
        "before": found.text[: found.start],
        "typed": found.text[found.start : found.end],
        "after": found.text[found.end :],
        "kind": str(kind.single) if kind else "",
    }


def sample_facets() -> list[Facet]:
    """Several values of one facet at once, one that leads to nothing, one that is chosen and empty."""

    def link(label: str, count: int, *, is_current: bool = False) -> FacetLink:
        return FacetLink(label, _HERE, count, is_current, nofollow=True)

    return [
        Facet(
            "type",
            HEADINGS["type"],
            [
                link("Новини", 1_204, is_current=True),
                link("Форуми", 3, is_current=True),
                link("Консультації", 17),
            ],
        ),
        Facet(
            "search-district",
            HEADINGS["district"],
            [link("Усе місто", 8), link("Голосіївський район", 5), link("Оболонський район", 0)],
        ),
        Facet("state", HEADINGS["state"], [link("Завершується", 0, is_current=True)]),
    ]


def sample_lines(now: datetime) -> list[Line]:
    """A hit of each kind and state."""

    def line(title: str, text: str, path: str, **more: Any) -> Line:
        return Line(1, _HERE, mark_safe(title), mark_safe(text), path, **more)  # noqa: S308

    consultations = "Консультації з громадськістю"
    return [
        line(
            "Правила утримання зелених зон загального користування",
            "Електронна <mark>консультація</mark> Управління <mark>екології</mark>. Як доглядати парки…",
            consultations,
            state=search_states.get("soon"),
            deadline=now + timedelta(days=2),
            districts="Усе місто",
        ),
        line(
            "Порядок видалення аварійних дерев: звіт",
            "…за результатами <mark>консультації</mark> враховано 34 пропозиції з 52…",
            f"{consultations} → Звіти",
            state=search_states.get("answered"),
            moment=now - timedelta(days=50),
            districts="Голосіївський район, Подільський район",
        ),
        line(
            "До правил утримання зелених зон надійшло 148 пропозицій",
            "<mark>Консультацію</mark> з питань <mark>екології</mark> буде завершено 6 червня…",
            "Новини",
            moment=now,
        ),
        line(
            "Пояснювальна записка до проєкту Правил",
            "…проєкт винесено на <mark>консультації</mark>…",
            "Документи → PDF, 210 кБ",
        ),
        line(
            "City forum 2019",
            "A page without a translation: <mark>consultation</mark> of people.",
            "Forums",
            lang="en",
            state=search_states.get("planned"),
        ),
        line(_LONG, "", _LONG),
    ]
