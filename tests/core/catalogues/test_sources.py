import pytest

from portal.core.catalogues import sources
from portal.core.catalogues.sources import Message


def python(source):
    return [message for message, _line in sources.from_python(source)]


def template(source):
    return [message for message, _line in sources.from_template(source)]


def test_strings_of_python_are_found_under_every_name():
    assert python(
        "from django.utils.translation import gettext as _now, ngettext, pgettext\n"
        "_now('один')\n_('two ' 'parts')\nngettext('%(n)d day', '%(n)d days', n)\npgettext('month', 'May')\n"
    ) == [
        Message("один"),
        Message("two parts"),
        Message("%(n)d day", "%(n)d days"),
        Message("May", context="month"),
    ]


@pytest.mark.parametrize(
    "source", ["other('text')", "_(name)", "_(f'{x}')", "_('')", "ngettext('only one')"]
)
def test_what_is_no_string_to_translate_is_left(source):
    assert python(source) == []


def test_strings_of_templates_are_found():
    assert template(
        '{% translate "Search" %}{% blocktranslate trimmed count n=n %}\n {{ n }} item{% plural %}\n {{ n }} items'
        '{% endblocktranslate %}{{ _("Quoted \\"word\\"") }}{% translate "May" context "month" %}'
    ) == [
        Message("Search"),
        Message("%(n)s item", "%(n)s items"),
        Message('Quoted "word"'),
        Message("May", context="month"),
    ]


def test_strings_of_a_folder_carry_their_places_and_pass_over_what_is_named(tmp_path):
    folder = tmp_path / "tests" / "package"  # a name to pass over counts below the folder only
    (folder / "tests").mkdir(parents=True)
    code = "from django.utils.translation import gettext as _\n_('Save')\n"
    for place in ("a.py", "b.py", "tests/c.py"):
        (folder / place).write_text(code)
    (folder / "d.html").write_text("{% load i18n %}{% translate 'Save' %}")
    (folder / "e.js").write_text("gettext('Save')")
    found = sources.messages_of(folder, base=folder, without=frozenset({"tests"}))
    assert found == {(None, "Save"): Message("Save", places=["a.py:2", "b.py:2", "d.html:1"])}
