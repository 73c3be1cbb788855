"""Which comments the search looks at again."""

from typing import Final

from django.db.models import QuerySet

from portal.core.search_items import mark_changed
from portal.discussion.enums import State
from portal.discussion.models import Comment

SOURCE: Final = "comments"


def mark(comments: QuerySet[Comment]) -> None:
    """Those of them that readers see; others are in no index."""
    published = comments.filter(state=State.PUBLISHED).order_by()
    mark_changed(SOURCE, published.values_list("pk", flat=True))
