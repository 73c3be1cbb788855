"""What the packages keep of people: allauth their ways in, Wagtail what staff did to pages."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, Page
from wagtail.users.models import UserProfile

from portal.core.personal_data import CHUNK, Erasure, PersonalData, Row, register
from portal.people.models import User

_WITH_ACCOUNT = _("it stands with the account")
_ANSWERS = _("the city answers for what it publishes and decides")
_AS_LONG_AS_PAGE = _("as long as the page")
_AS_LONG_AS_ROW = _("as long as what was decided")


def register_packages() -> None:
    """Called in `PeopleConfig.ready`."""
    register(*_ways_in(), *_tables_between(), *_own_desk(), *_acts())


def _ways_in() -> list[PersonalData]:
    return [
        PersonalData(
            model="account.emailaddress",
            key="user",
            title=_("E-mail addresses"),
            fields=("email", "verified", "primary"),
            erasure=Erasure.DELETE,
        ),
        PersonalData(
            model="mfa.authenticator",
            key="user",
            title=_("Second factors and passkeys"),
            # Their secrets stay out of a file that lies on a disk somewhere.
            fields=("type", "created_at", "last_used_at"),
            erasure=Erasure.DELETE,
        ),
        PersonalData(
            model="socialaccount.socialaccount",
            key="user",
            title=_("Accounts of other services"),
            fields=("provider", "uid", "date_joined", "last_login"),
            erasure=Erasure.DELETE,
        ),
        PersonalData(
            model="usersessions.usersession",
            key="user",
            title=_("Open sessions"),
            fields=("created_at", "ip", "user_agent"),
            labels={
                "created_at": _("signed in"),
                "ip": _("beginning of the network"),
                "user_agent": _("device"),
            },
            erasure=Erasure.DELETE,
            before_delete=_end_sessions,
        ),
    ]


def _tables_between() -> list[PersonalData]:
    titles = {
        "people.user_user_permissions": _("Single rights"),
        "people.user_topics": _("Topics that interest"),
    }
    return [
        PersonalData(
            model=model,
            key="user",
            title=title,
            not_exported=_WITH_ACCOUNT,
            erasure=Erasure.DELETE,
        )
        for model, title in titles.items()
    ]


def _own_desk() -> list[PersonalData]:
    """What staff keep for themselves in the admin."""
    return [
        PersonalData(
            model="wagtailusers.userprofile",
            key="user",
            title=_("Preferences in the administration"),
            fields=("preferred_language", "theme"),
            erasure=Erasure.DELETE,
            before_delete=_remove_avatar,
        ),
        PersonalData(
            model="wagtailadmin.editingsession",
            key="user",
            title=_("Marks of who is editing now"),
            not_exported=_("it lasts for minutes"),
            erasure=Erasure.DELETE,
        ),
        PersonalData(
            model="wagtailadmin.formstate",
            key="user",
            title=_("Forms being filled in"),
            not_exported=_("it lasts for a day and holds drafts of pages"),
            erasure=Erasure.DELETE,
        ),
        PersonalData(
            model="wagtailcore.apitoken",
            key="user",
            title=_("Keys to the programming interface"),
            fields=("name", "created", "last_used_at", "revoked_at"),
            erasure=Erasure.DELETE,
        ),
        PersonalData(
            model="wagtailcore.pagesubscription",
            key="user",
            title=_("Pages watched in the administration"),
            fields=("page",),
            erasure=Erasure.DELETE,
        ),
    ]


def _acts() -> list[PersonalData]:
    """What staff did to pages. It stays, signed «Deleted user», for the city answers for it."""
    kept = [
        ("wagtailcore.revision", "user", _("Versions of pages"), ("object_str", "created_at")),
        ("wagtailcore.workflowstate", "requested_by", _("Approvals asked for"), ("created_at",)),
        ("wagtailcore.taskstate", "finished_by", _("Approvals given"), ("status", "finished_at")),
        ("wagtailcore.comment", "user", _("Notes on drafts"), ("text", "created_at")),
        ("wagtailcore.comment", "resolved_by", _("Notes resolved"), ("resolved_at",)),
        ("wagtailcore.commentreply", "user", _("Answers to notes"), ("text", "created_at")),
        (
            "wagtail_localize.stringtranslation",
            "last_translated_by",
            _("Translations"),
            ("data", "updated_at"),
        ),
        (
            "wagtail_localize.segmentoverride",
            "last_translated_by",
            _("Values set in translations"),
            ("data_json", "updated_at"),
        ),
    ]
    entries = [
        PersonalData(
            model=model,
            key=key,
            title=title,
            fields=fields,
            erasure=Erasure.KEEP,
            reason=_ANSWERS,
            term=_AS_LONG_AS_PAGE,
        )
        for model, key, title, fields in kept
    ]
    return [
        *entries,
        PersonalData(
            model="wagtailcore.page",
            key="owner",
            title=_("Pages made"),
            fields=("title", "first_published_at"),
            erasure=Erasure.KEEP,
            reason=_ANSWERS,
            term=_AS_LONG_AS_PAGE,
            held=_drafts,
            hand_over=_("drafts never published: publish or delete them"),
        ),
        PersonalData(
            model="wagtailcore.page",
            key="locked_by",
            title=_("Pages locked"),
            fields=("title", "locked_at"),
            erasure=Erasure.ANONYMISE,
            anonymise=lambda user, at: Page.objects.filter(locked_by=user.pk).update(
                locked_by=None
            ),
            reason=_ANSWERS,
            term=_AS_LONG_AS_PAGE,
            held=lambda user: Page.objects.filter(locked_by=user.pk, locked=True).count(),
            hand_over=_("pages you have locked: unlock them"),
        ),
        PersonalData(
            model="wagtailcore.pagelogentry",
            key="user",
            title=_("What you did to pages"),
            fields=("label", "action", "timestamp"),
            erasure=Erasure.KEEP,
            reason=_ANSWERS,
            term=_AS_LONG_AS_PAGE,
        ),
        PersonalData(
            model="wagtailcore.modellogentry",
            key="user",
            title=_("What you did in the administration"),
            fields=("label", "action", "timestamp"),
            # Of what concerns nobody but the person, the key goes; acts upon others stay theirs.
            erasure=Erasure.KEEP,
            anonymise=_forget_own_acts,
            reason=_ANSWERS,
            term=_AS_LONG_AS_ROW,
        ),
        PersonalData(
            model="wagtailcore.modellogentry",
            key="about",
            title=_("What was done to your account"),
            rows=_acts_upon,
            labels={"action": _("act"), "timestamp": _("time")},
            erasure=Erasure.ANONYMISE,
            anonymise=_forget_acts_upon,
            reason=_ANSWERS,
            term=_AS_LONG_AS_ROW,
        ),
    ]


def _drafts(user: AbstractBaseUser) -> int:
    """Pages nobody has ever seen; they have no reader to whom the city would answer."""
    drafts = Page.objects.filter(owner=user.pk, live=False, first_published_at=None)
    return drafts.count()


def _end_sessions(user: AbstractBaseUser) -> Callable[[], object]:
    keys = list(UserSession.objects.filter(user=user.pk).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return lambda: None


def _remove_avatar(user: AbstractBaseUser) -> Callable[[], object]:
    files = [
        (profile.avatar.storage, profile.avatar.name)
        for profile in UserProfile.objects.filter(user=user.pk).exclude(avatar="")
        if profile.avatar
    ]

    def remove() -> None:
        for storage, name in files:
            storage.delete(name)

    return remove


def _about(user: AbstractBaseUser) -> Any:
    """Entries of the log whose object is the account itself."""
    kind = ContentType.objects.get_for_model(User)
    return ModelLogEntry.objects.filter(content_type=kind, object_id=str(user.pk))


def _acts_upon(user: AbstractBaseUser) -> Iterator[Row]:
    """Without who did it: that is their data."""
    for entry in _about(user).order_by("pk").iterator(chunk_size=CHUNK):
        yield {"action": entry.action, "timestamp": timezone.localtime(entry.timestamp)}


def _forget_own_acts(user: AbstractBaseUser, at: datetime) -> None:
    _about(user).filter(user=user.pk).update(user=None)


def _forget_acts_upon(user: AbstractBaseUser, at: datetime) -> None:
    """The label of an entry is the name of its object: of the account, name or address."""
    _about(user).update(label=ERASED_LABEL, data={})


# Stands in the log of the administration, which is Ukrainian whoever reads it.
ERASED_LABEL = "Видалений користувач"
