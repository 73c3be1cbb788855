"""The style guide at /styleguide/ while developing: every component, from its own template, in its states.

What is shown is sample content, in Ukrainian as the site is.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from wagtail.blocks import StreamValue

from civic_pages.blocks import ArticleBody
from civic_pages.enums import Chip, ConsultationState, ForumState
from civic_pages.selectors.news import FeedEntry
from home.models import EmergencyBanner
from home.styleguide_search import sample_search
from home.styleguide_talk import sample_comment_form, sample_threads
from portal.core.blocks import samples
from portal.core.listings import Applied, Facet, FacetLink
from portal.core.listings.pagination import PageLink, Pagination
from portal.core.models import PortalImage
from portal.core.months import DayLink, Month, month_table

SWATCHES = [
    "page",
    "surface",
    "sand",
    "sand-strong",
    "deep",
    "ink",
    "ink-muted",
    "line",
    "line-strong",
    "accent",
    "accent-strong",
    "accent-tint",
    "warm",
    "warm-tint",
    "wheat",
    "mark",
    "danger",
    "danger-tint",
    "info",
    "info-tint",
    "focus",
]
TITLES = {
    "xxl": "Київ вирішує разом",
    "xl": "Консультації з громадськістю",
    "l": "Від району до міста",
    "m": "Навіщо місту власна мережа",
    "s": "Правила утримання зелених зон",
}
LONG = "Дніпропетровськогазобудмонтажспецналадка: електрогідроакумулювальне водопостачання"


class SampleForm(forms.Form):
    """A field of each kind; two of them are wrong."""

    name = forms.CharField(
        label="Поле з підказкою", help_text="Підказка пояснює, навіщо це потрібно."
    )
    email = forms.EmailField(label="Поле з помилкою")
    fixed = forms.CharField(
        label="Вимкнене поле", disabled=True, initial="Незмінне", required=False
    )
    district = forms.ChoiceField(
        label="Вибір", choices=[("d", "Дарницький район"), ("p", "Подільський район")]
    )
    text = forms.CharField(
        label="Кілька рядків", widget=forms.Textarea({"rows": 3}), required=False
    )
    when = forms.ChoiceField(
        label="Один варіант",
        choices=[("d", "У будній день, 10:00–14:00"), ("e", "У будній день після 18:00")],
        widget=forms.RadioSelect,
    )
    need = forms.MultipleChoiceField(
        label="Кілька варіантів",
        choices=[("s", "Жестова мова"), ("c", "Дитячий куточок")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label="Погоджуюся з правилами участі")


def styleguide(request: HttpRequest) -> HttpResponse:
    now = timezone.localtime()
    pictures = list(PortalImage.objects.order_by("pk")[:3])
    return render(
        request,
        "styleguide.html",
        {
            "swatches": SWATCHES,
            "titles": TITLES.items(),
            "themes": ("light", "dark", "contrast"),
            "chips": sample_chips(),
            "cards": sample_cards(now, pictures),
            "days": sample_days(now, pictures),
            "events": sample_events(now),
            "rows": sample_rows(),
            "facets": sample_facets(),
            "applied": [
                Applied("rubric", "Рубрика", "Екологія", "#lists"),
                Applied("year", "Рік", "2019", "#lists"),
            ],
            "pagination": sample_pagination(),
            "month": sample_month(now.date()),
            "facts": [
                {"label": "Що", "lines": [{"text": "VII Форум організаційного розвитку"}]},
                {
                    "label": "Де",
                    "lines": [{"text": "готель «Турист», вул. Раїси Окіпної, 2", "url": "#lists"}],
                },
            ],
            "body": sample_body(pictures),
            "form": SampleForm({"name": "Олена", "email": "olena@", "district": "d", "when": "d"}),
            "empty_form": SampleForm(),
            "banner": sample_banner(now),
            "search": sample_search(now),
            "talk": {"threads": sample_threads(now)},
            "comment_form": sample_comment_form(),
            "long": LONG,
        },
    )


def sample_chips() -> list[Chip]:
    """Each look of a state once, with the words it has in the product."""
    chips = [state.chip for state in (*ConsultationState, *ForumState)]
    return list({(chip.kind, chip.icon): chip for chip in chips}.values())


def sample_cards(now: datetime, pictures: list[PortalImage]) -> list[dict[str, Any]]:
    picture = pictures[0] if pictures else None
    return [
        {
            "title": "Біла Церква запускає «Спільно»",
            "text": "Міський голова підписав меморандум.",
            "at": now,
            "image": picture,
        },
        {"title": "Правила участі", "text": "", "at": None, "image": None, "kicker": "Про портал"},
        {
            "title": "City forum 2019",
            "text": "A page without a translation.",
            "at": now,
            "image": None,
            "lang": "en",
        },
    ]


def sample_days(now: datetime, pictures: list[PortalImage]) -> list[dict[str, Any]]:
    def entry(pk: int, title: str, hours: int, **parts: Any) -> FeedEntry:
        usual = {
            "url": "#lists",
            "lead": "",
            "note": "",
            "is_urgent": False,
            "image": None,
            "lang": "",
        }
        at = timezone.localtime(now) - timedelta(hours=hours)
        return FeedEntry(pk=pk, title=title, at=at, **{**usual, **parts})

    picture = pictures[0] if pictures else None
    return [
        {
            "day": now.date(),
            "url": "",
            "entries": [
                entry(1, "На лівому березі вимкнули воду", 1, is_urgent=True, note="Увесь район"),
                entry(
                    2,
                    "До правил утримання зелених зон надійшло 148 пропозицій",
                    2,
                    note="Консультації",
                ),
            ],
        },
        {
            "day": now.date() - timedelta(days=1),
            "url": "",
            "entries": [
                entry(
                    3,
                    "Сім висновків Дарницького форуму",
                    26,
                    lead="Від безбар’єрних переходів до центру громади.",
                    image=picture,
                ),
                entry(4, "An item in English only", 28, lang="en"),
            ],
        },
    ]


def sample_events(now: datetime) -> list[dict[str, Any]]:
    planned, cancelled = ForumState.PLANNED.chip, ForumState.CANCELLED.chip
    return [
        {
            "title": "Святошинський районний форум громадськості",
            "starts_at": now + timedelta(days=3),
            "weekday": "четвер",
            "place": "Готель «Road», вул. Велика Кільцева, 70",
            "chip": planned,
        },
        {
            "title": "Білоцерківський загальноміський форум",
            "starts_at": now + timedelta(days=400),
            "weekday": "понеділок",
            "with_year": True,
            "is_online": True,
            "chip": planned,
        },
        {"title": "Форум без дати", "starts_at": None, "weekday": "", "chip": cancelled},
    ]


def sample_rows() -> list[dict[str, Any]]:
    department = "Департамент житлово-комунальної інфраструктури"
    return [
        {
            "title": "Правила утримання зелених зон",
            "figure": "12",
            "figure_words": "днів лишилося",
            "department": department,
            "chip": ConsultationState.OPEN.chip,
        },
        {
            "title": "Схема руху на Подолі",
            "figure": "1",
            "figure_words": "день лишився",
            "figure_kind": "soon",
            "department": department,
            "districts": "Подільський район",
            "chip": ConsultationState.SOON.chip,
        },
        {
            "title": "План заходів із безбар’єрності",
            "figure": "0",
            "figure_words": "днів",
            "figure_kind": "off",
            "department": "",
            "chip": ConsultationState.ANSWERED.chip,
        },
    ]


def sample_facets() -> list[Facet]:
    def link(label: str, count: int, *, is_current: bool = False) -> FacetLink:
        return FacetLink(label, "#lists", count, is_current, nofollow=False)

    return [
        Facet(
            "rubric",
            "Рубрика",
            [link("Екологія", 14, is_current=True), link("Транспорт", 3)],
            link("Усі", 20),
        ),
        Facet("district", "Район", [link("Дарницький район", 7), link("Голосіївський район", 0)]),
    ]


def sample_pagination() -> Pagination:
    numbers = (1, 0, 4, 5, 6, 0, 40)
    links = [PageLink(number, "#lists" if number else "", number == 5) for number in numbers]  # noqa: PLR2004
    return Pagination(5, 40, links, "#lists", "#lists")


def sample_month(today: date) -> Any:
    days = {today.replace(day=day): DayLink("#lists", "2 форуми") for day in (3, 12, 28)}
    return month_table(
        Month.of(today),
        today=today,
        days=days,
        previous=DayLink("#lists", "Попередній"),
        following=DayLink("#lists", "Наступний"),
    )


def sample_body(pictures: list[PortalImage]) -> StreamValue:
    """One block of each kind, and the empty ones an editor may leave behind."""
    blocks: list[tuple[str, Any]] = [
        ("heading", samples.HEADING),
        ("text", samples.PROSE),
        ("quote", samples.QUOTE),
        *(("callout", {**samples.CALLOUT, "kind": kind}) for kind in ("fact", "warning", "info")),
        ("table", samples.TABLE),
        ("accordion", samples.ACCORDION),
        ("timeline", samples.TIMELINE),
        ("video", samples.VIDEO),
        (
            "video",
            {
                **samples.VIDEO,
                "url": "https://video.example.org/5",
                "captions": "no",
                "transcript": "",
            },
        ),
        ("button", samples.BUTTON),
        ("button", {**samples.BUTTON, "title": "Маєте ідею для міста?"}),
        ("files", samples.files_sample()),
        ("contact", samples.CONTACT),
        ("page_cards", samples.page_cards_sample()),
        ("news_list", {"title": "Що нового", "count": 3}),
        ("callout", {}),
        ("image", {}),
    ]
    for picture in pictures:
        picture.contextual_alt_text = "Зображення з бібліотеки"
    if pictures:
        blocks.insert(2, ("image", {"image": pictures[0], "caption": "Підпис під зображенням"}))
        items = [
            {"image": picture, "caption": "Підпис" if picture is pictures[0] else ""}
            for picture in pictures
        ]
        blocks.insert(6, ("gallery", {"title": "Фоторепортаж", "items": items}))
    return ArticleBody().to_python(blocks)


def sample_banner(now: datetime) -> EmergencyBanner:
    return EmergencyBanner(
        title_uk="На лівому березі вимкнули воду",
        text_uk="Воду підвозять до шкіл. Кип’ятіть її п’ять хвилин.",
        source_uk="Київводоканал",
        link_url="tel:1551",
        link_text_uk="Зателефонувати 1551",
        updated_at=now,
    )
