"""The bodies that join the generic blocks with those of the rooms."""

from wagtail.blocks import StreamBlock


class ArticleBody(StreamBlock):
    pass


class AttachmentsBody(StreamBlock):
    pass


class RelatedNewsBody(StreamBlock):
    pass
