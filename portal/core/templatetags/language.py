"""Tags about language; built in, so no `{% load %}` is needed."""

from datetime import date, datetime, time
from typing import Any

from django import template
from django.template.defaultfilters import stringfilter
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.models import Page

from portal.core import guards
from portal.core.languages import foreign_language, language_of_words
from portal.core.ukrainian import dates, names, typography

register = template.Library()


@register.simple_tag
def lang_mark(thing: Any) -> SafeString:
    """Attributes for a link to a page or for a term in another language than the page around it.

    `<a href="…"{% lang_mark page %}>`: ` lang="uk" hreflang="uk"`, or nothing. No query.
    """
    code = foreign_language(thing)
    return format_html(' lang="{0}" hreflang="{0}"', code) if code else SafeString("")


@register.simple_tag
def lang_of(thing: Any) -> SafeString:
    """The same for an element that is no link: ` lang="uk"`, or nothing."""
    code = foreign_language(thing)
    return format_html(' lang="{}"', code) if code else SafeString("")


@register.simple_tag
def lang_of_words(words: str) -> SafeString:
    """The same for words that are kept in one language only, like a picture's credit.

    `<span{% lang_of_words image.credit %}>`: ` lang="uk"` around Cyrillic letters on a page in
    another language, or nothing.
    """
    code = language_of_words(words)
    return format_html(' lang="{}"', code) if code else SafeString("")


@register.simple_tag
def live_translations(page: Page) -> list[Page]:
    """For the admin: the published translations of an original, that leave the site with it."""
    return list(guards.translations_of(page).live()) if guards.is_original(page) else []


@register.filter(is_safe=True)
@stringfilter
def typeset(text: str) -> str:
    """No-break spaces where a line must not end: `{{ page.title|typeset }}`.

    After one-letter words, inside dates and numbers, before a dash. Plain text and HTML.
    """
    return typography.typeset(text)


@register.filter(is_safe=True)
@stringfilter
def within_quotes(text: str) -> str:
    """A title inside quotation marks: `“{{ page.title|within_quotes }}”`."""
    return typography.within_quotes(text)


@register.filter(is_safe=True)
@stringfilter
def shortened(text: str, length: int) -> str:
    """A title where there is little room: `{{ page.title|shortened:40 }}`."""
    return typography.shortened(text, length)


@register.filter
@stringfilter
def initials(name: str) -> str:
    """`{{ person.name|initials }}`: «ІС» for «Ірина Савчук»."""
    return names.initials(name)


@register.filter
def vocative(name: str | None) -> str:
    """`{{ person.first_name|vocative }}`: «Ірино»; in English the name itself, nothing for what is none."""
    called = names.given_name(name or "")
    return names.vocative(called) if translation.get_language() == "uk" else called


@register.filter
def at_time(moment: datetime | time | None) -> str:
    """`{{ page.starts_at|at_time }}`: «о 16:00», «об 11:00»; in English "at 16:00"."""
    if moment is None:
        return ""
    local = _local(moment)
    if translation.get_language() == "uk":
        return dates.at_time(local)
    return f"at\u00a0{local.hour}:{local:%M}"


@register.simple_tag
def day_span(first: date | None, last: date | None = None, *, year: bool = True) -> str:
    """`{% day_span page.opens_at page.closes_at %}`: «6–8 червня 2019 р.», "6–8 June 2019".

    One day when `last` is missing; nothing when both are. Times are turned into the city's days.
    """
    days = [_local(day) for day in (first, last) if day is not None]
    if not days:
        return ""
    if translation.get_language() == "uk":
        return dates.day_span(days[0], days[-1], year=year)
    return _english_span(*sorted((_day(days[0]), _day(days[-1]))), year=year)


def _english_span(first: date, last: date, *, year: bool) -> str:
    end = date_format(last, "j F Y" if year or first.year != last.year else "j F")
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{date_format(first, 'j F' if first.year == last.year else 'j F Y')} – {end}"


def _local(moment: Any) -> Any:
    return (
        timezone.localtime(moment)
        if isinstance(moment, datetime) and timezone.is_aware(moment)
        else moment
    )


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
