"""What people do about themselves."""

from django.utils.translation import gettext_lazy as _

from portal.people.enums import Level
from portal.people.permissions import Action, actions

EDIT_PROFILE = actions.register(
    "edit-profile",
    Action("edit-profile", _("Edit the profile"), level=Level.EMAIL, while_blocked=True),
)
ASK_TO_BE_EXPERT = actions.register(
    "ask-expert", Action("ask-expert", _("Ask to be named an expert"), level=Level.EMAIL, age=0)
)
ASK_TO_REPRESENT = actions.register(
    "ask-representative",
    Action("ask-representative", _("Ask to speak for an organisation"), level=Level.DESK, age=18),
)
