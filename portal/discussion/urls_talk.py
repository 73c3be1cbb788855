"""Addresses of reading and writing."""

from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from portal.discussion.talking import naming, reacting, reading, writing
from portal.people.decorators import all_personal


class ThingConverter:
    """What names a discussed thing: «p12» is the page whose original has the number 12."""

    regex = "[a-z][1-9][0-9]{0,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


class CommentConverter:
    """The number of a comment, as large as the databases' own."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(ThingConverter, "thing")
register_converter(CommentConverter, "comment")

urlpatterns = [
    path("<thing:key>/", reading.thread, name="thread"),
    path(_("<thing:key>/part/"), reading.part, name="part"),
    path(_("comments/<comment:pk>/"), reading.comment, name="comment"),
    path(_("comments/<comment:pk>/history/"), reading.history, name="history"),
    *all_personal(
        [
            path(_("<thing:key>/write/"), writing.WriteView.as_view(), name="write"),
            path(_("<thing:key>/people/"), naming.people, name="people"),
            path(_("comments/<comment:pk>/reply/"), writing.ReplyView.as_view(), name="reply"),
            path(_("comments/<comment:pk>/edit/"), writing.EditView.as_view(), name="edit"),
            path(_("comments/<comment:pk>/delete/"), writing.DeleteView.as_view(), name="delete"),
            path(_("comments/<comment:pk>/react/"), reacting.ReactView.as_view(), name="react"),
        ]
    ),
]
