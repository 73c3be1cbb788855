"""The words in which the history of the site tells of decisions about comments. No names, no texts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS = (
    ("discussion.publish", _("Publish a comment"), _("A comment was published")),
    ("discussion.reject", _("Reject a comment"), _("A comment was not published")),
    ("discussion.hide", _("Hide a comment"), _("A comment was hidden")),
    ("discussion.restore", _("Restore a comment"), _("A comment was shown again")),
    ("discussion.keep", _("Leave a comment"), _("A comment was left as it is")),
    ("discussion.move", _("Move a thread"), _("A thread was moved")),
    ("discussion.appeal", _("Appeal"), _("An appeal was made")),
    (
        "discussion.withdraw",
        _("Withdraw an appeal"),
        _("An appeal was withdrawn: its comment was deleted"),
    ),
    ("discussion.close", _("Close a discussion"), _("The discussion was closed")),
    ("discussion.open", _("Open a discussion"), _("The discussion was opened")),
    ("discussion.set", _("Set up a discussion"), _("Settings of the discussion were changed")),
    ("discussion.kinds", _("Set up discussions"), _("Settings of discussions were changed")),
)


def register(actions: Any) -> None:
    """Hook `register_log_actions`."""
    for name, label, message in ACTIONS:
        actions.register_action(name, label, message)
