"""What counting asks of the rest of the portal: its turns of periodic work."""

from typing import Final

from django.conf import settings

from portal.core.registry import periodic

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE


def connect() -> None:
    """Called in `PollsConfig.ready`."""
    from portal.participation.polls.results.live import count_live
    from portal.participation.polls.results.report import forget_networks
    from portal.participation.polls.services import sealing

    pause = max(1, int(settings.POLLS_LIVE_PAUSE.total_seconds()))
    periodic.register("count polls", (pause, count_live))
    periodic.register("seal polls", (5 * _MINUTE, sealing.seal_due))
    # Asked every hour, done in one of the night.
    periodic.register("shuffle ballots", (_HOUR, sealing.shuffle_open))
    periodic.register("forget networks of polls", (_HOUR, forget_networks))
