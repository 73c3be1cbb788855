import polib
import pytest

from portal.core import catalogues
from portal.core.catalogues import Message


def python(source):
    return [message for message, _line in catalogues._from_python(source)]


def template(source):
    return [message for message, _line in catalogues._from_template(source)]


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


@pytest.fixture
def catalogue(tmp_path, monkeypatch, settings):
    """One string of ours, none of packages; returns the function that writes the Ukrainian entry."""
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(
        catalogues,
        "extract",
        lambda: {(None, "%(n)d day"): Message("%(n)d day", "%(n)d days", places=["a.py:1"])},
    )
    monkeypatch.setattr(catalogues, "package_keys", lambda _domain: set())

    def write(**fields):
        for language, forms in (("uk", 4), ("en", 2)):
            file = polib.POFile()
            plain = {index: f"%(n)d {index}" for index in range(forms)}
            chosen = fields if language == "uk" else {}
            file.append(
                polib.POEntry(
                    **{
                        "msgid": "%(n)d day",
                        "msgid_plural": "%(n)d days",
                        "msgstr_plural": plain,
                        **chosen,
                    }
                )
            )
            catalogues._save(file, language, "django")

    return write


def test_whole_catalogue_has_no_problem(catalogue):
    catalogue()
    assert catalogues.problems() == []


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"msgid": "other"}, "missing"),
        ({"msgid": "other"}, "nowhere"),
        ({"flags": ["fuzzy"]}, "fuzzy"),
        ({"msgstr_plural": {0: "%(n)d день", 1: "%(n)d дні", 2: "%(n)d днів"}}, "incomplete"),
        (
            {"msgstr_plural": {0: "%(n)d день", 1: "%(n)d дні", 2: "%(n)d днів", 3: ""}},
            "incomplete",
        ),
        (
            {"msgstr_plural": {0: "%(m)d день", 1: "%(n)d дні", 2: "%(n)d днів", 3: "%(n)d дня"}},
            "placeholders",
        ),
    ],
)
def test_each_fault_is_named(catalogue, fields, word):
    catalogue(**fields)
    assert any(word in line for line in catalogues.problems())


def test_update_brings_new_strings_and_drops_old_ones(catalogue):
    catalogue(msgid="other", msgid_plural="")
    waiting = catalogues.update()
    assert waiting == ["uk django: %(n)d day"]
    entries = polib.pofile(str(catalogues.path_of("en", "django")))
    assert [entry.msgid for entry in entries] == ["%(n)d day"]
    assert entries[0].msgstr_plural == {0: "%(n)d day", 1: "%(n)d days"}


def test_compiled_catalogue_is_renewed_only_when_stale(catalogue):
    catalogue()
    assert {path.name for path in catalogues.compile_all()} == {"django.mo"}
    assert catalogues.compile_all(only_stale=True) == []
