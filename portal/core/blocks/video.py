"""What an address of a video says, read without asking the network.

Only players whose frames the Content-Security-Policy allows are known; every other address is a
plain link. The player's address is built from the identifier, never taken from the editor.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

YOUTUBE_HOSTS = frozenset(
    {
        "youtube.com",
        "www.youtube.com",
        "m.youtube.com",
        "music.youtube.com",
        "youtube-nocookie.com",
        "www.youtube-nocookie.com",
    }
)
VIMEO_HOSTS = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})

_YOUTUBE_ID = re.compile(r"^[A-Za-z0-9_-]{11}$")
_VIMEO_PATH = re.compile(
    r"^/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/|showcase/\d+/video/)?"
    r"(?P<id>\d{5,12})(?:/(?P<hash>[0-9a-f]{6,20}))?/?$"
)
_MOMENT = re.compile(r"^(?:(?P<h>\d{1,2})h)?(?:(?P<m>\d{1,4})m)?(?:(?P<s>\d{1,6})s?)?$")


@dataclass(frozen=True, slots=True)
class Video:
    """A video at a known service. `start` is in seconds; `key` opens an unlisted Vimeo video."""

    service: str
    video_id: str
    start: int = 0
    key: str = ""

    def player_url(self, language: str) -> str:
        """Address of the player's frame: no cookies before play, no play before a press."""
        if self.service == "YouTube":
            query: dict[str, str | int] = {"hl": language, "rel": 0}
            if self.start:
                query["start"] = self.start
            return f"https://www.youtube-nocookie.com/embed/{self.video_id}?{urlencode(query)}"
        query = {"dnt": 1}
        if self.key:
            query = {"h": self.key, **query}
        moment = f"#t={self.start}s" if self.start else ""
        return f"https://player.vimeo.com/video/{self.video_id}?{urlencode(query)}{moment}"


def parse_video(url: str) -> Video | None:
    """The video behind an address as people copy it; None for any other address."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
        if parts.scheme not in {"http", "https"} or parts.port not in {None, 80, 443}:
            return None
    except ValueError:
        return None
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if host == "youtu.be":
        return _youtube(parts.path.strip("/"), query)
    if host in YOUTUBE_HOSTS:
        return _youtube(_youtube_id(parts.path, query), query)
    if host in VIMEO_HOSTS and (match := _VIMEO_PATH.match(parts.path)):
        key = match["hash"] or query.get("h", "")
        moment = parts.fragment.removeprefix("t=") if parts.fragment.startswith("t=") else ""
        return Video(
            "Vimeo",
            match["id"],
            _seconds(moment),
            key if re.fullmatch(r"[0-9a-f]{6,20}", key) else "",
        )
    return None


def _youtube_id(path: str, query: dict[str, str]) -> str:
    kind, _slash, rest = path.strip("/").partition("/")
    if kind == "watch":
        return query.get("v", "")
    return rest.strip("/") if kind in {"embed", "shorts", "live", "v"} else ""


def _youtube(video_id: str, query: dict[str, str]) -> Video | None:
    if not _YOUTUBE_ID.match(video_id):
        return None
    return Video("YouTube", video_id, _seconds(query.get("t") or query.get("start") or ""))


def _seconds(moment: str) -> int:
    """`90`, `90s`, `1m30s`, `1h2m3s` in seconds; 0 for anything else."""
    match = _MOMENT.match(moment)
    if match is None:
        return 0
    return int(match["h"] or 0) * 3600 + int(match["m"] or 0) * 60 + int(match["s"] or 0)
