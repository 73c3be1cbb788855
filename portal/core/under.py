"""What stands under a thing on its own page, though a higher room has it: a discussion under a poll.

The page asks with `{% under thing %}`; a room registers a function in its `AppConfig.ready`.
"""

from typing import Protocol

from django.template.context import Context
from django.utils.safestring import SafeString

from portal.core.registry import Registry


class Section(Protocol):
    """The section's markup; empty for a thing that the room has nothing for. The same for every reader."""

    def __call__(self, context: Context, thing: object) -> SafeString: ...


sections: Registry[Section] = Registry("section under a thing")
