"""An officer of a department at every entrance of the admin: own pages, and no others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from civic_pages.models import NewsPage
from portal.people.enums import Role
from tests.factories import pages
from tests.factories.editor import filled_form
from tests.people.duties import department, fresh, member, person


class Scene:
    """An officer, the pages of their department, of another one, and of none."""

    def __init__(self, home):
        self.home = home
        self.own_department, self.other_department = department(), department("Управління доріг")
        self.officer = member(person(Role.OFFICER, name="officer"), self.own_department)
        self.index = pages.NewsIndexPageFactory(parent=home)
        self.forums = pages.ForumIndexPageFactory(parent=home)
        self.series = pages.ForumSeriesPageFactory(parent=self.forums)
        self.consultations = pages.ConsultationIndexPageFactory(parent=home)
        self.own = self.news(self.own_department)
        self.other = self.news(self.other_department)
        self.nobodys = self.news(None)

    def news(self, of, **fields):
        return self.revised(pages.NewsPageFactory(parent=self.index, department=of, **fields))

    def forum(self, of, **fields):
        return self.revised(pages.ForumPageFactory(parent=self.forums, organiser=of, **fields))

    def consultation(self, of, **fields):
        page = pages.ConsultationPageFactory(parent=self.consultations, department=of, **fields)
        return self.revised(page)

    @staticmethod
    def revised(page):
        page.save_revision()
        page.refresh_from_db()
        return page


@pytest.fixture
def scene(home):
    return Scene(home)


@pytest.fixture
def officer(client, scene):
    client.force_login(scene.officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def is_refused(response):
    """Wagtail leads who may not back to the front page of the admin; scripts get 403."""
    home = reverse("wagtailadmin_home")
    return response.status_code == 403 or (
        response.status_code == 302 and response["Location"] in (home, f"{home}?")
    )


READING = [
    ("wagtailadmin_pages:edit", ()),
    ("wagtailadmin_pages:delete", ()),
    ("wagtailadmin_pages:unpublish", ()),
    ("wagtailadmin_pages:move", ()),
    ("wagtailadmin_pages:copy", ()),
    ("wagtailadmin_pages:history", ()),
    ("wagtailadmin_pages:usage", ()),
    ("wagtailadmin_pages:view_draft", ()),
    ("wagtailadmin_pages:set_privacy", ()),
    ("wagtailadmin_pages:workflow_history", ()),
    ("wagtail_localize:submit_page_translation", ()),
]


@pytest.mark.parametrize(("name", "more"), READING, ids=[name for name, _more in READING])
def test_a_page_of_another_department_or_of_none_is_closed_at_every_entrance(
    officer, scene, name, more
):
    def answer(page):
        return officer.get(reverse(name, args=[page.pk, *more]))

    assert answer(scene.own).status_code == 200
    assert is_refused(answer(scene.other))
    assert is_refused(answer(scene.nobodys))


@pytest.mark.parametrize("kind", ["news", "forum", "consultation"])
def test_each_type_of_page_belongs_to_its_department(officer, scene, kind):
    own, other, nobodys = (
        getattr(scene, kind)(of) for of in (scene.own_department, scene.other_department, None)
    )

    def answer(page):
        return officer.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert answer(own).status_code == 200
    assert is_refused(answer(other))
    assert is_refused(answer(nobodys))


@pytest.mark.parametrize("name", ["revisions_view", "revisions_revert", "revisions_unschedule"])
def test_revisions_of_others_are_closed(officer, scene, name):
    def answer(page):
        return officer.get(
            reverse(f"wagtailadmin_pages:{name}", args=[page.pk, page.latest_revision_id])
        )

    assert answer(scene.own).status_code == 200
    assert is_refused(answer(scene.other))
    assert is_refused(answer(scene.nobodys))


def test_versions_of_others_are_not_compared(officer, scene):
    def answer(page):
        return officer.get(
            reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
        )

    assert answer(scene.own).status_code == 200
    assert is_refused(answer(scene.other))
    assert is_refused(answer(scene.nobodys))


@pytest.mark.parametrize("name", ["lock", "unlock"])
def test_only_own_pages_are_locked_and_unlocked(officer, scene, name):
    for page in (scene.own, scene.other, scene.nobodys):
        if name == "unlock":
            Page.objects.filter(pk=page.pk).update(locked=True, locked_by=scene.officer)
        officer.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
    wanted = name == "lock"
    locked = {
        page.pk: Page.objects.get(pk=page.pk).locked
        for page in (scene.own, scene.other, scene.nobodys)
    }
    assert locked[scene.own.pk] is wanted
    assert locked[scene.other.pk] is not wanted
    assert locked[scene.nobodys.pk] is not wanted


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
def test_bulk_actions_take_own_pages_alone(officer, scene, action):
    live = action != "publish"
    Page.objects.filter(pk__in=[scene.own.pk, scene.other.pk, scene.nobodys.pk]).update(live=live)

    def url(*chosen):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        return f"{address}?{'&'.join(f'id={page.pk}' for page in chosen)}&next=/admin/"

    shown = officer.get(url(scene.own, scene.other, scene.nobodys)).content.decode()
    if action != "move":
        officer.post(url(scene.own, scene.other, scene.nobodys))
    left = set(Page.objects.values_list("pk", flat=True))
    state = dict(Page.objects.values_list("pk", "live"))
    for page in (scene.other, scene.nobodys):
        assert page.pk in left
        assert state[page.pk] is live
    if action == "delete":
        assert scene.own.pk not in left
    elif action != "move":
        assert state[scene.own.pk] is not live
    else:
        assert scene.own.title in shown


def test_an_officer_creates_for_their_department_with_no_other_choice(officer, scene):
    url = reverse("wagtailadmin_pages:add", args=["civic_pages", "newspage", scene.index.pk])
    shown = officer.get(url)
    assert list(shown.context["form"].fields["department"].queryset) == [scene.own_department]
    assert shown.context["form"].initial["department"] == scene.own_department.pk
    data = filled_form(officer, url, NewsPage, title="Нова", slug="nova", date="01.06.2019 10:00")
    data["action-publish"] = "1"
    officer.post(url, data)
    page = NewsPage.objects.get(slug="nova")
    assert page.live
    assert page.department == scene.own_department


@pytest.mark.parametrize("whose", ["other", "none"])
def test_an_officer_creates_for_nobody_else(officer, scene, whose):
    url = reverse("wagtailadmin_pages:add", args=["civic_pages", "newspage", scene.index.pk])
    data = filled_form(officer, url, NewsPage, title="Нова", slug="nova", date="01.06.2019 10:00")
    data["department"] = scene.other_department.pk if whose == "other" else ""
    assert officer.post(url, data).status_code == 200
    assert not NewsPage.objects.filter(slug="nova").exists()


def test_an_officer_creates_neither_series_nor_sections(officer, scene):
    def answer(model, parent):
        return officer.get(reverse("wagtailadmin_pages:add", args=[*model, parent.pk]))

    assert answer(("civic_pages", "forumpage"), scene.series).status_code == 200
    assert is_refused(answer(("civic_pages", "forumseriespage"), scene.forums))
    assert is_refused(answer(("home", "sectionpage"), scene.home))


@pytest.mark.parametrize("whose", ["other", "none"])
def test_a_page_is_not_given_away(officer, scene, whose):
    url = reverse("wagtailadmin_pages:edit", args=[scene.own.pk])
    data = filled_form(officer, url, NewsPage, title="Змінено")
    data["department"] = scene.other_department.pk if whose == "other" else ""
    data["action-publish"] = "1"
    officer.post(url, data)
    stored = NewsPage.objects.get(pk=scene.own.pk)
    assert stored.department == scene.own_department
    assert stored.title != "Змінено"


def test_an_officer_publishes_own_pages(officer, scene):
    url = reverse("wagtailadmin_pages:edit", args=[scene.own.pk])
    data = filled_form(officer, url, NewsPage, title="Змінено")
    data["action-publish"] = "1"
    officer.post(url, data)
    assert NewsPage.objects.get(pk=scene.own.pk).title == "Змінено"
    for page in (scene.other, scene.nobodys):
        assert is_refused(officer.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data))
        assert NewsPage.objects.get(pk=page.pk).title != "Змінено"


def test_a_forum_is_moved_among_places_of_forums_alone(officer, scene):
    own, other = scene.forum(scene.own_department), scene.forum(scene.other_department)

    def moved(page, to):
        officer.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, to.pk]))
        return Page.objects.get(pk=page.pk).get_parent().pk == to.pk

    assert moved(own, scene.series)
    assert not moved(other, scene.series)
    assert not moved(own, scene.home)


def test_the_places_of_pages_are_not_the_officers(officer, scene):
    assert officer.get(reverse("wagtailadmin_explore", args=[scene.index.pk])).status_code == 200
    for page in (scene.index, scene.home):
        for name in ("edit", "delete", "unpublish", "set_privacy", "history"):
            answer = officer.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
            assert is_refused(answer), (page, name)


def test_lists_searches_and_reports_hold_own_pages(officer, scene):
    for name in ("other", "nobodys"):
        NewsPage.objects.filter(pk=getattr(scene, name).pk).update(live=False)
    addresses = [
        reverse("wagtailadmin_explore", args=[scene.index.pk]),
        "/admin/api/main/pages/?fields=*&child_of=" + str(scene.index.pk),
    ]
    for address in addresses:
        page = officer.get(address).content.decode()
        assert scene.own.title in page, address
        assert scene.other.title not in page, address
        assert scene.nobodys.title not in page, address


def test_the_api_of_the_admin_knows_no_page_of_others(officer, scene):
    def answer(page):
        return officer.get(f"/admin/api/main/pages/{page.pk}/").status_code

    assert answer(scene.own) == 200
    assert answer(scene.other) == 404
    assert answer(scene.nobodys) == 404


def test_links_lead_to_live_and_to_own_pages(officer, scene):
    draft, others_draft = (
        scene.news(of, live=False) for of in (scene.own_department, scene.other_department)
    )
    for address in (
        reverse("wagtailadmin_choose_page_child", args=[scene.index.pk]),
        reverse("wagtailadmin_choose_page_search") + "?q=Новина",
    ):
        answer = officer.get(address)
        page = answer.content.decode() if "search" in address else answer.json()["html"]
        if "search" not in address:
            assert draft.title in page
            assert scene.other.title in page
        assert others_draft.title not in page


def test_a_draft_on_its_way_to_another_department_waits_for_its_officer(officer, scene):
    draft = scene.news(scene.own_department, live=False)
    draft.department = scene.other_department
    draft.save_revision()
    assert is_refused(officer.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])))
    colleague = member(person(Role.OFFICER, name="colleague"), scene.other_department)
    officer.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    assert officer.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).status_code == 200
    assert is_refused(officer.get(reverse("wagtailadmin_pages:edit", args=[scene.own.pk])))


def test_an_officer_without_a_department_has_no_page(client, scene):
    nobody = person(Role.OFFICER, name="nobody")
    for page in (scene.own, scene.nobodys, scene.index):
        permissions = page.permissions_for_user(nobody)
        assert not permissions.can_edit()
        assert not permissions.can_add_subpage()


def test_what_is_plain_for_wagtail_is_scoped_as_well(scene):
    for page, may in ((scene.own, True), (scene.other, False), (scene.nobodys, False)):
        plain = Page.objects.get(pk=page.pk)
        assert plain.permissions_for_user(fresh(scene.officer)).can_publish() is may
        policy = policy_registry.get_by_type(Page)
        for action in ("change", "publish", "lock"):
            found = policy.user_has_permission_for_instance(fresh(scene.officer), action, plain)
            assert found is may


def test_an_author_of_a_page_that_was_given_away_is_out(scene):
    scene.other.owner = scene.officer
    scene.other.save()
    page = NewsPage.objects.get(pk=scene.other.pk)
    assert not page.permissions_for_user(fresh(scene.officer)).can_edit()
    assert not page.permissions_for_user(fresh(scene.officer)).can_delete()


def test_an_editor_who_is_an_officer_too_edits_everything(scene):
    both = member(person(Role.OFFICER, Role.EDITOR, name="both"), scene.own_department)
    assert scene.other.permissions_for_user(both).can_edit()
    assert not scene.other.permissions_for_user(fresh(both)).can_publish()
    assert scene.own.permissions_for_user(fresh(both)).can_publish()


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.CLERK, Role.PARTICIPANT, Role.EXPERT])
def test_other_roles_touch_no_pages(scene, role):
    permissions = scene.own.permissions_for_user(person(role, name=role.value))
    assert not permissions.can_edit()
    assert not permissions.can_publish()
    assert not permissions.can_delete()


@pytest.mark.parametrize(
    ("role", "edits", "publishes"),
    [(Role.EDITOR, True, False), (Role.CHIEF_EDITOR, True, True)],
)
def test_editors_keep_what_they_have(scene, role, edits, publishes):
    user = person(role, name=role.value)
    for page in (scene.own, scene.nobodys, scene.index):
        permissions = page.permissions_for_user(fresh(user))
        assert permissions.can_edit() is edits
        assert permissions.can_publish() is publishes


def test_a_list_asks_an_officer_no_more_for_more_pages_than_an_editor(client, scene):
    url = reverse("wagtailadmin_explore", args=[scene.index.pk])

    def growth(user, of):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.get(url)
        with CaptureQueriesContext(connection) as before:
            client.get(url)
        for _number in range(5):
            scene.news(of)
        with CaptureQueriesContext(connection) as after:
            client.get(url)
        return len(after) - len(before)

    editor = person(Role.CHIEF_EDITOR, name="chief")
    assert growth(scene.officer, scene.own_department) <= growth(editor, scene.own_department)


def test_copies_stay_in_the_department(officer, scene):
    url = reverse("wagtailadmin_pages:copy", args=[scene.own.pk])
    data = {
        "new_title": "Копія",
        "new_slug": "kopiia",
        "new_parent_page": scene.index.pk,
        "publish_copies": "",
    }
    officer.post(url, data)
    assert NewsPage.objects.get(slug="kopiia").department == scene.own_department
    data["new_slug"] = "kopiia-druha"
    officer.post(reverse("wagtailadmin_pages:copy", args=[scene.other.pk]), data)
    assert not NewsPage.objects.filter(slug="kopiia-druha").exists()


def test_translations_belong_to_the_department_of_their_original(officer, scene, english_home):
    from wagtail.models import Locale

    scene.index.copy_for_translation(Locale.objects.get(language_code="en"))
    found = {}
    for page in (scene.own, scene.other):
        found[page.pk] = page.copy_for_translation(Locale.objects.get(language_code="en"))
    own, other = found[scene.own.pk], found[scene.other.pk]
    assert officer.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).status_code == 200
    assert is_refused(officer.get(reverse("wagtailadmin_pages:edit", args=[other.pk])))
