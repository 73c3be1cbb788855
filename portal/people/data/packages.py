"""What the packages keep of people: allauth their ways in, Wagtail what staff did to pages."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, Page
from wagtail.users.models import UserProfile

from portal.core.personal_data import CHUNK, Erasure, PersonalData, Row, alike, register
from portal.people.models import User

_WITH_ACCOUNT = _("it stands with the account")
_ANSWERS = _("the city answers for what it publishes and decides")
_AS_LONG_AS_PAGE = _("as long as the page")
_AS_LONG_AS_ROW = _("as long as what was decided")
# What the packages leave without a name.
_LABELS: Final = {
    "type": _("kind"),
    "created_at": _("added"),
    "updated_at": _("changed"),
    "last_used_at": _("last used"),
    "resolved_at": _("resolved"),
    "uid": _("your number in that service"),
    "extra_data": _("what the service said about you"),
    "page": _("page"),
    "object_str": _("title"),
    "label": _("title"),
    "text": _("text"),
    "data": _("text"),
    "data_json": _("value"),
    "action": _("act"),
    "timestamp": _("time"),
}


def register_packages() -> None:
    """Called in `PeopleConfig.ready`."""
    register(*_deleted(), *_deleted_with_more(), *_acts(), *_acts_with_more())


def _deleted() -> list[PersonalData]:
    """Ways in, tables between, what staff keep for themselves in the admin: it all goes."""
    return alike(
        ("account.emailaddress.user", _("E-mail addresses"), ("email", "verified", "primary")),
        # Their secrets stay out of a file that lies on a disk somewhere.
        (
            "mfa.authenticator.user",
            _("Second factors and passkeys"),
            ("type", "created_at", "last_used_at"),
        ),
        (
            "socialaccount.socialaccount.user",
            _("Accounts of other services"),
            ("provider", "uid", "date_joined", "last_login", "extra_data"),
        ),
        ("people.user_user_permissions.user", _("Single rights"), _WITH_ACCOUNT),
        ("people.user_topics.user", _("Topics that interest"), _WITH_ACCOUNT),
        (
            "wagtailadmin.editingsession.user",
            _("Marks of who is editing now"),
            _("it lasts for minutes"),
        ),
        (
            "wagtailadmin.formstate.user",
            _("Forms being filled in"),
            _("it lasts for a day and holds drafts of pages"),
        ),
        (
            "wagtailcore.apitoken.user",
            _("Keys to the programming interface"),
            ("name", "created", "last_used_at", "revoked_at"),
        ),
        ("wagtailcore.pagesubscription.user", _("Pages watched in the administration"), ("page",)),
        erasure=Erasure.DELETE,
        labels=_LABELS,
        words={"provider": _service},
    )


def _deleted_with_more() -> list[PersonalData]:
    """The same, where something else goes with the rows."""
    return [
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
        PersonalData(
            model="wagtailusers.userprofile",
            key="user",
            title=_("Preferences in the administration"),
            fields=("preferred_language", "theme"),
            erasure=Erasure.DELETE,
            before_delete=_remove_avatar,
        ),
    ]


def _acts() -> list[PersonalData]:
    """What staff did to pages. It stays, signed «Deleted user», for the city answers for it."""
    return alike(
        ("wagtailcore.revision.user", _("Versions of pages"), ("object_str", "created_at")),
        ("wagtailcore.workflowstate.requested_by", _("Approvals asked for"), ("created_at",)),
        ("wagtailcore.taskstate.finished_by", _("Approvals given"), ("status", "finished_at")),
        ("wagtailcore.comment.user", _("Notes on drafts"), ("text", "created_at")),
        ("wagtailcore.comment.resolved_by", _("Notes resolved"), ("resolved_at",)),
        ("wagtailcore.commentreply.user", _("Answers to notes"), ("text", "created_at")),
        (
            "wagtail_localize.stringtranslation.last_translated_by",
            _("Translations"),
            ("data", "updated_at"),
        ),
        (
            "wagtail_localize.segmentoverride.last_translated_by",
            _("Values set in translations"),
            ("data_json", "updated_at"),
        ),
        (
            "wagtailcore.pagelogentry.user",
            _("What you did to pages"),
            ("label", "action", "timestamp"),
        ),
        erasure=Erasure.KEEP,
        labels=_LABELS,
        words={"action": _act},
        reason=_ANSWERS,
        term=_AS_LONG_AS_PAGE,
    )


def _acts_with_more() -> list[PersonalData]:
    """The same, where something has to be handed over, or names what only its person may know."""
    return [
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
            model="wagtailcore.modellogentry",
            key="user",
            title=_("What you did in the administration"),
            fields=("label", "action", "timestamp"),
            labels=_LABELS,
            words={"action": _act},
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


def _service(name: str) -> str:
    """A service by the name that stands on its button; one that is configured no more by its key."""
    for app in settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", []):
        if app["provider_id"] == name:
            return str(app["name"])
    return name


def _act(name: str) -> str:
    """An act as the log of the administration says it."""
    registry.scan_for_actions()
    return str(registry.get_action_label(name)) if registry.action_exists(name) else name


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
        yield {"action": _act(entry.action), "timestamp": timezone.localtime(entry.timestamp)}


def _forget_own_acts(user: AbstractBaseUser, at: datetime) -> None:
    _about(user).filter(user=user.pk).update(user=None)


def _forget_acts_upon(user: AbstractBaseUser, at: datetime) -> None:
    """The label of an entry is the name of its object: of the account, name or address."""
    _about(user).update(label=ERASED_LABEL, data={})


# Stands in the log of the administration, which is Ukrainian whoever reads it.
ERASED_LABEL = "Видалений користувач"
