import pytest

from portal.core.blocks.video import Video, parse_video

YOUTUBE = "dQw4w9WgXcQ"


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.youtube.com/watch?v={YOUTUBE}",
        f"http://youtube.com/watch?v={YOUTUBE}&list=PL1",
        f"https://m.youtube.com/watch?feature=share&v={YOUTUBE}",
        f"https://youtu.be/{YOUTUBE}?si=abc",
        f"https://www.youtube.com/embed/{YOUTUBE}",
        f"https://www.youtube-nocookie.com/embed/{YOUTUBE}",
        f"https://www.youtube.com/shorts/{YOUTUBE}",
        f"https://www.youtube.com/live/{YOUTUBE}?feature=share",
        f" https://music.youtube.com/watch?v={YOUTUBE} ",
    ],
)
def test_youtube_address_as_people_copy_it(url):
    assert parse_video(url) == Video("YouTube", YOUTUBE)


@pytest.mark.parametrize(
    ("url", "video"),
    [
        ("https://vimeo.com/76979871", Video("Vimeo", "76979871")),
        ("https://vimeo.com/76979871/0123abcdef", Video("Vimeo", "76979871", 0, "0123abcdef")),
        (
            "https://player.vimeo.com/video/76979871?h=0123abcdef",
            Video("Vimeo", "76979871", 0, "0123abcdef"),
        ),
        ("https://vimeo.com/channels/staffpicks/76979871", Video("Vimeo", "76979871")),
        ("https://vimeo.com/groups/misto/videos/76979871", Video("Vimeo", "76979871")),
        ("https://vimeo.com/76979871#t=90s", Video("Vimeo", "76979871", 90)),
        ("https://vimeo.com/76979871?h=<script>", Video("Vimeo", "76979871")),
    ],
)
def test_vimeo_address_as_people_copy_it(url, video):
    assert parse_video(url) == video


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [
        ("90", 90),
        ("90s", 90),
        ("1m30s", 90),
        ("1h0m5s", 3605),
        ("soon", 0),
        ("-5", 0),
        ("9" * 40, 0),
    ],
)
def test_start_of_a_video(moment, seconds):
    video = parse_video(f"https://youtu.be/{YOUTUBE}?t={moment}")
    assert video.start == seconds


@pytest.mark.parametrize(
    "url",
    [
        "",
        "not an address",
        "https://example.org/watch?v=dQw4w9WgXcQ",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ",
        "javascript:alert('https://youtu.be/dQw4w9WgXcQ')",
        "data:text/html,https://youtu.be/dQw4w9WgXcQ",
        "ftp://youtu.be/dQw4w9WgXcQ",
        "//youtu.be/dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ%22onload",
        "https://www.youtube.com/@kyiv",
        "https://www.youtube.com/playlist?list=PL1",
        "https://youtu.be/",
        "https://vimeo.com/about",
        "https://vimeo.com/76979871/../../evil",
        "https://[broken/watch",
        "https://youtu.be:port/dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=\x00dQw4w9WgXcQ",
    ],
)
def test_any_other_address_is_no_video_of_ours(url):
    assert parse_video(url) is None


def test_player_is_asked_for_privacy_and_never_starts_by_itself():
    youtube = Video("YouTube", YOUTUBE, start=90).player_url("uk")
    vimeo = Video("Vimeo", "76979871", start=90, key="0123abcdef").player_url("uk")
    assert youtube == f"https://www.youtube-nocookie.com/embed/{YOUTUBE}?hl=uk&rel=0&start=90"
    assert vimeo == "https://player.vimeo.com/video/76979871?h=0123abcdef&dnt=1#t=90s"
    assert "autoplay" not in youtube + vimeo
