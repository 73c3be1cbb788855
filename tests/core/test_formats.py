from datetime import UTC, date, datetime, time

import polib
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.formats import date_format, localize, number_format
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from portal.core.catalogues.files import PLURAL_FORMS

# gettext itself warns of fractions, for which Ukrainian has its fourth form.
pytestmark = pytest.mark.filterwarnings("ignore:Plural value must be an integer")

KYIV = datetime(2019, 6, 6, 11, 30, tzinfo=UTC)  # 14:30 in the city


def rendered(source, language="uk", **context):
    with translation.override(language):
        return Template(source).render(Context(context)).replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("language", "name", "words"),
    [
        ("uk", "DATE_FORMAT", "6 червня 2019 р."),
        ("uk", "DATETIME_FORMAT", "6 червня 2019 р., 14:30"),
        ("uk", "TIME_FORMAT", "14:30"),
        ("uk", "MONTH_DAY_FORMAT", "6 червня"),
        ("uk", "YEAR_MONTH_FORMAT", "червень 2019"),
        ("uk", "SHORT_DATE_FORMAT", "06.06.2019"),
        ("uk", "SHORT_DATETIME_FORMAT", "06.06.2019 14:30"),
        ("uk", "l, j E", "четвер, 6 червня"),
        ("uk", "D", "чт"),
        ("en", "DATE_FORMAT", "6 June 2019"),
        ("en", "DATETIME_FORMAT", "6 June 2019, 14:30"),
        ("en", "MONTH_DAY_FORMAT", "6 June"),
        ("en", "YEAR_MONTH_FORMAT", "June 2019"),
        ("en", "SHORT_DATE_FORMAT", "06/06/2019"),
        ("en", "l, j F", "Thursday, 6 June"),
    ],
)
def test_dates_through_the_template_filter(language, name, words):
    assert rendered(f'{{{{ moment|date:"{name}" }}}}', language, moment=KYIV) == words


def test_every_month_in_both_cases():
    with translation.override("uk"):
        genitive = [date_format(date(2019, month, 1), "E") for month in range(1, 13)]
        nominative = [date_format(date(2019, month, 1), "F") for month in range(1, 13)]
    assert genitive[1] == "лютого"
    assert nominative[10] == "листопад"
    assert all(word.islower() for word in genitive + nominative)


def test_weekdays_are_lower_case_with_the_right_apostrophe():
    with translation.override("uk"):
        week = [date_format(date(2019, 6, day), "l") for day in range(3, 10)]
    assert week == ["понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя"]


def test_numbers():
    with translation.override("uk"):
        assert number_format("1234567.89", force_grouping=True) == "1\u00a0234\u00a0567,89"
        assert localize(1.5) == "1,5"
    with translation.override("en"):
        assert number_format("1234567.89", force_grouping=True) == "1,234,567.89"


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("typed", ["06.06.2019", "2019-06-06"])
def test_date_inputs_read_what_people_and_pickers_write(language, typed):
    with translation.override(language):
        assert forms.DateField().clean(typed) == date(2019, 6, 6)


@pytest.mark.parametrize("typed", ["06.06.2019 14:30", "06.06.2019, 14:30", "2019-06-06 14:30"])
def test_moments_are_read_in_the_citys_time(typed):
    assert forms.DateTimeField().clean(typed) == KYIV


@pytest.mark.parametrize("typed", ["31.02.2019", "червень", "06.06.19 25:00", "13/13/2019"])
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValidationError):
        forms.DateField().clean(typed)
    with pytest.raises(ValidationError):
        forms.DateTimeField().clean(typed)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_admins_pickers_write_what_the_form_reads(language):
    with translation.override(language):
        shown = AdminDateInput().format_value(date(2019, 6, 6))
        assert shown == "06.06.2019"
        assert forms.DateField().clean(shown) == date(2019, 6, 6)
        moment = AdminDateTimeInput().format_value(timezone.localtime(KYIV))
        assert forms.DateTimeField().clean(moment) == KYIV


