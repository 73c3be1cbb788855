"""Forms of the city's lists."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.core.forms import OriginalsFormMixin


class TermForm(OriginalsFormMixin, WagtailAdminModelForm):
    """An entry of a list; in a translation only what is translated."""

    def clean_slug(self) -> str:
        """The database's rule in words: Django leaves it out, for the form has no `locale`."""
        slug: str = self.cleaned_data["slug"]
        others = type(self.instance).objects.originals().exclude(pk=self.instance.pk)
        if slug and others.filter(slug=slug).exists():
            raise ValidationError(_("Another entry of this list has this address key."))
        return slug
