"""The little language of the demo's files: marks, moments, translations."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from home.services.demo import content, markup
from home.services.demo.content import DemoError, in_language, read
from home.services.demo.moments import Calendar


def test_markup():
    def link(target):
        return f'href="{target}"'

    assert markup.html("Рядок\nдалі **так** і [тут](/a/).\n\n- раз\n- два", link) == (
        '<p>Рядок далі <b>так</b> і <a href="/a/">тут</a>.</p><ul><li>раз</li><li>два</li></ul>'
    )
    assert markup.html("1. раз\n2. два", link) == "<ol><li>раз</li><li>два</li></ol>"
    assert markup.html("a < b & c", link) == "<p>a &lt; b &amp; c</p>"
    assert list(markup.parts("До\n\n## Назва\n\nПісля\n\nЩе\n\n### Менша")) == [
        ("text", "До"),
        ("h2", "Назва"),
        ("text", "Після\n\nЩе"),
        ("h3", "Менша"),
    ]


@pytest.mark.parametrize("broken", ["завтра", "+12", "12 days", "+1 weeks", "+1 days 9:00"])
def test_broken_moments_are_refused(broken):
    with pytest.raises(DemoError):
        Calendar(timezone.now()).moment(broken)


def test_moments_keep_the_citys_clock():
    calendar = Calendar(timezone.make_aware(dt.datetime(2027, 3, 27, 12, 0)))

    assert timezone.localtime(calendar.moment("+1 days 18:00")).hour == 18
    assert calendar.fill("до {date +4 days}", "uk") in (
        "до 31 березня 2027 р.",
        "до 31\u00a0березня 2027\u00a0р.",
    )
    assert calendar.fill("{day +5 days}", "en").replace("\u00a0", " ") == "1 April"
    assert calendar.fill("до {date +4 days}.", "uk").endswith("2027\u00a0р.") or calendar.fill(
        "до {date +4 days}.", "uk"
    ).endswith("2027 р.")
    assert calendar.moment("") is None


def test_a_missing_translation_is_no_text():
    with pytest.raises(DemoError, match="en"):
        in_language({"uk": "є"}, "en")
    assert in_language("те саме", "en") == "те саме"


@pytest.mark.parametrize("text", ["title = ", "title = 'a'\ntitle = 'b'"])
def test_broken_files_are_named(tmp_path, monkeypatch, text):
    (tmp_path / "zlamano.toml").write_text(text)
    monkeypatch.setattr(content, "ROOT", Path(tmp_path))

    with pytest.raises(DemoError, match="zlamano"):
        read.__wrapped__("zlamano")
