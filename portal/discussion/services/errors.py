"""Why a service refuses. Each has words for the person."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """`message` is for the person who asked."""

    message = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(Refused):
    message = _("You may not do this.")


class DiscussionClosed(Refused):
    message = _("The discussion is closed. What you typed is kept below, so that you can copy it.")


class CannotReply(Refused):
    message = _("The comment you answer can no longer be answered. You can write a new one.")


class WrongState(Refused):
    message = _("The comment has changed meanwhile. Look at it again.")
