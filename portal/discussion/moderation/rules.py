"""The rules of the community in a language."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from portal.core.languages import locale_id_for
from portal.core.originals import original_locale_id
from portal.discussion.models import Rule


def current_rules() -> QuerySet[Rule]:
    """Originals of the rules in force, which decisions and reports name."""
    return Rule.objects.filter(locale_id=original_locale_id(), is_current=True).order_by("number")


def shown_rules(rules: Iterable[Rule], language: str | None = None) -> list[Rule]:
    """The versions of these rules in a language (the active one); one without a version as it is.

    One query, none for Ukrainian.
    """
    originals = list(rules)
    locale_id = locale_id_for(language or get_language())
    if locale_id == original_locale_id() or not originals:
        return originals
    found = {
        rule.translation_key: rule
        for rule in Rule.objects.filter(
            locale_id=locale_id, translation_key__in=[rule.translation_key for rule in originals]
        )
    }
    return [found.get(rule.translation_key, rule) for rule in originals]


def shown_rule(rule: Rule | None, language: str | None = None) -> Rule | None:
    return shown_rules([rule], language)[0] if rule is not None else None


def rule_choices() -> list[tuple[Any, str]]:
    """For forms: key of the original, number and name in the active language."""
    originals = list(current_rules())
    return [
        (original.pk, str(shown))
        for original, shown in zip(originals, shown_rules(originals), strict=True)
    ]
