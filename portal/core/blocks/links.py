"""What leads elsewhere: button, files, contact person, cards of pages."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import (
    EmailBlock,
    ListBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    URLBlock,
)

from portal.core.blocks import samples
from portal.core.blocks.cards import PageCard, card_of
from portal.core.blocks.choosing import DocumentChoiceBlock, PageChoiceBlock
from portal.core.blocks.groups import GROUP_LINKS, GROUP_LISTS
from portal.core.blocks.media import web_address
from portal.core.blocks.shown import shown
from portal.core.blocks.words import LineBlock, LinesBlock, SameLineBlock

# Bytes in a kilobyte as people and phones count them, not 1024.
KILO = 1000


class ButtonValue(StructValue):
    @property
    def url(self) -> str:
        """Where the button leads; empty when its page is gone, unpublished or restricted."""
        if page := self.get("page"):
            version = shown(page)
            return version.get_url() or "" if version else ""
        if document := self.get("document"):
            return str(document.url)
        return self.get("address") or ""

    @property
    def is_external(self) -> bool:
        return bool(self.get("address")) and self.url == self.get("address")

    @property
    def is_shown(self) -> bool:
        return bool(self.get("label") and self.url)


class ButtonBlock(StructBlock):
    label = LineBlock(label=_("Words on the button"), max_length=60)
    page = PageChoiceBlock(label=_("Page"), required=False)
    address = URLBlock(label=_("or address"), required=False, validators=[web_address])
    document = DocumentChoiceBlock(label=_("or document"), required=False)
    note = LineBlock(
        label=_("What happens next"),
        required=False,
        max_length=200,
        help_text=_("Stands beside the button, for example: It takes two minutes."),
    )
    title = LineBlock(
        label=_("Title of the panel"),
        required=False,
        max_length=120,
        help_text=_("With a title the button stands in a panel across the column. Once a page."),
    )

    def clean(self, value: StructValue) -> StructValue:
        cleaned = super().clean(value)
        targets = [name for name in ("page", "address", "document") if cleaned.get(name)]
        if len(targets) > 1:
            error = ValidationError(_now("Choose only one: a page, an address or a document."))
            raise StructBlockValidationError(block_errors=dict.fromkeys(targets[1:], error))
        if not targets and not self.is_deferred_validation:
            error = ValidationError(_now("Say where the button leads."))
            raise StructBlockValidationError(block_errors={"page": error})
        return cleaned

    class Meta:
        icon = "link"
        label = _("Button")
        description = _("The one thing to do on this page. One button a page is best.")
        group = GROUP_LINKS
        template = "streamfield/button.html"
        value_class = ButtonValue
        label_format = "{label}"
        preview_value: Any = samples.BUTTON


class FileValue(StructValue):
    @property
    def name(self) -> str:
        document = self.get("document")
        return str(self.get("title") or (document and document.title) or "")

    @property
    def url(self) -> str:
        document = self.get("document")
        return str(document.url) if document else ""

    @property
    def meta(self) -> str:
        """Type and size in words: «PDF · 2,4 МБ»; the size only when it is known without the file."""
        document = self.get("document")
        if not document:
            return ""
        parts = [document.file_extension.upper(), size_in_words(document.file_size)]
        return " · ".join(part for part in parts if part)

    @property
    def as_list(self) -> list["FileValue"]:
        return [self]


def size_in_words(size: int | None) -> str:
    """A file's size as people say it, from bytes: «180 кБ», «2,4 МБ»; empty when unknown."""
    if not size:
        return ""
    kilobytes = max(1, round(size / KILO))
    if kilobytes < KILO:
        words = _now("%(size)s kB") % {"size": kilobytes}
    else:
        megabytes = round(size / KILO / KILO, 1)
        number = number_format(megabytes, 0 if megabytes == int(megabytes) else 1)
        words = _now("%(size)s MB") % {"size": number}
    return words.replace(" ", "\xa0")