@pytest.mark.parametrize(
    ("language", "source", "words"),
    [
        ("uk", "{{ moment|at_time }}", "о_14:30"),
        ("en", "{{ moment|at_time }}", "at_14:30"),
        ("uk", "{{ eleven|at_time }}", "об_11:00"),
        ("uk", "{{ nothing|at_time }}", ""),
        ("uk", "{% day_span moment %}", "6_червня 2019_р."),
        ("uk", "{% day_span moment later %}", "6–8_червня 2019_р."),
        ("en", "{% day_span moment later %}", "6–8 June 2019"),
        ("en", "{% day_span later moment %}", "6–8 June 2019"),
        ("en", "{% day_span moment next_year year=False %}", "6 June 2019 – 2 January 2020"),
        ("en", "{% day_span moment moment year=False %}", "6 June"),
        ("uk", "{% day_span nothing later %}", "8_червня 2019_р."),
        ("uk", "{% day_span nothing nothing %}", ""),
        ("uk", "{{ name|initials }}", "ІС"),
        ("uk", "{{ title|typeset }}", "&lt;б&gt; і_в_парку"),
        ("uk", "{{ html|typeset }}", "<b>і_в_парку</b>"),
    ],
)
def test_template_helpers(language, source, words):
    from django.utils.safestring import SafeString

    context = {
        "moment": KYIV,
        "eleven": time(11, 0),
        "later": datetime(2019, 6, 7, 22, 0, tzinfo=UTC),  # the 8th in the city
        "next_year": date(2020, 1, 2),
        "nothing": None,
        "name": "Ірина Савчук",
        "title": "<б> і в парку",
        "html": SafeString("<b>і в парку</b>"),
    }
    assert rendered(source, language, **context) == words


ONE, FEW, MANY, OTHER = (
    "%(count)s голос",
    "%(count)s голоси",
    "%(count)s голосів",
    "%(count)s голосу",
)
FORMS = [
    (0, MANY), (1, ONE), (2, FEW), (5, MANY), (11, MANY), (12, MANY), (14, MANY), (21, ONE),
    (22, FEW), (25, MANY), (101, ONE), (111, MANY), (112, MANY), (1.5, OTHER),
]  # fmt: skip


@pytest.fixture
def votes(tmp_path, settings):
    """A message with its four forms, in a catalogue with the header of our own."""
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": PLURAL_FORMS["uk"],
    }
    catalogue.append(
        polib.POEntry(
            msgid="%(count)s test vote",
            msgid_plural="%(count)s test votes",
            msgstr_plural=dict(enumerate((ONE, FEW, MANY, OTHER))),
        )
    )
    folder = tmp_path / "uk" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue.save_as_mofile(str(folder / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path, *settings.LOCALE_PATHS]
    translation.activate("uk")
    return "%(count)s test vote"


@pytest.mark.parametrize(("count", "form"), FORMS)
def test_four_plural_forms_in_python(votes, count, form):
    assert ngettext(votes, "%(count)s test votes", count) == form


@pytest.mark.parametrize(("count", "form"), FORMS)
def test_four_plural_forms_in_a_template(votes, count, form):
    source = (
        "{% load i18n %}{% blocktranslate count count=count %}{{ count }} test vote"
        "{% plural %}{{ count }} test votes{% endblocktranslate %}"
    )
    assert rendered(source, count=count) == form % {"count": localize(count)}


@pytest.mark.parametrize(("count", "words"), [(0, "0 items"), (1, "1 item"), (1.5, "1.5 items")])
def test_two_plural_forms_in_english(count, words):
    source = "{% load i18n %}{% blocktranslate count count=count %}{{ count }} item{% plural %}{{ count }} items{% endblocktranslate %}"
    assert rendered(source, "en", count=count) == words
