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


class ThreadMoved(CannotReply):
    message = _(
        "A moderator has just moved the comment you answer. Send your answer once more: it will stand in "
        "the new place."
    )


class WrongState(Refused):
    message = _("The comment has changed meanwhile. Look at it again.")


class OwnComment(Refused):
    message = _("This is your own comment: somebody else decides about it.")


class HigherVoice(Refused):
    message = _("An official answer is the city’s word: only an administrator takes it off.")


class AlreadyDecided(Refused):
    message = _("Somebody has decided this already.")


class AppealWaits(Refused):
    message = _(
        "Its author has appealed: somebody else than the one who decided answers the appeal."
    )


class LockedByOther(Refused):
    message = _("A colleague is looking at this comment now.")


class RuleNeeded(Refused):
    message = _("Name the rule that the comment breaks.")


class NothingToReport(Refused):
    message = _("This comment cannot be reported any more.")


class ReportedAlready(Refused):
    message = _("You have reported this comment already.")


class NothingToAppeal(Refused):
    message = _("There is nothing to appeal against any more.")


class NoThread(Refused):
    message = _(
        "Only a whole thread that has been published can be moved: go to its first comment."
    )


class SamePlace(Refused):
    message = _("The thread stands there already.")


class NoPlace(Refused):
    message = _("Nothing can be moved there: readers do not see it.")


class LessPrivate(Refused):
    message = _("More people may read there than here: what was said among a few stays among them.")


class QuestionLost(Refused):
    message = _(
        "The thread begins with a question, and the other one does not: among answers its department "
        "would not find it. Join them the other way round."
    )


class AnswerWaits(Refused):
    message = _(
        "A department is writing an answer to this thread now: move it when the answer is published."
    )
