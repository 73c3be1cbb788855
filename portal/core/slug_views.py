"""Tells an editor when her page got another address than she saw in the form."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page


def tell_other_address(request: HttpRequest, page: Page) -> None:
    """Hook after a page was saved. Autosave says nothing: it would say it at every key."""
    asked = request.POST.get("slug", "").strip()
    if asked and asked != page.slug and request.accepts("text/html"):
        messages.info(
            request,
            _("The address “%(asked)s” is taken; this page has “%(given)s”.")
            % {"asked": asked, "given": page.slug},
        )
