"""The words in which the history of the site tells what was done to and by people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS = (
    ("people.view", _("Look at a person"), _("Looked at the person’s page")),
    ("people.role.give", _("Give a role"), _("A role was given")),
    ("people.role.take", _("Take a role"), _("A role was taken")),
    ("people.departments", _("Change departments"), _("The departments were changed")),
    ("people.expert", _("Change an expert"), _("Topics or position were changed")),
    ("people.block", _("Block"), _("The person was blocked")),
    ("people.unblock", _("Lift a block"), _("The block was lifted")),
    ("people.appeal", _("Appeal"), _("An appeal was made")),
    ("people.appeal.decide", _("Decide an appeal"), _("The appeal was decided")),
    ("people.request.decide", _("Decide a request"), _("The request for a role was decided")),
    (
        "people.factor.ask",
        _("Ask to restore a second factor"),
        _("A restoring of the second factor was asked for"),
    ),
    (
        "people.factor.decide",
        _("Decide on a second factor"),
        _("The restoring of the second factor was decided"),
    ),
    ("people.off", _("Switch off"), _("The account was switched off")),
    ("people.on", _("Switch on"), _("The account was switched on")),
    ("people.export", _("Export"), _("Figures of accounts were exported")),
)


def register(actions: Any) -> None:
    """Hook `register_log_actions`."""
    for name, label, message in ACTIONS:
        actions.register_action(name, label, message)
