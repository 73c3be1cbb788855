"""django-comments-xtd as the portal installs it: its tables, and nothing that it does by itself."""

from django_comments_xtd.apps import CommentsXtdConfig


class QuietCommentsConfig(CommentsXtdConfig):
    """The package without its receiver, which publishes hidden answers when a comment is saved."""

    def ready(self) -> None:
        pass
