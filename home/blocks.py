"""Blocks of the front page."""

from wagtail.blocks import StreamBlock


class HomeBody(StreamBlock):
    pass
