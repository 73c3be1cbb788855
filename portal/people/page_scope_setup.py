"""Puts the officers' scope where Wagtail asks who may do what with pages."""

from django.db.models.signals import post_save
from wagtail.models import Page, Revision
from wagtail.permissions import register_permission_policy

from portal.people.own_department import follow_draft
from portal.people.page_scope import DepartmentPagePolicy, permissions_for_user


def install() -> None:
    register_permission_policy(Page, DepartmentPagePolicy(Page))
    # Half of Wagtail's views hold plain Page objects, which no method of our page types reaches.
    Page.permissions_for_user = permissions_for_user
    post_save.connect(follow_draft, sender=Revision, dispatch_uid="people_follow_draft")
