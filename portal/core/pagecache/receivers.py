"""What raises the content version: every saved or deleted row but those no reader sees.

The list names what is quiet, not what counts, so a model nobody thought of costs a render and never
shows an old page. A model whose rows never show on a stored page (what citizens write, logs of our
own) says so itself: `raises_version = False`.
"""

from typing import Any, Final

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import DraftStateMixin
from wagtail.signals import page_published, page_unpublished, post_page_move, published, unpublished

from portal.core.pagecache.stamp import bump

# Rows of whole applications that readers never see.
_QUIET_APPS: Final = frozenset(
    {
        "admin",
        "auth",
        "contenttypes",
        "django_comments",
        "django_comments_xtd",
        "django_tasks_database",
        "migrations",
        "people",
        "sessions",
        "sites",
        "wagtailadmin",
        "wagtailsearch",
        "wagtailusers",
    }
)
_QUIET_MODELS: Final = frozenset(
    {
        # Made while a page is rendered: counting them would throw the page away at once.
        "core.portalrendition",
        "wagtailembeds.embed",
        # Ours: the version itself, addresses of what is gone (404 is never stored), work rows.
        "core.goneaddress",
        "core.periodicrun",
        "core.stamp",
        # What people say: discussions are fragments of their own, which live for a second.
        "discussion.answerdraft",
        "discussion.comment",
        "discussion.commentappeal",
        "discussion.commentedit",
        "discussion.decision",
        "discussion.discussion",
        "discussion.heldby",
        "discussion.mention",
        "discussion.notice",
        "discussion.queuelock",
        "discussion.reaction",
        "discussion.report",
        "discussion.subscription",
        "discussion.visit",
        # A vote changes no page: counts move in steps, which say so themselves.
        "polls.answertag",
        "polls.ballot",
        "polls.participation",
        "polls.textanswer",
        "polls.trace",
        # Drafts, talk about them, and traces; publishing is seen by the page's own row.
        "wagtailcore.apitoken",
        "wagtailcore.comment",
        "wagtailcore.commentreply",
        "wagtailcore.groupapprovaltask",
        "wagtailcore.groupcollectionpermission",
        "wagtailcore.grouppagepermission",
        "wagtailcore.modellogentry",
        "wagtailcore.pagelogentry",
        "wagtailcore.pagesubscription",
        "wagtailcore.referenceindex",
        "wagtailcore.revision",
        "wagtailcore.task",
        "wagtailcore.taskstate",
        "wagtailcore.uploadedfile",
        "wagtailcore.workflow",
        "wagtailcore.workflowcontenttype",
        "wagtailcore.workflowpage",
        "wagtailcore.workflowstate",
        "wagtailcore.workflowtask",
        # Translations in the making; publishing one saves its page.
        "wagtail_localize.overridablesegment",
        "wagtail_localize.relatedobjectsegment",
        "wagtail_localize.segmentoverride",
        "wagtail_localize.string",
        "wagtail_localize.stringsegment",
        "wagtail_localize.stringtranslation",
        "wagtail_localize.template",
        "wagtail_localize.templatesegment",
        "wagtail_localize.translatableobject",
        "wagtail_localize.translation",
        "wagtail_localize.translationcontext",
        "wagtail_localize.translationlog",
        "wagtail_localize.translationsource",
    }
)
# What Wagtail writes to the live row when a draft is saved, or learns of a file when it is needed.
_UNSEEN_FIELDS: Final = frozenset(
    {
        "draft_title",
        "expire_at",
        "file_hash",
        "file_size",
        "go_live_at",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "latest_revision_id",
        "locked",
        "locked_at",
        "locked_by",
    }
)


def is_quiet(model: type[Model]) -> bool:
    """Whether rows of the model never show on a stored page."""
    # Historical models of migrations: there may be no table for the version yet.
    if model.__module__ == "__fake__" or not getattr(model, "raises_version", True):
        return True
    meta = model._meta
    return meta.app_label in _QUIET_APPS or meta.label_lower in _QUIET_MODELS


def connect() -> None:
    post_save.connect(_saved, dispatch_uid="content version")
    post_delete.connect(_deleted, dispatch_uid="content version")
    m2m_changed.connect(_related, dispatch_uid="content version")
    for signal in (post_page_move, page_published, page_unpublished, published, unpublished):
        signal.connect(_turned, dispatch_uid="content version")


def _saved(
    sender: type[Model],
    instance: Model,
    created: bool,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    if is_quiet(sender):
        return
    if update_fields is not None and set(update_fields) <= _UNSEEN_FIELDS:
        return
    if created and isinstance(instance, DraftStateMixin) and not instance.live:
        return
    bump()


def _deleted(sender: type[Model], **kwargs: Any) -> None:
    if not is_quiet(sender):
        bump()


def _related(sender: type[Model], action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and not is_quiet(sender):
        bump()


def _turned(**kwargs: Any) -> None:
    """Published, taken back or moved: what these do to rows need not go through `save()`."""
    bump()
