"""Page types of forums and consultations: the tree, forms, previews of half-empty drafts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.coreutils import get_dummy_request
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase

from civic_pages.models import (
    ConsultationIndexPage,
    ConsultationPage,
    ForumIndexPage,
    ForumPage,
    ForumSeriesPage,
    NewsPage,
)
from home.models import HomePage
from tests.civic_pages.conftest import NOW
from tests.civic_pages.editing import form_data
from tests.factories.pages import (
    ConsultationPageFactory,
    ForumPageFactory,
    ForumSeriesPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def wagtail(client, admin_user):
    """Wagtail's own assertions about pages."""
    case = WagtailPageTestCase()
    case.client = client
    case.dummy_request = get_dummy_request()
    case.editor = admin_user
    return case


def sent(case, page):
    """The untouched form; each of Wagtail's assertions leaves the client signed out."""
    case.client.force_login(case.editor)
    return form_data(case.client, page)


# --- The tree ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "parents", "children"),
    [
        (ForumIndexPage, {HomePage}, {ForumSeriesPage, ForumPage}),
        (ForumSeriesPage, {ForumIndexPage}, {ForumPage}),
        (ForumPage, {ForumIndexPage, ForumSeriesPage}, set()),
        (ConsultationIndexPage, {HomePage}, {ConsultationPage}),
        (ConsultationPage, {ConsultationIndexPage}, set()),
    ],
)
def test_the_tree(wagtail, model, parents, children):
    wagtail.assertAllowedParentPageTypes(model, parents)
    wagtail.assertAllowedSubpageTypes(model, children)
    wagtail.assertCanNotCreateAt(NewsPage, model)
    wagtail.assertCanNotCreateAt(Page, model)


def test_there_is_one_list_of_each(wagtail, forum_index, consultation_index, home):
    assert not ForumIndexPage.can_create_at(home)
    assert not ConsultationIndexPage.can_create_at(home)


@pytest.fixture(params=["forum_index", "series", "forum", "consultation_index", "consultation"])
def page(request, forum_index, consultation_index):
    series = ForumSeriesPageFactory(parent=forum_index)
    made = {
        "forum_index": forum_index,
        "series": series,
        "forum": ForumPageFactory(parent=series),
        "consultation_index": consultation_index,
        "consultation": ConsultationPageFactory(parent=consultation_index),
    }
    return type(made[request.param]).objects.get(pk=made[request.param].pk)


def test_every_type_is_reached_shown_edited_and_previewed(wagtail, page):
    wagtail.assertPageIsRoutable(page)
    wagtail.assertPageIsRenderable(page)
    wagtail.assertPageIsEditable(page, post_data=sent(wagtail, page))
    wagtail.assertPageIsPreviewable(page, post_data=sent(wagtail, page))


# --- Drafts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "parent"),
    [
        (ForumSeriesPage, "forum_index"),
        (ForumPage, "forum_index"),
        (ConsultationPage, "consultation_index"),
    ],
)
def test_a_draft_with_nothing_but_a_title_is_saved_and_previewed(request, wagtail, model, parent):
    index = request.getfixturevalue(parent)
    page = model(title="Порожня", slug="porozhnia", live=False, locale=index.locale)
    index.add_child(instance=page)
    page.save_revision()
    wagtail.assertPageIsPreviewable(page, post_data=sent(wagtail, page))
    wagtail.client.force_login(wagtail.editor)
    response = wagtail.client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert response.status_code == 200
    assert "Порожня" in response.content.decode()


@pytest.mark.parametrize(
    "times",
    [
        {"starts_at": NOW, "ends_at": None},
        {"starts_at": None, "ends_at": NOW},
        {"starts_at": NOW, "ends_at": NOW - timedelta(days=1)},
    ],
)
def test_a_draft_of_a_forum_with_odd_times_is_previewed(wagtail, forum_index, times):
    page = ForumPageFactory(parent=forum_index, live=False, online_url="", **times)
    wagtail.assertPageIsPreviewable(page, post_data=sent(wagtail, page))


@pytest.mark.parametrize(
    "times",
    [
        {"opens_at": NOW, "closes_at": None},
        {"opens_at": None, "closes_at": NOW},
        {"opens_at": NOW, "closes_at": NOW - timedelta(days=1)},
        {"opens_at": NOW, "closes_at": NOW, "reported_at": NOW - timedelta(days=9)},
    ],
)
def test_a_draft_of_a_consultation_with_odd_times_is_previewed(wagtail, consultation_index, times):
    page = ConsultationPageFactory(
        parent=consultation_index, live=False, question="", contact_email="", **times
    )
    wagtail.assertPageIsPreviewable(page, post_data=sent(wagtail, page))
