"""Labels that Wagtail 8.0 makes from the names of fields, so that no catalogue can reach them."""

from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)

LINK_TEXT: dict[str, Any] = {"link_text": _("Link text")}
LABELS: dict[type[Form], dict[str, Any]] = {
    ExternalLinkChooserForm: LINK_TEXT,
    AnchorLinkChooserForm: LINK_TEXT,
    PhoneLinkChooserForm: LINK_TEXT | {"phone_number": _("Phone number")},
    EmailLinkChooserForm: LINK_TEXT
    | {
        "email_address": _("E-mail address"),
        "subject": _("Subject"),
        "body": _("Body of the letter"),
    },
}


def label_fields() -> None:
    for form, labels in LABELS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
