"""The words in which the history of a poll tells of public acts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS = (
    ("polls.extended", _("Extend a poll"), _("The poll was extended")),
    ("polls.closed_early", _("Close a poll early"), _("The poll was closed early")),
    ("polls.reopened", _("Open a poll again"), _("A new round was opened")),
    ("polls.wording", _("Correct the wording"), _("The wording was corrected in public")),
)


def register(actions: Any) -> None:
    """Hook `register_log_actions`."""
    for name, label, message in ACTIONS:
        actions.register_action(name, label, message)
