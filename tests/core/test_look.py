"""The look holds: contrast in every theme, layers, nothing dead, nothing from elsewhere."""

import itertools
import re
from pathlib import Path

import pytest
from django.conf import settings

from portal.core.static import css_sources

ROOT = Path(settings.BASE_DIR)
CSS, JS = ROOT / "static" / "css", ROOT / "static" / "js"
ROOMS = ("portal", "home", "civic_pages", "search")
LAYERS = ["reset", "tokens", "base", "layout", "components", "utilities"]


def without_comments(path):
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


# --- Colours -------------------------------------------------------------------------------------


def declarations(css, selector):
    """Custom properties declared for a selector, the first time it stands in the file."""
    block = css[css.index(selector) :]
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block[: block.index("}")]))


def themes():
    css = without_comments(CSS / "tokens.css")
    usual = declarations(css, ":root {")
    pair = re.compile(r"light-dark\((#\w+), (#\w+)\)")
    light = {name: pair.sub(r"\1", value) for name, value in usual.items()}
    dark = {name: pair.sub(r"\2", value) for name, value in usual.items()}
    contrast = {**dark, **declarations(css, '[data-theme="contrast"] {')}
    return {"light": light, "dark": dark, "contrast": contrast}


THEMES = themes()
GROUNDS = ["page", "surface", "sand"]
TEXT = [
    *itertools.product(["ink"], [*GROUNDS, "sand-strong", "accent-tint", "warm-tint", "danger-tint", "info-tint", "neutral-tint", "mark"]),
    *itertools.product(["ink-muted"], [*GROUNDS, "neutral-tint", "accent-tint"]),
    *itertools.product(["accent", "link", "link-visited"], GROUNDS),
    *itertools.product(["accent", "accent-strong"], ["accent-tint"]),
    *itertools.product(["warm"], [*GROUNDS, "warm-tint"]),
    *itertools.product(["danger"], [*GROUNDS, "danger-tint"]),
    *itertools.product(["info"], [*GROUNDS, "info-tint"]),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-deep", "deep"),
    ("on-deep", "deep-2"),
    ("on-deep-muted", "deep"),
    ("on-deep-muted", "deep-2"),
]  # fmt: skip
BORDERS = [
    *itertools.product(["line-strong", "accent", "focus", "danger"], GROUNDS),
    ("focus", "accent-tint"),
    ("ink", "page"),
]


def colour(theme, name):
    value = THEMES[theme][f"--{name}"]
    while match := re.fullmatch(r"var\((--[\w-]+)\)", value):
        value = THEMES[theme][match[1]]
    digits = value.removeprefix("#")
    assert re.fullmatch(r"[0-9a-f]{3}|[0-9a-f]{6}", digits), (theme, name, value)
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]


