"""Addresses of one's own account that follow from what staff does: blocks, the second factor."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from portal.people.staff import own

urlpatterns = [
    path(_("blocks/"), own.blocks, name="account_blocks"),
    path(_("blocks/<int:pk>/appeal/"), own.AppealView.as_view(), name="account_appeal"),
    path(_("security/needed/"), own.factor_needed, name="account_factor_needed"),
]
