"""Rubrics of the news."""

from django.utils.translation import gettext_lazy as _

from portal.places.models import Term


class Rubric(Term):
    class Meta(Term.Meta):
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
