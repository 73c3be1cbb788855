"""Every key to a user is registered, and docs/privacy.md says the same."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.utils import translation

from portal.core import personal_data
from portal.core.personal_data import Erasure, PersonalData

ROW = re.compile(r"^\| `([\w.]+)` \| (.+?) \| (.+?) \| (.*?) \| (.*?) \|$", re.MULTILINE)


def test_every_key_to_a_user_is_registered():
    assert personal_data.unregistered() == []


def test_what_is_registered_exists():
    keys = personal_data.keys_to_users()
    by_another_way = {entry.name for entry in personal_data.registered() if entry.name not in keys}
    assert by_another_way == {
        "people.user.pk",
        "people.appeal.block__user",
        "discussion.commentappeal.decision__comment__user",
        "wagtailcore.modellogentry.about",
    }


def test_packages_are_walked_too():
    """The walk sees foreign keys, one-to-one keys, tables between, and keys of packages."""
    keys = personal_data.keys_to_users()
    assert {
        "people.identity.user",
        "people.user_groups.user",
        "wagtailcore.page.owner",
        "wagtailcore.revision.user",
        "account.emailaddress.user",
        "mfa.authenticator.user",
        "usersessions.usersession.user",
    } <= set(keys)
    # The column is the parent's: a page type has none of its own.
    assert "civic_pages.newspage.owner" not in keys


def test_an_unregistered_key_is_found(monkeypatch):
    monkeypatch.setattr(personal_data, "_registry", personal_data.Registry("personal data"))
    assert "people.consent.user" in personal_data.unregistered()


def test_exported_fields_exist_and_have_names():
    for entry in personal_data.registered():
        try:
            labels = entry.field_labels()
        except FieldDoesNotExist as error:
            pytest.fail(f"{entry.name}: {error}")
        assert all(labels.values()), entry.name


def test_a_ukrainian_copy_has_ukrainian_words():
    with translation.override("uk"):
        foreign = [
            f"{entry.name}: {label}"
            for entry in personal_data.registered()
            if entry.is_exported
            for label in entry.field_labels().values()
            if not re.search("[а-яґєії]", label)
        ]
    assert foreign == []


def test_the_table_in_the_docs_is_the_registry():
    text = (Path(settings.BASE_DIR) / "docs" / "privacy.md").read_text()
    written = {row[0]: row[1:] for row in ROW.findall(text)}
    with translation.override("en"):
        registered = {
            entry.name: (
                str(entry.title),
                entry.erasure.value,
                str(entry.reason) or "–",
                str(entry.term) or "–",
            )
            for entry in personal_data.registered()
        }
    assert written == registered


@pytest.mark.parametrize(
    "wrong",
    [
        {"erasure": Erasure.KEEP},
        {"erasure": Erasure.KEEP, "reason": "law"},
        {"erasure": Erasure.ANONYMISE, "reason": "law", "term": "ever"},
        {"erasure": Erasure.DELETE, "fields": ()},
        {"erasure": Erasure.DELETE, "held": lambda user: 1},
    ],
)
def test_an_entry_that_leaves_something_open_is_refused(wrong):
    with pytest.raises(ValueError, match=r"people\.consent\.user"):
        PersonalData(
            **{"model": "people.consent", "key": "user", "title": "x", "fields": ("text",), **wrong}
        )


def test_a_key_is_registered_once():
    entry = personal_data.registered()[0]
    twin = PersonalData(
        model=entry.model, key=entry.key, title="x", fields=("pk",), erasure=Erasure.DELETE
    )
    with pytest.raises(ValueError, match="already"):
        personal_data.register(twin)
