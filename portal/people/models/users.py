"""Accounts."""

import functools
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.core.originals import OriginalKey
from portal.people.enums import Level

# Begins the address of an account whose person has left.
ERASED_ADDRESS = "erased-"


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> "User":
        """Sign-in finds the account whatever the case of the typed address."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account. Raises ValueError without an address."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person's account: known by the e-mail address, no user name."""

    username = None  # type: ignore[assignment]  # there is none: the address names the account
    email = models.EmailField(_("e-mail address"), unique=True)
    # Follows from the confirmed address and the proven identity; `services.levels` keeps it true.
    level = models.PositiveSmallIntegerField(
        _("level"), choices=Level.choices, default=Level.GUEST, editable=False, db_index=True
    )
    # Grows with every change of rights; a session that knows an older one gets a new key.
    rights_version = models.PositiveIntegerField(default=0, editable=False)
    # When the person left: what stays of them is signed «Видалений користувач».
    erased_at = models.DateTimeField(_("left"), null=True, blank=True, editable=False)

    # --- The profile: seen by its person alone unless they say otherwise ---
    shown_name = models.CharField(
        _("name that others see"),
        max_length=80,
        blank=True,
        help_text=_("First name and the first letter of the last name, or as you like."),
    )
    about = models.TextField(_("about yourself"), max_length=300, blank=True)
    topics = models.ManyToManyField(
        "places.Topic", verbose_name=_("topics that interest you"), blank=True, related_name="+"
    )
    # Declared by the person; a proven one stands in the identity.
    district = OriginalKey(
        "places.District", verbose_name=_("district"), null=True, blank=True, related_name="+"
    )
    language = models.CharField(
        _("language of e-mails"),
        max_length=5,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    shows_participation = models.BooleanField(
        _("show on my page what I took part in"), default=False
    )
    # The address of the public page, which only experts and officials may have.
    public_slug = models.SlugField(
        _("address of the page"), max_length=80, null=True, blank=True, unique=True
    )
    is_public = models.BooleanField(_("my page is open to everybody"), default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_address"),
            # A form that was under way while its person left writes nothing back into the empty row.
            models.CheckConstraint(
                condition=models.Q(erased_at=None)
                | models.Q(
                    email__startswith=ERASED_ADDRESS,
                    first_name="",
                    last_name="",
                    shown_name="",
                    about="",
                    district=None,
                    public_slug=None,
                    is_public=False,
                    is_active=False,
                    is_superuser=False,
                    last_login=None,
                ),
                name="people_erased_is_empty",
            ),
        ]
        permissions: ClassVar[list[tuple[str, Any]]] = [
            ("give_roles", _("Can give and take roles")),
            ("switch_off_user", _("Can switch accounts off")),
            ("export_users", _("Can export figures of accounts")),
            ("block_user", _("Can block people for a term")),
            ("name_expert", _("Can name experts")),
            ("admit_representative", _("Can admit representatives of organisations")),
            ("recover_factor", _("Can restore a lost second factor, with a colleague")),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        user = super().from_db(*args, **kwargs)
        user.__dict__["_as_read"] = user._columns()
        return user

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.__dict__["_as_read"] = self._columns()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves what was changed on this object, and nothing else of the row.

        Packages save whole accounts: a password set in one tab would bring back the address, the level
        or the count of changes of rights that another tab has changed meanwhile. Raises
        DatabaseError for an account that is gone.
        """
        as_read = self.__dict__.get("_as_read")
        is_whole = not args and not kwargs.get("force_insert") and "update_fields" not in kwargs
        if as_read is not None and is_whole and not self._state.adding:
            changed = [
                name for name, value in self._columns().items() if as_read.get(name) != value
            ]
            kwargs["update_fields"] = [name for name in changed if name != "rights_version"]
        super().save(*args, **kwargs)
        self.__dict__["_as_read"] = self._columns()

    def _columns(self) -> dict[str, Any]:
        """The values of the columns that are loaded, by the field's name."""
        loaded = self.__dict__
        return {name: loaded[column] for name, column in _columns_of() if column in loaded}

    @property
    def public_name(self) -> str:
        """What others read beside this person's words: never an e-mail address, never the whole name unasked."""
        if self.erased_at is not None:
            return gettext("Deleted user")
        if self.shown_name:
            return self.shown_name
        initial = f"{self.last_name[:1]}." if self.last_name else ""
        return " ".join(filter(None, (self.first_name, initial))) or gettext("Participant")

    @property
    def initials(self) -> str:
        """One or two letters for the drawn avatar."""
        words = [word for word in self.public_name.replace(".", " ").split() if word[:1].isalpha()]
        return "".join(word[0] for word in words[:2]).upper() or "–"


@functools.cache
def _columns_of() -> tuple[tuple[str, str], ...]:
    """Names of the fields and of their values on an account: a page of a discussion reads fifty accounts."""
    return tuple(
        (field.name, field.attname)
        for field in User._meta.local_concrete_fields
        if not field.primary_key
    )