def luminance(rgb):
    """WCAG 2.2, «relative luminance»."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first, second):
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_has_it():
    assert contrast([0, 0, 0], [1, 1, 1]) == pytest.approx(21)
    assert contrast([119 / 255] * 3, [1, 1, 1]) == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "ground"), TEXT, ids="/".join)
def test_text_can_be_read(theme, front, ground):
    wanted = 7 if theme == "contrast" else 4.5
    assert contrast(colour(theme, front), colour(theme, ground)) >= wanted


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "ground"), BORDERS, ids="/".join)
def test_borders_and_focus_can_be_seen(theme, front, ground):
    assert contrast(colour(theme, front), colour(theme, ground)) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_white_can_be_read_on_danger(theme):
    assert contrast([1, 1, 1], colour(theme, "danger-fill")) >= 4.5


def test_every_theme_knows_the_same_colours():
    names = [name for name, value in THEMES["light"].items() if value.startswith("#")]
    for name in names:
        for theme in THEMES:
            assert colour(theme, name.removeprefix("--"))


# --- Sources ---------------------------------------------------------------------------------------


def test_layers_are_declared_once_and_in_order():
    assert without_comments(CSS / "layers.css").strip() == f"@layer {', '.join(LAYERS)};"


@pytest.mark.parametrize("path", css_sources(), ids=lambda path: path.name)
def test_every_rule_stands_in_its_layer(path):
    css = without_comments(path)
    depth, outside = 0, ""
    for character in css:
        depth += (character == "{") - (character == "}")
        if depth == 0:
            outside += character
    assert depth == 0
    heads = {head.strip() for head in re.split(r"[};]", outside) if head.strip()}
    wanted = {
        "layers.css": {f"@layer {', '.join(LAYERS)}"},
        "tokens.css": {"@font-face", "@layer tokens"},
        "base.css": {"@layer reset", "@layer base"},
        "layout.css": {"@layer layout"},
        "utilities.css": {"@layer utilities"},
        "print.css": {"@media print"},
    }.get(path.name, {"@layer components"})
    assert heads == wanted


@pytest.mark.parametrize(
    "path", [*css_sources(), CSS / "styleguide.css"], ids=lambda path: path.name
)
def test_nothing_comes_from_elsewhere(path):
    css = without_comments(path)
    assert "@import" not in css
    assert not re.search(r"data:|https?:|url\(\s*[\"']?//", css)


def used_words():
    """Every word of templates, scripts and tags: a class that is none of them is dead."""
    texts = [path.read_text(encoding="utf-8") for path in JS.rglob("*.js")]
    for room in ROOMS:
        files = itertools.chain((ROOT / room).rglob("*.html"), (ROOT / room).rglob("*.py"))
        texts += [path.read_text(encoding="utf-8") for path in files]
    joined = "\n".join(texts)
    words = set(re.findall(r"[\w-]+", joined))
    # class="chip--{{ kind }}": all modifiers of such a block count as used.
    prefixes = tuple(set(re.findall(r"([\w-]+--)(?=\{\{)", joined)))
    return words, prefixes


def test_no_style_is_dead():
    words, prefixes = used_words()
    dead = {
        f"{path.name}: .{name}"
        for path in css_sources()
        for name in re.findall(
            r"\.([a-zA-Z][\w-]*)", re.sub(r"url\([^)]*\)", "", without_comments(path))
        )
        if name not in words and not name.startswith(prefixes)
    }
    assert dead == set()


def test_every_token_is_declared():
    css = "\n".join(without_comments(path) for path in [*css_sources(), CSS / "styleguide.css"])
    declared = set(re.findall(r"(--[\w-]+)\s*:", css))
    assert set(re.findall(r"var\((--[\w-]+)\)", css)) - declared == set()


def test_every_icon_is_in_the_sprite():
    sprite = set(re.findall(r'id="([\w-]+)"', (ROOT / "static/icons/sprite.svg").read_text()))
    asked = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.html"):
            asked |= set(re.findall(r'{% icon "([\w-]+)"', path.read_text(encoding="utf-8")))
    assert asked
    assert asked - sprite == set()


def test_motion_is_only_for_those_who_welcome_it():
    for path in css_sources():
        welcome = re.sub(
            r"@media \(prefers-reduced-motion: no-preference\) \{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}",
            "",
            without_comments(path),
        )
        assert not re.search(r"\b(animation|transition)\s*:", welcome), path.name


# --- Scripts ----------------------------------------------------------------------------------------


# Packages of others are taken as they come (static/js/vendor).
@pytest.mark.parametrize(
    "path",
    [path for path in sorted(JS.rglob("*.js")) if path.parent.name != "vendor"],
    ids=lambda path: path.name,
)
def test_scripts_are_plain(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"[а-яіїєґА-ЯІЇЄҐ]", source), "words come from the markup"
    assert not re.search(r"^\s*(import|export)\b", source, re.MULTILINE)
    assert not re.search(
        r"\beval\(|\bnew Function\b|document\.write|innerHTML|document\.cookie", source
    )


def test_theme_and_text_size_are_kept_under_the_agreed_keys():
    start, portal = ((JS / name).read_text(encoding="utf-8") for name in ("start.js", "portal.js"))
    assert 'theme: ["auto", "light", "dark", "contrast"]' in start
    assert 'text: ["large", "larger"]' in start
    for name in ("light", "dark", "contrast"):
        assert f'[data-theme="{name}"]' in (CSS / "tokens.css").read_text(encoding="utf-8")
    assert 'keep("theme"' in portal
    assert 'keep("text"' in portal
    assert '<html lang="{{ LANGUAGE_CODE }}" data-theme="auto">' in (
        ROOT / "portal/templates/base.html"
    ).read_text(encoding="utf-8")
