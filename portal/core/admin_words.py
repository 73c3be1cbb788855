"""Words of Wagtail 8.0 that no catalogue can reach.

Labels made from the names of models and fields; and words read from the catalogue once, when the process starts,
so that they stay in the portal's first language for those who chose another.
"""

from typing import Any

from django.forms import Form
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import capfirst, format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)
from wagtail.admin.views.account import NameEmailSettingsPanel, email_management_enabled
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import AdminPageChooser
from wagtail.forms import TaskStateCommentForm
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

# For strings of Wagtail's own catalogue, which are not gathered into ours.
of_wagtail = translation.gettext_lazy

LINK_TEXT: dict[str, Any] = {"link_text": _("Link text")}
LABELS: dict[type[Form], dict[str, Any]] = {
    ExternalLinkChooserForm: LINK_TEXT,
    AnchorLinkChooserForm: LINK_TEXT,
    PhoneLinkChooserForm: LINK_TEXT | {"phone_number": _("Phone number")},
    EmailLinkChooserForm: LINK_TEXT
    | {
        "email_address": _("E-mail address"),
        "subject": _("Subject"),
        "body": _("Body of the e-mail"),
    },
}
_AT_START = SnippetViewSet.breadcrumbs_items.fget
_MAKE_CHOOSER = AdminPageChooser.__init__
_MAKE_SNIPPET_CHOOSER = AdminSnippetChooser.__init__
_OVER_NAMES = NameEmailSettingsPanel.title.func
_OF_SNIPPETS: dict[str, Any] = {
    "choose_one_text": of_wagtail("Choose %(object)s"),
    "choose_another_text": of_wagtail("Choose another %(object)s"),
    "link_to_chosen_text": of_wagtail("Edit this %(object)s"),
}
_said = lazy(lambda words, name: str(words) % {"object": name}, str)


def _breadcrumbs(view_set: SnippetViewSet) -> list[dict[str, Any]]:
    """The path to a list of snippets, which Wagtail makes once for all languages."""
    first, *others = _AT_START(view_set)
    return [
        first | {"label": of_wagtail("Home")},
        *(item | {"label": of_wagtail("Snippets")} for item in others),
    ]


def _make_chooser(widget: AdminPageChooser, *args: Any, **kwargs: Any) -> None:
    """A chooser of pages of one type: Wagtail joins its words, and so fixes them, where a block is first drawn."""
    _MAKE_CHOOSER(widget, *args, **kwargs)
    if isinstance(widget.choose_one_text, str):
        words = kwargs.get("choose_one_text", type(widget).choose_one_text)
        name = capfirst(widget.model._meta.verbose_name)
        widget.choose_one_text = format_lazy("{} ({})", words, name)


def _make_snippet_chooser(widget: AdminSnippetChooser, *args: Any, **kwargs: Any) -> None:
    """The same of snippets."""
    _MAKE_SNIPPET_CHOOSER(widget, *args, **kwargs)
    for name, words in _OF_SNIPPETS.items():
        if name not in kwargs:
            setattr(widget, name, _said(words, widget.model._meta.verbose_name))


def _how_translated(row: Any) -> str | None:
    """Of a string of a translation: wagtail-localize writes the month in English in every language.

    None of a row that says neither a tool nor a hand: those were made by code.
    """
    by_kind = {
        row.TRANSLATION_TYPE_MANUAL: of_wagtail("Translated manually on {date}"),
        row.TRANSLATION_TYPE_MACHINE: of_wagtail("Machine translated on {date}"),
    }
    with_tool = of_wagtail("Translated with {tool_name} on {date}")
    words = with_tool if row.tool_name else by_kind.get(row.translation_type)
    if words is None:
        return None
    return str(words).format(tool_name=row.tool_name, date=date_format(localtime(row.updated_at)))


def _over_names(panel: NameEmailSettingsPanel) -> Any:
    """What stands above the first and the last name: of a person, not of a thing, «Ім’я»."""
    return _OVER_NAMES(panel) if email_management_enabled() else _("First name")


def label_fields() -> None:
    """Before addresses are read: views of choosers are made with them."""
    AdminPageChooser.__init__ = _make_chooser
    AdminSnippetChooser.__init__ = _make_snippet_chooser
    NameEmailSettingsPanel.title = property(_over_names)
    ChooserViewSet.search_tab_label = of_wagtail("Search")
    TaskStateCommentForm.base_fields["comment"].label = of_wagtail("Comment")
    SnippetViewSet.breadcrumbs_items = property(_breadcrumbs)
    # Known when models are.
    from wagtail.admin.forms.workflows import WorkflowPageForm
    from wagtail.contrib.redirects.filters import RedirectsReportFilterSet
    from wagtail.contrib.search_promotions.forms import SearchPromotionsFormSetBase as Promotions
    from wagtail.models import Locale, Site
    from wagtail.sites.views import IndexView as ListOfSites
    from wagtail_localize.models import StringTranslation
    from wagtail_localize.views.report import TranslationsReportFilterSet as Translations

    StringTranslation.get_comment = _how_translated
    kinds = RedirectsReportFilterSet.base_filters["is_permanent"]
    kinds.extra |= {
        "choices": ((True, of_wagtail("Permanent")), (False, of_wagtail("Temporary"))),
        "empty_label": of_wagtail("All"),
    }
    kinds.label = of_wagtail("Type")
    # Models that Wagtail gave no names: their classes' and fields' own show through.
    Locale._meta.verbose_name = _("language")
    Locale._meta.verbose_name_plural = _("languages")
    text = Promotions.form.base_fields["external_link_text"]
    text.label = capfirst(_("external link text"))
    WorkflowPageForm.base_fields["page"].label = of_wagtail("Page")
    for column in ListOfSites.columns:
        if column.name in {"port", "site_name", "root_page"}:
            column.label = capfirst(Site._meta.get_field(column.name).verbose_name)
    Translations.base_filters["source_locale"].label = _("Translated from")
    Translations.base_filters["target_locale"].label = _("Translated into")
    for form, labels in LABELS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
