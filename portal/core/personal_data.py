"""What the portal keeps of people: what a copy of it holds, and what becomes of it when they leave.

Every room registers, in its `AppConfig.ready`, each key by which a row names a user:

    personal_data.register(
        PersonalData(
            model="people.consent",
            key="user",
            title=_("Consents"),
            fields=("text", "given_at", "withdrawn_at"),
            erasure=Erasure.DELETE,
        )
    )

or many that share their fate as a table (`alike`). A test walks every model of the project and of its
packages and fails when a key to the user is not here, or when the table in docs/privacy.md says something
else. Packages are registered by `portal.people.data.packages`.

What must outlive its person is KEPT with a reason and a term, and `release` lets go of it when the term is
over. A room in which people take part keeps the hash of the person on the row, so that nobody votes,
leaves, comes back and votes again, and forgets it when the count is sealed:

    PersonalData(
        model="polls.participation",
        key="user",
        title=_("Participation in polls"),
        fields=("poll", "voted_at"),
        erasure=Erasure.ANONYMISE,
        anonymise=forget_user,  # the row stays with its hash, its key to the user becomes empty
        reason=_("a vote is counted once: the hash of the person stays until the poll is sealed"),
        term=_("until the poll is sealed"),
        release=forget_hashes_of_sealed_polls,  # called daily by the worker
    )
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.storage import Storage
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.registry import Registry

Text = str | Promise
# Machine names and values that JSON can hold.
Row = Mapping[str, Any]

# How many rows are read from the database at once, for a copy is never in memory as a whole.
CHUNK: Final = 500


class Erasure(Enum):
    """What becomes of a row when its person leaves."""

    DELETE = "deleted"
    ANONYMISE = "stays without its person"
    KEEP = "stays"


@dataclass(frozen=True, slots=True)
class PersonalFile:
    """A file that a person uploaded: `name` in the copy, where it is kept and under which name there."""

    name: str
    storage: Storage
    stored: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """What one key to the user means for its person.

    `model` is «app.model» in small letters, `key` the name of the field; for rows that name the person
    in another way the lookup that finds them («block__user»). `fields` are exported as rows, unless `rows`
    makes them itself; neither means that a copy leaves it out, and `not_exported` says why. `labels` name
    fields better than their models do, `words` turn the value of a field into words.
    `anonymise(user, at)` is needed for ANONYMISE; `reason` and `term` for everything that stays.
    `release(at)` lets go of what was kept and whose term is over; called daily, for all people at once.
    `before_delete(user)` gives a function that is called after the commit (files that go with rows).
    `held(user)` counts what has to be handed over to somebody else before the person can leave, `hand_over` is
    its name in that message, with the way to do it.
    """

    model: str
    key: str
    title: Text
    erasure: Erasure
    fields: tuple[str, ...] = ()
    rows: Callable[[AbstractBaseUser], Iterable[Row]] | None = None
    labels: Mapping[str, Text] | None = None
    words: Mapping[str, Callable[[Any], Any]] | None = None
    files: Callable[[AbstractBaseUser], Iterable[PersonalFile]] | None = None
    not_exported: Text = ""
    anonymise: Callable[[AbstractBaseUser, datetime], object] | None = None
    reason: Text = ""
    term: Text = ""
    release: Callable[[datetime], object] | None = None
    before_delete: Callable[[AbstractBaseUser], Callable[[], object]] | None = None
    held: Callable[[AbstractBaseUser], int] | None = None
    hand_over: Text = ""

    def __post_init__(self) -> None:
        if self.erasure is Erasure.ANONYMISE and self.anonymise is None:
            raise ValueError(f"{self.name}: say how it is made anonymous.")
        if self.erasure is not Erasure.DELETE and not (self.reason and self.term):
            raise ValueError(f"{self.name}: what stays has a reason and a term.")
        if not (self.fields or self.rows or self.not_exported):
            raise ValueError(f"{self.name}: say what a copy holds of it, or why nothing.")
        if self.held is not None and not self.hand_over:
            raise ValueError(f"{self.name}: say what has to be handed over.")

    @property
    def name(self) -> str:
        return f"{self.model}.{self.key}"

    @property
    def is_exported(self) -> bool:
        return bool(self.fields or self.rows)

    def model_class(self) -> type[models.Model]:
        return apps.get_model(self.model)

    def of(self, user: AbstractBaseUser) -> models.QuerySet[Any]:
        """The rows that name this person; none for a key of the user's own row."""
        return self.model_class()._default_manager.filter(**{self.key: user.pk})

    def export(self, user: AbstractBaseUser) -> Iterator[Row]:
        """The rows of a copy, read bit by bit."""
        if self.rows is not None:
            yield from self.rows(user)
        elif self.fields:
            for row in self.of(user).order_by("pk").iterator(chunk_size=CHUNK):
                yield self._in_words(values_of(row, self.fields))

    def _in_words(self, row: Row) -> Row:
        words = self.words or {}
        return {name: words[name](held) if name in words else held for name, held in row.items()}

    def field_labels(self) -> dict[str, str]:
        """What each exported field is called, in the active language."""
        named = self.labels or {}
        options = self.model_class()._meta
        return {
            name: str(named[name] if name in named else _label(options.get_field(name)))
            for name in self.fields or named
        }


