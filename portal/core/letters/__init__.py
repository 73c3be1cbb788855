"""Letters to people: written at once into the outbox, sent by a task after the commit.

    letters.post(to=user.email, language=user.language, subject=…, text=…, button=(label, url))

Nothing is sent inside a request or a transaction: a slow mail server keeps nobody waiting, the time
an answer takes does not tell whether an address has an account, and what is rolled back sends nothing.
"""

from portal.core.letters.outbox import Item, post, site, titled

__all__ = ["Item", "post", "site", "titled"]
