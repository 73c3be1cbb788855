"""«Firefox, Windows»: a browser and a system in words, from what the browser says of itself.

Only for its owner to know their own device again. Two names a person knows, no versions: what would
tell one device from all others is not kept.
"""

import re
from typing import Final

# The order matters: Edge and Opera call themselves Chrome, Chrome calls itself Safari.
_BROWSERS: Final = (
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Opera", r"OPR/|Opera|OPT/"),
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Vivaldi", r"Vivaldi/"),
    ("Yandex Browser", r"YaBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Version/[\d.]+.*Safari/"),
    ("Internet Explorer", r"MSIE |Trident/"),
)
_SYSTEMS: Final = (
    ("iPhone", r"iPhone|iPod"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("ChromeOS", r"CrOS"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux|X11"),
)
# Longer ones are no browser's; regular expressions are not run over what a stranger made long.
_LONGEST: Final = 512


def device_in_words(user_agent: str) -> str:
    """Names without translation; empty when neither browser nor system is known."""
    text = user_agent[:_LONGEST]
    found = (_first(_BROWSERS, text), _first(_SYSTEMS, text))
    return ", ".join(filter(None, found))


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, text)), "")
