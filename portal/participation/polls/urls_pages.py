"""The list of polls, a poll’s own page, feeds, the widget, posters.

Last of the three modules: what has a fixed word goes before an address that may be anything.
"""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.participation.polls.pages import feeds, index, paper, poll_page, posters, widget

urlpatterns: list[URLPattern] = [
    path("", index.poll_index, name="index"),
    path("rss/", feeds.rss, name="rss"),
    path("atom/", feeds.atom, name="atom"),
    path("feed.json", feeds.json_feed, name="json_feed"),
    path("<slug:slug>/", poll_page.poll_page, name="poll"),
    path("<slug:slug>/widget/", widget.widget, name="widget"),
    path("<slug:slug>/qr.svg", posters.qr, name="qr"),
    path("<slug:slug>/picture.png", posters.picture, name="picture"),
    path(pgettext_lazy("address", "<slug:slug>/poster/"), posters.poster, name="poster"),
    path(_("<slug:slug>/paper-ballot/"), paper.paper, name="paper"),
]
