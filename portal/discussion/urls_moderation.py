"""Addresses of due process."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from portal.discussion.moderation import views
from portal.people.decorators import all_personal

urlpatterns = [
    path(_("rules/"), views.rules, name="rules"),
    path(_("log/"), views.log, name="log"),
    path(_("log/log.csv"), views.log_csv, name="log_csv"),
    *all_personal(
        [
            path(_("comments/<int:pk>/report/"), views.ReportView.as_view(), name="report"),
            path(_("decisions/<int:pk>/appeal/"), views.AppealView.as_view(), name="appeal"),
        ]
    ),
]
