"""A page in every look: what axe finds there, and what is wider than the screen."""

import json

from axe_playwright_python.sync_playwright import Axe

# What a reader's system asks for, and what the reader chose on the page.
LOOKS = {
    "light": ("light", {"color_scheme": "light", "forced_colors": "none"}),
    "dark": ("auto", {"color_scheme": "dark", "forced_colors": "none"}),
    "contrast": ("contrast", {"color_scheme": "light", "forced_colors": "none"}),
    "forced": ("auto", {"color_scheme": "dark", "forced_colors": "active"}),
}
WIDTHS = (320, 1280)
_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    # Else each run fetches the stylesheets again, for rules that are not among these.
    "preload": False,
}
# What colours can change; all the rest is the same in every look, and asked once for each width.
_OF_COLOURS = {
    **_RULES,
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
# Axe reads -webkit-text-fill-color, which Chromium leaves at the author's value while it paints the system's: the
# contrast it would measure is on nobody's screen. A rule that is asked for by name cannot be switched off beside it.
_OF_FORCED_COLOURS = {**_RULES, "runOnly": {"type": "rule", "values": ["link-in-text-block"]}}
_ASKED = {
    "light": _RULES,
    "dark": _OF_COLOURS,
    "contrast": _OF_COLOURS,
    "forced": _OF_FORCED_COLOURS,
}


def faults_at_all_widths(page, name="", before=lambda: None):
    """What is wrong with an open page at all widths in all looks; `before` is done at each width."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        before()
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{name} {width}: scrolls sideways")
        found += [f"{name} {width} {each}" for each in faults_in_all_looks(page)]
    return found


def faults_in_all_looks(page):
    """What axe finds on the page as it stands."""
    page.evaluate(Axe().axe_script)
    return [
        f"{look}: {each}"
        for look, rules in _ASKED.items()
        for each in _violations(page, look, rules)
    ]


def _violations(page, look, rules):
    theme, media = LOOKS[look]
    # A colour half-way through its change has another contrast.
    page.emulate_media(**media, reduced_motion="reduce")
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    found = page.evaluate(f"axe.run({json.dumps(rules)})")["violations"]
    return [
        f"{rule['id']}: {node['target']}: {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]
