import polib
import pytest

from portal.core.catalogues import files, ours
from portal.core.catalogues.sources import Message


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """One string of ours; returns the function that writes the Ukrainian entry."""
    monkeypatch.setattr(files, "OURS", tmp_path / "ours")
    monkeypatch.setattr(files, "PACKAGES", tmp_path / "packages")
    monkeypatch.setattr(
        ours,
        "extract",
        lambda: {(None, "%(n)d day"): Message("%(n)d day", "%(n)d days", places=["a.py:1"])},
    )

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
            files.save(file, files.OURS, language, "django")

    return write


def test_whole_catalogue_has_no_problem(catalogue):
    catalogue()
    assert ours.problems() == []


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
        # 21 and 101 take the first form too.
        (
            {"msgstr_plural": {0: "день", 1: "%(n)d дні", 2: "%(n)d днів", 3: "%(n)d дня"}},
            "placeholders",
        ),
        (
            {"msgstr_plural": {0: "%(m)d день", 1: "%(n)d дні", 2: "%(n)d днів", 3: "%(n)d дня"}},
            "placeholders",
        ),
    ],
)
def test_each_fault_is_named(catalogue, fields, word):
    catalogue(**fields)
    assert any(word in line for line in ours.problems())


def test_update_brings_new_strings_and_drops_old_ones(catalogue):
    catalogue(msgid="other", msgid_plural="")
    waiting = ours.update()
    assert waiting == ["uk django: %(n)d day"]
    entries = polib.pofile(str(files.path_of(files.OURS, "en", "django")))
    assert [entry.msgid for entry in entries] == ["%(n)d day"]
    assert entries[0].msgstr_plural == {0: "%(n)d day", 1: "%(n)d days"}


def test_compiled_catalogue_is_renewed_only_when_stale(catalogue):
    catalogue()
    assert {path.name for path in files.compile_all()} == {"django.mo"}
    assert files.compile_all(only_stale=True) == []


@pytest.mark.parametrize("garbage", [b"", b"\xde\x12\x04\x95cut off", b"no catalogue at all"])
def test_compiled_catalogue_that_cannot_be_read_is_renewed(catalogue, garbage):
    catalogue()
    (path, _english) = sorted(files.compile_all(), reverse=True)
    path.write_bytes(garbage)
    assert files.compile_all(only_stale=True) == [path]
    assert files.compile_all(only_stale=True) == []
