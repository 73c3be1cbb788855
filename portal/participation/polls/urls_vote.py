"""Answering a poll, and another answer by a receipt."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from portal.participation.polls.answering.changing import ChangeView
from portal.participation.polls.answering.views import AnswerView

urlpatterns: list[URLPattern] = [
    path(_("<slug:slug>/answer/"), AnswerView.as_view(), name="answer"),
    path(
        _("<slug:slug>/part/"),
        AnswerView.as_view(is_part=True, http_method_names=["get", "head"]),
        name="part",
    ),
    path(_("<slug:slug>/change/"), ChangeView.as_view(), name="change"),
]
