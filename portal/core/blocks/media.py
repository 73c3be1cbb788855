"""Pictures, galleries and video."""

from typing import Any
from urllib.parse import urlsplit

from django.core.validators import URLValidator
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import ChoiceBlock, ListBlock, StructBlock, StructValue, URLBlock

from portal.core.blocks import samples
from portal.core.blocks.choosing import ImageChoiceBlock, PlacedImageBlock
from portal.core.blocks.groups import GROUP_MEDIA
from portal.core.blocks.prose import is_blank
from portal.core.blocks.text import ProseBlock
from portal.core.blocks.video import Video, parse_video
from portal.core.blocks.words import LineBlock

web_address = URLValidator(
    schemes=["http", "https"], message=_("Give an address of the web: https://…")
)


class PictureValue(StructValue):
    @property
    def alt(self) -> str:
        """What stands for the picture here; empty for a decorative one."""
        image = self.get("image")
        return (image and image.contextual_alt_text) or ""

    @property
    def credit_line(self) -> str:
        """The credit said here, else the one kept with the picture in the library."""
        image = self.get("image")
        return str(self.get("credit") or (image and image.credit) or "")


class PictureBlock(StructBlock):
    """Alternative text belongs to the placement: the same picture says different things elsewhere.

    Wagtail's ImageBlock refuses to publish a picture that has neither the text nor the mark
    «decorative», suggests the library's description, and is translated by wagtail-localize.
    """

    image = PlacedImageBlock(label=_("Picture"))
    caption = LineBlock(label=_("Caption"), required=False, max_length=300)
    credit = LineBlock(
        label=pgettext_lazy("picture", "Credit"),
        required=False,
        max_length=200,
        help_text=_("Leave empty to show the credit kept with the picture."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("One picture across the column, with what it shows said in words.")
        group = GROUP_MEDIA
        template = "streamfield/picture.html"
        preview_template = "streamfield/previews/picture.html"
        value_class = PictureValue
        label_format = "{caption}"


class GalleryItemBlock(StructBlock):
    image = PlacedImageBlock(label=_("Picture"))
    caption = LineBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        value_class = PictureValue


class GalleryValue(StructValue):
    # What stands open of a long gallery: one large picture and a row of three.
    SHOWN = 4

    @cached_property
    def pictures(self) -> list[PictureValue]:
        """Items whose picture is still in the library."""
        return [item for item in self.get("items") or [] if item.get("image")]

    @property
    def shown(self) -> list[PictureValue]:
        """What stands open: nobody presses anything for the sake of one more picture."""
        return self.pictures[: self.SHOWN] if self.folded else self.pictures

    @property
    def folded(self) -> list[PictureValue]:
        """The rest of a long gallery, behind «Усі 12 фото»."""
        return self.pictures[self.SHOWN :] if len(self.pictures) > self.SHOWN + 1 else []

    @property
    def credits(self) -> list[str]:
        """Each credit once, in the order of the pictures."""
        found = dict.fromkeys(item.credit_line for item in self.pictures)
        return [credit for credit in found if credit]


class GalleryBlock(StructBlock):
    title = LineBlock(label=_("Title"), required=False, max_length=120)
    items = ListBlock(GalleryItemBlock(), label=_("Pictures"), min_num=2, max_num=60)

    class Meta:
        icon = "copy"
        label = _("Gallery")
        description = _("Several pictures of one event; each leads to its larger copy.")
        group = GROUP_MEDIA
        template = "streamfield/gallery.html"
        preview_template = "streamfield/previews/gallery.html"
        value_class = GalleryValue
        label_format = "{title}"


class VideoValue(StructValue):
    @cached_property
    def video(self) -> Video | None:
        """The video when it is at a service whose player may be shown here."""
        return parse_video(self.get("url") or "")

    @property
    def player_url(self) -> str:
        return self.video.player_url(translation.get_language() or "uk") if self.video else ""

    @property
    def host(self) -> str:
        """Where a video that cannot be played here is kept, as people know it."""
        try:
            host = urlsplit(self.get("url") or "").hostname or ""
        except ValueError:
            return ""
        return host.removeprefix("www.")

    @property
    def has_transcript(self) -> bool:
        return not is_blank(self.get("transcript"))


class VideoBlock(StructBlock):
    """Nothing is asked of the other service before the reader presses the button."""

    url = URLBlock(
        label=_("Address of the video"),
        validators=[web_address],
        help_text=_("YouTube and Vimeo are played here; any other address becomes a link."),
    )
    title = LineBlock(label=_("What the video shows"), max_length=200)
    duration = LineBlock(
        label=pgettext_lazy("video", "Length"),
        required=False,
        max_length=40,
        help_text=_("For example: 18 min."),
    )
    poster = ImageChoiceBlock(
        label=_("Placeholder picture"),
        required=False,
        help_text=_(
            "Stands in place of the player until it is asked for; adds nothing to the title."
        ),
    )
    captions = ChoiceBlock(
        label=_("Captions"),
        choices=[
            ("yes", _("The video has captions")),
            ("no", _("The video has no captions")),
            ("silent", _("Nobody speaks in the video")),
        ],
        search_index=False,
    )
    sign_language_url = URLBlock(
        label=_("Address of the version in sign language"),
        required=False,
        validators=[web_address],
    )
    transcript = ProseBlock(
        label=_("Transcript"),
        required=False,
        help_text=_("What is said and shown, in words. Search finds it too."),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A video of YouTube or Vimeo that loads only when the reader asks for it.")
        group = GROUP_MEDIA
        template = "streamfield/video.html"
        value_class = VideoValue
        label_format = "{title}"
        preview_value: Any = samples.VIDEO
