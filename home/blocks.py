"""Blocks of the front page."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StreamBlock, StructBlock, URLBlock


class HomeBody(StreamBlock):
    pass


class SocialLink(StructBlock):
    name = CharBlock(label=_("Network"), max_length=40)
    url = URLBlock(label=_("Address"))

    class Meta:
        icon = "link"
        label = _("Page in a social network")


class SocialLinks(StreamBlock):
    link = SocialLink()
