"""Work in the background."""

from portal.core.tasks import retried


@retried(tries=3)
def send_letters() -> None:
    """Tell people of comments, whoever is due. Harmless when run twice, or at once."""
    from portal.discussion.services import sending

    sending.send_due()


@retried(tries=3)
def tell_of(comment_pk: int, first: bool) -> None:
    """Find out who is to hear of a comment, and tell them. Harmless when run twice."""
    from portal.discussion.services import notices

    if notices.tell(comment_pk, first=first):
        send_letters.enqueue()