class FileBlock(StructBlock):
    document = DocumentChoiceBlock(label=_("Document"))
    title = LineBlock(
        label=_("Title"),
        required=False,
        max_length=200,
        help_text=_("Leave empty to show the title of the document."),
    )

    class Meta:
        icon = "doc-full"
        label = _("File")
        description = _("A document to download, with its type and size.")
        group = GROUP_LINKS
        template = "streamfield/file.html"
        value_class = FileValue
        label_format = "{title}"
        preview_value: Any = staticmethod(samples.file_sample)


class FilesValue(StructValue):
    @cached_property
    def files(self) -> list[FileValue]:
        """Files whose document is still in the library."""
        return [item for item in self.get("items") or [] if item.get("document")]


class FilesBlock(StructBlock):
    title = LineBlock(label=_("Title"), required=False, max_length=120)
    items = ListBlock(FileBlock(), label=_("Files"), min_num=1)

    class Meta:
        icon = "doc-full"
        label = _("Files")
        description = _("Documents to download, each with its type and size.")
        group = GROUP_LINKS
        template = "streamfield/files.html"
        value_class = FilesValue
        label_format = "{title}"
        preview_value: Any = staticmethod(samples.files_sample)


class ContactValue(StructValue):
    @property
    def tel(self) -> str:
        """The number as a telephone dials it: digits, with a plus in front if there was one."""
        phone = (self.get("phone") or "").strip()
        number = re.split(r"[,;]|\bдод|\bext", phone, maxsplit=1)[0]
        digits = re.sub(r"\D", "", number)
        return f"+{digits}" if phone.startswith("+") and digits else digits

    @property
    def is_empty(self) -> bool:
        return not any(self.get(name) for name in ("name", "phone", "email"))


class ContactBlock(StructBlock):
    name = LineBlock(label=pgettext_lazy("person", "Name"), max_length=150)
    position = LineBlock(label=_("Position"), required=False, max_length=200)
    phone = SameLineBlock(label=_("Phone"), required=False, max_length=40)
    email = EmailBlock(label=_("E-mail"), required=False)
    note = LinesBlock(
        label=_("When to reach them"),
        required=False,
        rows=2,
        max_length=200,
        help_text=_("Hours, room, what to ask about."),
    )

    def clean(self, value: StructValue) -> StructValue:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and not (cleaned.get("phone") or cleaned.get("email")):
            error = ValidationError(_now("Give a phone or an e-mail address."))
            raise StructBlockValidationError(block_errors={"phone": error})
        return cleaned

    class Meta:
        icon = "user"
        label = _("Contact person")
        description = _("Whom to ask: name, position, phone, e-mail.")
        group = GROUP_LINKS
        template = "streamfield/contact.html"
        value_class = ContactValue
        label_format = "{name}"
        preview_value: Any = samples.CONTACT


class CardChooserBlock(PageChoiceBlock):
    """A page to be shown as a card: its own type is fetched with the body."""

    class Meta:
        as_card = True


class PageCardsValue(StructValue):
    @property
    def cards(self) -> list[PageCard]:
        """Cards of the pages a reader may see, each once, in the editor's order."""
        versions = (shown(page, specific=True) for page in self.get("pages") or [])
        found = {version.pk: version for version in versions if version is not None}
        return [card_of(version) for version in found.values()]


class PageCardsBlock(StructBlock):
    title = LineBlock(label=_("Title"), required=False, max_length=120)
    pages = ListBlock(CardChooserBlock(label=_("Page")), label=_("Pages"), min_num=1, max_num=12)

    class Meta:
        icon = "grid"
        label = _("Cards of pages")
        description = _("Chosen pages of the portal as cards.")
        group = GROUP_LISTS
        template = "streamfield/page_cards.html"
        value_class = PageCardsValue
        label_format = "{title}"
        preview_value: Any = staticmethod(samples.page_cards_sample)
