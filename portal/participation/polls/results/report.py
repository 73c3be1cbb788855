"""The report of manipulation: how fast ballots came, from whose mail, how often from one network.

While a round is open it is read from its traces; the seal turns them into these numbers. No person and no
answer is in either.
"""

from collections import Counter
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from portal.participation.polls.enums import Channel
from portal.participation.polls.models import Ballot, Round, Trace

# A domain with fewer ballots may be a person's own: it stands among «others».
FEWEST_OF_A_DOMAIN: Final = 5
# Fewer ballots of one network are a family or an office.
FEWEST_OF_A_NETWORK: Final = 5
_LONGEST_LIST: Final = 50


def of_round(round_: Round) -> dict[str, Any]:
    """The report as it stands now; of a sealed round as it was kept.

    "hours": [[ISO hour, channel, ballots]…] in the order of time; "domains": [[domain, ballots]…], the largest
    first, with "other_domains": [domains, ballots]; "networks": ballots of each repeated network, the most
    first. "networks" of an open round are {"mark", "ballots", "unverified", "voided"}, so that those can be
    voided which still count.
    """
    if round_.is_sealed:
        kept: dict[str, Any] = round_.report
        return kept
    return {**_numbers(round_), "networks": _networks(round_)}


def to_keep(round_: Round) -> dict[str, Any]:
    """The report without the marks of networks, for `Round.report`."""
    networks = [each["ballots"] for each in _networks(round_)]
    return {**_numbers(round_), "networks": networks}


def forget_networks(now: datetime | None = None) -> int:
    """Forget networks after POLLS_TRACE_TERM; returns of how many traces. Hours and domains stay until the seal.

    A ballot has no moment: its network goes when no trace has it any more.
    """
    old = Trace.objects.filter(hour__lt=(now or timezone.now()) - settings.POLLS_TRACE_TERM)
    count = old.exclude(network="").update(network="")
    if count:
        known = Trace.objects.filter(round=OuterRef("round"), network=OuterRef("network"))
        Ballot.objects.exclude(network="").filter(~Exists(known)).update(network="")
    return count


def _numbers(round_: Round) -> dict[str, Any]:
    rows = Trace.objects.filter(round=round_)
    hours = rows.values_list("hour", "channel").annotate(ballots=Count("pk"))
    domains = Counter(
        dict(
            rows.exclude(mail_domain="")
            .values_list("mail_domain")
            .annotate(ballots=Count("pk"))
            .order_by()
        )
    )
    shown = [
        [domain, ballots]
        for domain, ballots in sorted(domains.items(), key=lambda each: (-each[1], each[0]))
        if ballots >= FEWEST_OF_A_DOMAIN
    ][:_LONGEST_LIST]
    return {
        "hours": [
            [hour.isoformat(), channel, ballots]
            for hour, channel, ballots in hours.order_by("hour", "channel")
        ],
        "domains": shown,
        "other_domains": [
            len(domains) - len(shown),
            domains.total() - sum(ballots for _domain, ballots in shown),
        ],
    }


def _networks(round_: Round) -> list[dict[str, Any]]:
    found = (
        Trace.objects.filter(round=round_)
        .exclude(network="")
        .values("network")
        .annotate(ballots=Count("pk"), unverified=Count("pk", Q(channel=Channel.UNVERIFIED)))
        .filter(ballots__gte=FEWEST_OF_A_NETWORK)
        .order_by("-ballots", "network")[:_LONGEST_LIST]
    )
    voided = Counter(
        dict(
            Ballot.objects.filter(round=round_, voiding__isnull=False)
            .exclude(network="")
            .values_list("network")
            .annotate(ballots=Count("key"))
            .order_by()
        )
    )
    return [
        {
            "mark": each["network"],
            "ballots": each["ballots"],
            "unverified": each["unverified"],
            "voided": voided[each["network"]],
        }
        for each in found
    ]
