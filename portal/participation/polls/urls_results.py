"""Results: files, rounds, looking up a receipt, recounting."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from portal.participation.polls.results import views

urlpatterns: list[URLPattern] = [
    path(_("<slug:slug>/check/"), views.check_last, name="check"),
    path(_("<slug:slug>/rounds/<int:number>/"), views.round_page, name="round"),
    path(_("<slug:slug>/rounds/<int:number>/check/"), views.check, name="check"),
    path(_("<slug:slug>/rounds/<int:number>/print/"), views.print_page, name="print"),
    path(_("<slug:slug>/rounds/<int:number>/ballots.<str:suffix>"), views.ballots, name="ballots"),
    path(_("<slug:slug>/rounds/<int:number>/results.<str:suffix>"), views.results, name="files"),
]