def values_of(row: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """Fields of a row as JSON can hold them: choices in words, other rows by their names."""
    return {name: _value(row, name) for name in fields}


def _value(row: models.Model, name: str) -> Any:
    field = row._meta.get_field(name)
    if isinstance(field, models.ManyToManyField):
        return [str(other) for other in getattr(row, name).all()]
    if isinstance(field, models.ForeignKey):
        other = getattr(row, name)
        return None if other is None else str(other)
    display = getattr(row, f"get_{name}_display", None)
    return str(display()) if display else getattr(row, name)


def _label(field: Any) -> Any:
    return getattr(field, "verbose_name", field.name)


def alike(
    *rows: tuple[str, Text, tuple[str, ...] | Text], erasure: Erasure, **common: Any
) -> list[PersonalData]:
    """Entries that share their fate, as a table: «app.model.key», title, and what a copy holds.

    That is the fields, or in words why a copy leaves it out.
    """
    return [
        PersonalData(
            model=name.rpartition(".")[0],
            key=name.rpartition(".")[2],
            title=title,
            erasure=erasure,
            fields=held if isinstance(held, tuple) else (),
            not_exported="" if isinstance(held, tuple) else held,
            **common,
        )
        for name, title, held in rows
    ]


_registry: Registry[PersonalData] = Registry("personal data")


def register(*entries: PersonalData) -> None:
    """Called in `AppConfig.ready`. Raises ValueError for a key that is registered already."""
    for entry in entries:
        _registry.register(entry.name, entry)


def registered() -> list[PersonalData]:
    """In the order in which the rooms came."""
    return list(_registry)


def keys_to_users() -> dict[str, models.Field[Any, Any]]:
    """Every key to the user in every installed model, by «app.model.field»; tables between included.

    Inherited keys stand once, at the model whose column they are.
    """
    user = get_user_model()
    return {
        f"{model._meta.label_lower}.{field.name}": field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.related_model is user
    } | {
        f"{model._meta.label_lower}.{many.name}": many
        for model in apps.get_models(include_auto_created=True)
        for many in model._meta.local_many_to_many
        if many.related_model is user
    }


def unregistered() -> list[str]:
    """Keys to users that no room has registered."""
    known = {entry.name for entry in registered()}
    return sorted(set(keys_to_users()) - known)


# The same for people; lazy words cannot stand in an enum.
ERASURE_WORDS: Final = {
    Erasure.DELETE: _("deleted"),
    Erasure.ANONYMISE: _("stays without its person"),
    Erasure.KEEP: _("stays"),
}
