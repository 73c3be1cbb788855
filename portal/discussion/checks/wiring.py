"""All checks, in the order in which a moderator reads what they saw."""

from portal.discussion.checks import checks
from portal.discussion.checks.habits import first_comments, floods, repeats
from portal.discussion.checks.links import links_of_new_accounts, many_links
from portal.discussion.checks.look_alikes import look_alikes
from portal.discussion.checks.words import stop_words
from portal.discussion.enums import Check


def connect() -> None:
    """Called in `DiscussionConfig.ready`."""
    for name, check in (
        (Check.STOP_WORD, stop_words),
        (Check.LOOK_ALIKE, look_alikes),
        (Check.LINKS, links_of_new_accounts),
        (Check.MANY_LINKS, many_links),
        (Check.REPEAT, repeats),
        (Check.FLOOD, floods),
        (Check.NEW_ACCOUNT, first_comments),
    ):
        checks.register(name, check)
