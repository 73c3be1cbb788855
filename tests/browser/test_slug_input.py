"""The replacements of the address field mean the same to a browser as to Python."""

import json

from portal.core.slug_input import UkrainianSlugInput
from portal.core.ukrainian.transliteration import slugify
from tests.core.ukrainian.test_transliteration import VECTORS

# What Wagtail's script does with them before its own last steps.
SCRIPT = """([formatters, titles]) => titles.map(title => formatters.reduce(
    (text, [[pattern, flags = 'gu'], replacement]) =>
        text[flags.includes('g') ? 'replaceAll' : 'replace'](new RegExp(pattern, flags), replacement),
    title.trim()).toLowerCase())"""


def test_every_vector(open_page):
    titles = [
        *VECTORS,
        "Згода, об’єднання та Єдність: 5 кроків — і готово!",
        "Громадське обговорення " * 6,
    ]
    formatters = json.loads(UkrainianSlugInput().attrs["data-w-slug-formatters-value"])
    made = open_page("about:blank").evaluate(SCRIPT, [formatters, titles])
    assert [slug.rstrip("-") for slug in made] == [slugify(title) for title in titles]
