"""A report, a decision, an appeal and its answer, as four people live through it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.discussion.enums import State
from portal.discussion.hosts import Host
from portal.discussion.models import Comment, CommentAppeal, Decision
from portal.discussion.services import comments
from portal.people.enums import Role
from portal.people.services import consents
from tests.factories import pages
from tests.people.duties import person


@pytest.fixture
def enter(served, open_page):
    """Opens an address as a person."""

    def open_(user, path, **options):
        consents.give(user)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        page = open_page(f"{served}/healthz", **options)
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": served,
                }
            ]
        )
        page.goto(f"{served}{path}", wait_until="load")
        return page

    return open_


# Classes of Wagtail's root element: light, dark, more contrast.
THEMES = ("w-theme-light", "w-theme-dark", "w-theme-light w-contrast-more")


def faults_of_the_queue(page, theme):
    """What axe finds in what is ours on the screen."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("names => { document.documentElement.className = names }", theme)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]})
    return [
        f"{theme}: {one['id']}: {node['target']}"
        for one in found.response["violations"]
        for node in one["nodes"]
        if any("queue" in str(target) for target in node["target"])
    ]


@pytest.mark.parametrize("java_script", [True, False])
def test_from_a_report_to_a_granted_appeal(enter, news_index, java_script):
    author, reader = person(name="author"), person(name="reader")
    moderator = person(Role.MODERATOR, name="m1")
    colleague = person(Role.ADMINISTRATOR, name="m2")
    host = Host.of(pages.NewsPageFactory(parent=news_index))
    comment = comments.post(user=author, host=host, text="Це ганьба, а не мапа", lang="uk")

    page = enter(reader, reverse("discussion:report", args=[comment.pk]), java_script=java_script)
    page.get_by_label("3. Поважайте співрозмовників").check()
    page.get_by_role("button", name="Надіслати скаргу").click()
    assert Comment.objects.get(pk=comment.pk).reports_count == 1

    page = enter(moderator, reverse("discussion_queue"), java_script=java_script)
    if java_script:
        assert [fault for theme in THEMES for fault in faults_of_the_queue(page, theme)] == []
        page.keyboard.press("j")
        page.keyboard.press("o")
        page.wait_for_url("**/moderation/*/?tab=reported")
        page.keyboard.press("h")
        page.keyboard.press("3")
        page.get_by_label("Слово автору").fill("hjkl Так не пишуть")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/moderation/reported/")
    else:
        page.locator("[data-open]").click()
        page.locator("input[name=act][value=hide]").check()
        page.get_by_label("3. Поважайте співрозмовників").check()
        page.locator("[data-decide] button[type=submit]").click()
    decision = Decision.objects.get()
    assert decision.rule.number == 3
    assert decision.word == ("hjkl Так не пишуть" if java_script else "")
    assert Comment.objects.get(pk=comment.pk).state == State.HIDDEN

    page = enter(author, reverse("discussion:appeal", args=[decision.pk]), java_script=java_script)
    page.get_by_label("Що ви заперечуєте").or_(page.locator("textarea[name=text]")).first.fill(
        "«Ганьба» — про мапу"
    )
    page.locator("form.form button[type=submit]").click()
    assert CommentAppeal.objects.get().text == "«Ганьба» — про мапу"

    path = f"{reverse('discussion_queue_item', args=[comment.pk])}?tab=appeals"
    page = enter(colleague, path, java_script=java_script)
    page.locator("input[name=granted][value=yes]").check()
    page.locator("textarea[name=answer]").fill("Ваша правда")
    page.locator("form[action*='/appeal/'] button[type=submit]").click()
    page.wait_for_url("**/moderation/appeals/")
    assert Comment.objects.get(pk=comment.pk).state == State.PUBLISHED
