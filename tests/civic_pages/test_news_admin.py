"""The editors' list of news, and the form's times."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Task, Workflow, WorkflowTask

from civic_pages.models import NewsPage, Rubric
from portal.people.enums import Role
from portal.places.models import District
from tests.civic_pages.conftest import kyiv
from tests.factories import pages
from tests.people.duties import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def rubric(home):
    return Rubric.objects.create(name="Форуми", slug="forumy", locale=home.locale)


@pytest.fixture
def district(home):
    return District.objects.create(name="Дарницький", slug="darnytskyi", locale=home.locale)


@pytest.fixture
def news(news_index, rubric, district, admin_user):
    live = pages.NewsPageFactory(
        parent=news_index,
        title="Жива",
        date=kyiv(2019, 6, 3, 12, 5),
        rubric=rubric,
        author="Олена Коваль",
        owner=admin_user,
    )
    live.districts = [district]
    live.save()
    pages.NewsPageFactory(
        parent=news_index, title="Чернетка", date=kyiv(2019, 6, 2), live=False, is_urgent=True
    )
    pages.NewsPageFactory(parent=news_index, title="Чекає", date=timezone.now() + timedelta(days=1))
    return {page.title: page for page in NewsPage.objects.all()}


def listed(client, **query):
    response = client.get(reverse("news:index"), query)
    assert response.status_code == 200
    html = response.content.decode()
    return set(re.findall(r'<span id="page_\d+_title">\s*([^<]+?)\s*<', html)), html


def test_columns(admin_client, news):
    titles, html = listed(admin_client)
    assert titles == {"Жива", "Чернетка", "Чекає"}
    for words in ("03.06.2019 12:05", "Форуми", "Дарницький", "Олена Коваль", "Не перекладено"):
        assert words in html


def test_the_menu_leads_to_it(admin_client, news):
    html = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("news:index") in html


def test_who_has_no_rights_on_pages_sees_no_entry_of_their_lists(client, news):
    clerk = person(Role.CLERK, name="clerk")
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "/admin/identity-checks/" in html
    for name in ("news", "forums", "consultations"):
        assert reverse(f"{name}:index") not in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "live"}, {"Жива"}),
        ({"status": "draft"}, {"Чернетка"}),
        ({"status": "scheduled"}, {"Чекає"}),
        ({"status": "changed"}, set()),
        ({"urgent": "yes"}, {"Чернетка"}),
        ({"urgent": "no"}, {"Жива", "Чекає"}),
        ({"translation": "NONE"}, {"Жива", "Чернетка", "Чекає"}),
        ({"translation": "LIVE"}, set()),
        ({"date_from": "2019-06-03", "date_to": "2019-06-03"}, {"Жива"}),
        ({"q": "Жив"}, {"Жива"}),
        ({"q": "Жив", "status": "draft"}, set()),
        ({"status": "unknown"}, {"Жива", "Чернетка", "Чекає"}),
    ],
)
def test_filters(admin_client, news, index_now, query, expected):
    if "q" in query:
        index_now()
    assert listed(admin_client, **query)[0] == expected


def test_what_waits_for_approval_is_told_and_found(admin_client, admin_user, news):
    workflow = Workflow.objects.create(name="Погодження")
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.create(name="Крок"))
    assert "на погодженні" not in listed(admin_client)[1]
    news["Чернетка"].save_revision()
    workflow.start(news["Чернетка"], admin_user)
    assert "на погодженні" in listed(admin_client)[1]
    assert listed(admin_client, status="waiting")[0] == {"Чернетка"}
    assert listed(admin_client, q="Жив", status="waiting")[0] == set()


def test_filters_by_terms_work_with_search_too(admin_client, news, rubric, district, index_now):
    index_now()
    for query in ({"rubric": rubric.pk}, {"district": district.pk}):
        assert listed(admin_client, **query)[0] == {"Жива"}
        assert listed(admin_client, q="Жива", **query)[0] == {"Жива"}
        assert listed(admin_client, q="Чернетка", **query)[0] == set()


@pytest.mark.parametrize(
    "name",
    ["date", "-date", "rubric__sort_key", "title", "-latest_revision_created_at", "live", "nema"],
)
def test_orders(admin_client, news, name):
    assert len(listed(admin_client, ordering=name)[0]) == 3


ALPHABET = ["Гай міста", "Ґанок міста", "Єдність міста", "Іва міста", "Їжак міста", "Яр міста"]


@pytest.mark.parametrize("query", [{}, {"q": "міст"}], ids=["all", "found"])
@pytest.mark.parametrize(
    "name", ["news:index", "wagtailadmin_explore", "wagtailadmin_pages:search"]
)
def test_titles_stand_in_the_order_of_the_alphabet_also_when_searched(
    admin_client, news_index, index_now, name, query
):
    for title in reversed(ALPHABET):
        pages.NewsPageFactory(parent=news_index, title=title)
    other = pages.NewsPageFactory(parent=news_index, title="Берег")
    index_now()
    url = reverse(name, args=[news_index.pk] if name == "wagtailadmin_explore" else [])
    for ordering, expected in (("title", ALPHABET), ("-title", ALPHABET[::-1])):
        response = admin_client.get(url, {"ordering": ordering, **query})
        titles = [page.title for page in response.context["object_list"]]
        assert [title for title in titles if title in ALPHABET] == expected
        assert (other.title in titles) is not bool(query)


def test_the_newest_come_first(admin_client, news):
    html = listed(admin_client)[1].split("data-listing-page-title", 1)[1]
    assert html.index("Чекає") < html.index("Жива") < html.index("Чернетка")


def test_the_english_version_is_told_and_led_to(admin_client, news, news_index, translated):
    translated(news_index, title="News")
    page = news["Жива"]
    version = translated(page, title="Live")
    titles, html = listed(admin_client)
    assert "Live" not in titles
    assert "Перекладено" in html
    assert reverse("wagtailadmin_pages:edit", args=[version.pk]) in html
    assert listed(admin_client, translation="LIVE")[0] == {"Жива"}
    NewsPage.objects.filter(pk=page.pk).update(
        last_published_at=timezone.now() + timedelta(hours=1)
    )
    assert listed(admin_client, translation="OLD")[0] == {"Жива"}
    version.unpublish()
    assert listed(admin_client, translation="DRAFT")[0] == {"Жива"}


def test_others_are_sent_to_sign_in(client, news):
    assert client.get(reverse("news:index")).status_code == 302


def test_queries_do_not_grow(admin_client, news_index, rubric, django_assert_max_num_queries):
    def ask():
        with django_assert_max_num_queries(60) as queries:
            admin_client.get(reverse("news:index"))
        return len(queries)

    pages.NewsPageFactory.create_batch(3, parent=news_index, rubric=rubric)
    admin_client.get(reverse("news:index"))
    few = ask()
    pages.NewsPageFactory.create_batch(20, parent=news_index, rubric=rubric)
    assert ask() == few


class TestForm:
    """What the form does with its times; the model's own rules are in test_news_waiting."""

    def form(self, page, **data):
        form_class = NewsPage.get_edit_handler().get_form_class()
        from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

        post = {
            "title": page.title,
            "slug": page.slug,
            "date": self.written(page.date),
            "go_live_at": self.written(page.go_live_at),
            "correction": page.correction,
            "corrected_at": self.written(page.corrected_at),
            "comments": inline_formset([]),
            **{name: streamfield([]) for name in ("body", "attachments", "related")},
            **data,
        }
        form = form_class(
            nested_form_data(post), instance=page, parent_page=page.get_parent(), for_user=None
        )
        assert form.is_valid(), form.errors
        return form.save(commit=False)

    @staticmethod
    def written(moment):
        return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""

    @pytest.fixture
    def page(self, news_index):
        page = pages.NewsPageFactory(parent=news_index, date=kyiv(2019, 6, 3, 12, 5))
        return NewsPage.objects.get(pk=page.pk)

    @pytest.fixture
    def waiting(self, news_index):
        later = (timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0)
        page = pages.NewsPageFactory(parent=news_index, date=later)
        return NewsPage.objects.get(pk=page.pk)

    def test_a_future_date_schedules(self, page):
        later = timezone.now() + timedelta(days=1)
        saved = self.form(page, date=self.written(later))
        assert saved.go_live_at == saved.date
        assert self.written(saved.date) == self.written(later)

    def test_a_past_date_given_to_a_waiting_item_takes_the_schedule_off(self, waiting):
        assert waiting.go_live_at == waiting.date
        saved = self.form(waiting, date="2019-06-03 12:05")
        assert saved.go_live_at is None
        assert self.written(saved.date) == "2019-06-03 12:05"

    def test_moving_the_date_moves_the_schedule(self, waiting):
        later = waiting.date + timedelta(days=2)
        saved = self.form(waiting, date=self.written(later))
        assert saved.go_live_at == saved.date == later

    def test_a_schedule_given_with_the_date_stands(self, waiting):
        later = waiting.date + timedelta(days=2)
        saved = self.form(waiting, date="2019-06-03 12:05", go_live_at=self.written(later))
        assert saved.go_live_at == later

    def test_a_new_note_is_dated_now(self, page):
        saved = self.form(page, correction="Не 20, а 21.")
        assert timezone.now() - saved.corrected_at < timedelta(minutes=2)

    def test_a_changed_note_is_dated_anew(self, page):
        page.correction, page.corrected_at = "Не 20, а 21.", kyiv(2019, 6, 4, 9, 0)
        page.save()
        saved = self.form(page, correction="Не 20, а 22.")
        assert saved.corrected_at > kyiv(2019, 6, 5)

    def test_a_given_date_stands(self, page):
        saved = self.form(page, correction="Не 20, а 21.", corrected_at="2019-06-05 10:00")
        assert saved.corrected_at == kyiv(2019, 6, 5, 10, 0)

    def test_without_a_note_there_is_no_date(self, page):
        page.correction, page.corrected_at = "Не 20, а 21.", kyiv(2019, 6, 4, 9, 0)
        page.save()
        assert self.form(page, correction="").corrected_at is None
