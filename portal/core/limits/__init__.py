"""Every write has a limit: who may do it how often is a table in the settings (LIMITS).

    limits.take(request, "sign-up", subject=email)   # raises TooMany before anything is done
    @limits.limited("export")                        # the same for a view's POST
    class Profile(limits.LimitedMixin, UpdateView): limit = "profile"

A room adds its own by an entry in LIMITS (docs/development.md, «Limits»).
"""

from portal.core.limits.rules import Limit, Rule
from portal.core.limits.taking import LimitedMixin, StoreAway, TooMany, limited, take

__all__ = ["Limit", "LimitedMixin", "Rule", "StoreAway", "TooMany", "limited", "take"]
