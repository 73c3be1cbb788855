"""Addresses of polls, under «opytuvannia/»; a module for each part."""

from portal.participation.polls import urls_pages, urls_results, urls_vote

app_name = "polls"
urlpatterns = [*urls_vote.urlpatterns, *urls_results.urlpatterns, *urls_pages.urlpatterns]
