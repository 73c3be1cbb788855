"""The words of discussions."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

# Shown indented: answers to a third-level comment stand beside it, with «in answer to …».
DEPTHS: Final = 3
MAX_LENGTH: Final = 5000


class State(models.TextChoices):
    """Where a comment stands. Only a published one is read; the others of the once published leave a
    placeholder."""

    HELD = "held", _("waits for a moderator")
    PUBLISHED = "published", _("published")
    HIDDEN = "hidden", _("hidden")
    DELETED = "deleted", _("deleted by its author")
    REJECTED = "rejected", _("not published")


class Voice(models.TextChoices):
    """As whom somebody speaks."""

    CITIZEN = "citizen", _("comment")
    OFFICIAL = "official", _("official answer")
    EXPERT = "expert", _("expert’s answer")


class Sort(models.TextChoices):
    """How threads are ordered; within a thread answers stand in the order of time, pinned ones first."""

    NEW = "new", _("new")
    OLD = "old", _("old")
    USEFUL = "useful", _("most useful")
    OFFICIAL = "official", _("with an official answer")


class ReactionKind(models.IntegerChoices):
    USEFUL = 1, _("useful")
    DISAGREE = -1, _("I disagree")


class Closing(models.TextChoices):
    """Why nothing can be written (any more)."""

    EDITOR = "editor", _("closed by a moderator")
    TIME = "time", _("the term is over")
    THING = "thing", _("what it is about is over")


class Check(models.TextChoices):
    """Automatic checks. They hold a comment for a moderator and never delete."""

    LINKS = "links", _("links from a new account")
    MANY_LINKS = "many_links", _("many links")
    REPEAT = "repeat", _("the same text again")
    STOP_WORD = "stop_word", _("a word of the stop list")
    FLOOD = "flood", _("many comments in a short time")
    LOOK_ALIKE = "look_alike", _("letters of several alphabets in one word")
    NEW_ACCOUNT = "new_account", _("first comments of a new account")
    PREMODERATION = "premoderation", _("comments here are read before they are published")


class Act(models.TextChoices):
    """What a moderator decides about a comment."""

    PUBLISH = "publish", _("publish")
    REJECT = "reject", _("do not publish")
    HIDE = "hide", _("hide")
    RESTORE = "restore", _("restore")
    KEEP = "keep", _("leave as it is")
    # Says nothing of the comment itself: its thread stands elsewhere (services/moving.py).
    MOVE = "move", _("move the thread")


class Cause(models.TextChoices):
    """Why somebody gets a letter about a comment."""

    ANSWER = "answer", _("an answer to you")
    MENTION = "mention", _("you were mentioned")
    DISCUSSION = "discussion", _("a discussion you follow")


class DraftState(models.TextChoices):
    """Where an official answer stands before everybody reads it."""

    DRAFT = "draft", _("being written")
    AGREEING = "agreeing", _("waits for agreement")
    RETURNED = "returned", _("returned for changes")
    PUBLISHED = "published", _("published")
