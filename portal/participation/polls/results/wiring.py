"""What counting asks of the rest of the portal: its turns of periodic work."""

from django.conf import settings

from portal.core.registry import periodic


def connect() -> None:
    """Called in `PollsConfig.ready`."""
    from portal.participation.polls.results.live import count_live

    pause = max(1, int(settings.POLLS_LIVE_PAUSE.total_seconds()))
    periodic.register("count polls", (pause, count_live))
