"""What django-comments-xtd would do by itself, switched off."""

from django.db.models.signals import pre_save
from django_comments_xtd.models import publish_or_unpublish_on_pre_save


def quieten() -> None:
    """Saving a comment must not publish hidden answers under it. Called in `DiscussionConfig.ready`."""
    pre_save.disconnect(publish_or_unpublish_on_pre_save, sender="discussion.Comment")
