"""Work in the background."""

from portal.core.tasks import retried


@retried(tries=3)
def send_letters() -> None:
    """Tell people of comments, whoever is due. Harmless when run twice, or at once."""
    from portal.discussion.services import sending

    sending.send_due()
