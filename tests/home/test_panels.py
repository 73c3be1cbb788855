from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from home.panels import dashboard_panels, drafts_of, recently_published, scheduled
from portal.people.models import User
from portal.people.roles import CHIEF_EDITORS, EDITORS
from tests.factories.pages import NewsPageFactory


@pytest.fixture
def editor(db):
    user = User.objects.create_user("editor@example.org", "a long password")
    user.groups.add(Group.objects.get(name=EDITORS))
    return user


@pytest.fixture
def chief(db):
    user = User.objects.create_user("chief@example.org", "a long password")
    user.groups.add(Group.objects.get(name=CHIEF_EDITORS))
    return user


def draft(parent, user, **fields):
    page = NewsPageFactory(parent=parent, live=False, owner=user, **fields)
    page.save_revision(user=user)
    return page


def titles(pages):
    return [page.title for page in pages]


def test_my_drafts_are_mine_and_unpublished(news_index, editor, chief):
    mine = draft(news_index, editor, title="Моя чернетка")
    draft(news_index, chief, title="Чужа чернетка")
    published = draft(news_index, editor, title="Вийшла")
    published.get_latest_revision().publish()
    assert titles(drafts_of(editor)) == [mine.title]


def test_scheduled_page_waits_in_its_own_list_not_among_drafts(news_index, editor):
    later = draft(news_index, editor, title="Завтра")
    later.go_live_at = timezone.now() + timedelta(days=1)
    later.save_revision(user=editor).publish()
    sooner = draft(news_index, editor, title="За годину")
    sooner.go_live_at = timezone.now() + timedelta(hours=1)
    sooner.save_revision(user=editor).publish()
    assert titles(scheduled(editor)) == ["За годину", "Завтра"]
    assert titles(drafts_of(editor)) == []


def test_recently_published_is_newest_first_and_without_drafts(news_index, editor):
    for title in ("Раніше", "Пізніше"):
        draft(news_index, editor, title=title).get_latest_revision().publish()
    draft(news_index, editor, title="Чернетка")
    assert titles(recently_published(editor))[:2] == ["Пізніше", "Раніше"]


def test_dashboard_shows_the_panels_in_ukrainian(client, news_index, editor):
    draft(news_index, editor, title="Моя чернетка")
    client.force_login(editor)
    html = client.get("/admin/").content.decode()
    assert "Мої чернетки" in html
    assert "Моя чернетка" in html
    # Nothing is scheduled, so there is no empty panel.
    assert "Заплановано" not in html


def test_panels_show_nobody_what_they_may_not_edit(rf, news_index, editor, db):
    stranger = User.objects.create_user("stranger@example.org", "a long password")
    draft(news_index, editor).get_latest_revision().publish()
    request = rf.get("/admin/")
    request.user = stranger
    for panel in dashboard_panels():
        assert panel.get_context_data({"request": request})["pages"] == []


def test_editor_submits_and_only_the_chief_may_publish(news_index, editor, chief):
    page = draft(news_index, editor)
    assert page.permissions_for_user(editor).can_edit()
    assert not page.permissions_for_user(editor).can_publish()
    assert page.permissions_for_user(chief).can_publish()
    assert page.get_workflow().name == "Погодження головним редактором"


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        ("places.change_topic", True),
        ("civic_pages.add_rubric", True),
        ("people.change_user", False),
        ("auth.add_group", False),
    ],
)
def test_chief_editor_keeps_the_lists_but_not_the_people(chief, permission, allowed):
    assert chief.has_perm(permission) is allowed


@pytest.mark.parametrize(
    "permission", ["places.change_topic", "civic_pages.add_rubric", "wagtailredirects.add_redirect"]
)
def test_editor_changes_no_lists(editor, permission):
    assert not editor.has_perm(permission)
