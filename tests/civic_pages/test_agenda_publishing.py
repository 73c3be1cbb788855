"""What keeps forums and consultations from being published, by every way of publishing."""

import pytest
from django.urls import reverse

from civic_pages.models import ForumPage
from portal.core.publishing import NotReadyToPublish
from portal.places.models import Department
from tests.civic_pages.conftest import kyiv
from tests.civic_pages.editing import errors, post
from tests.factories.pages import ConsultationPageFactory, ForumPageFactory

pytestmark = pytest.mark.django_db


# --- Publishing ----------------------------------------------------------------------------------


@pytest.fixture
def draft(forum_index):
    page = ForumPageFactory(
        parent=forum_index, live=False, starts_at=None, ends_at=None, online_url=""
    )
    page.save_revision()
    return page


def test_a_half_empty_forum_is_saved_but_not_published(admin_client, draft):
    assert post(admin_client, draft, title="Далі").status_code == 302
    refused = post(admin_client, draft, "publish")
    assert refused.status_code == 200
    assert errors(refused) == {
        "starts_at": ["Вкажіть, коли починається форум."],
        "ends_at": ["Вкажіть, коли форум завершується: після цього його показують серед минулих."],
        "venue": ["Оберіть місце проведення або дайте посилання для участі онлайн."],
    }
    draft.refresh_from_db()
    assert not draft.live


@pytest.mark.parametrize("ends", ["06.06.2019 10:00", "06.06.2019 16:30"])
def test_a_forum_with_times_and_a_place_is_published(admin_client, draft, ends):
    done = post(
        admin_client,
        draft,
        "publish",
        starts_at="06.06.2019 10:00",
        ends_at=ends,
        online_url="https://forum.example.org/",
    )
    assert done.status_code == 302
    draft.refresh_from_db()
    assert draft.live
    assert draft.starts_at == kyiv(2019, 6, 6, 10)


def test_a_forum_cannot_end_before_it_starts(admin_client, draft):
    refused = post(
        admin_client,
        draft,
        "publish",
        starts_at="06.06.2019 10:00",
        ends_at="06.06.2019 09:59",
        online_url="https://forum.example.org/",
    )
    assert errors(refused) == {"ends_at": ["Форум не може завершитися раніше, ніж почнеться."]}


def test_what_is_no_moment_is_refused_even_in_a_draft(admin_client, draft):
    refused = post(admin_client, draft, starts_at="колись улітку")
    assert list(errors(refused)) == ["starts_at"]


@pytest.fixture
def question(consultation_index):
    page = ConsultationPageFactory(
        parent=consultation_index,
        live=False,
        question="",
        opens_at=None,
        closes_at=None,
        contact_email="",
    )
    page.save_revision()
    return page


@pytest.fixture
def filled(home):
    department = Department.objects.create(locale=home.locale, name="Управління екології")
    return {
        "question": "Як доглядати сквери?",
        "opens_at": "20.05.2019 09:00",
        "closes_at": "06.06.2019 18:00",
        "department": department.pk,
        "contact_phone": "+380 44 202 12 34",
    }


def test_a_half_empty_consultation_is_saved_but_not_published(admin_client, question):
    assert post(admin_client, question, title="Далі").status_code == 302
    assert set(errors(post(admin_client, question, "publish"))) == {
        "question",
        "opens_at",
        "closes_at",
        "department",
        "contact_email",
    }


def test_a_consultation_people_can_answer_is_published(admin_client, question, filled):
    assert post(admin_client, question, "publish", **filled).status_code == 302
    question.refresh_from_db()
    assert question.live
    assert question.reported_at is None


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (("20.05.2019 09:00", "20.05.2019 09:00"), "не може завершитися раніше"),
        (("20.05.2019 09:00", "19.05.2019 09:00"), "не може завершитися раніше"),
        (("20.05.2019 09:00", "03.06.2019 23:59"), "щонайменше 15 календарних днів"),
        (("20.05.2019 09:00", "04.06.2019 00:00"), "щонайменше 15 календарних днів"),
    ],
)
def test_a_term_too_short_is_refused_in_words(admin_client, question, filled, times, words):
    opens, closes = times
    refused = post(
        admin_client, question, "publish", **filled | {"opens_at": opens, "closes_at": closes}
    )
    assert list(errors(refused)) == ["closes_at"]
    assert words in errors(refused)["closes_at"][0]


def test_the_shortest_term_counts_from_the_day_after_the_first(admin_client, question, filled):
    fifteen = {"opens_at": "20.05.2019 09:00", "closes_at": "04.06.2019 00:01"}
    assert post(admin_client, question, "publish", **filled | fifteen).status_code == 302


@pytest.mark.parametrize("case", [(7, 302), (30, 200)])
def test_a_community_sets_its_own_shortest_term(admin_client, question, filled, settings, case):
    settings.CONSULTATION_MIN_DAYS, status = case
    term = {"opens_at": "20.05.2019 09:00", "closes_at": "30.05.2019 18:00"}
    assert post(admin_client, question, "publish", **filled | term).status_code == status


def test_a_department_that_can_be_reached_is_contact_enough(admin_client, question, filled):
    question_form = filled | {"contact_phone": ""}
    assert list(errors(post(admin_client, question, "publish", **question_form))) == [
        "contact_email"
    ]
    Department.objects.update(email="ekolohiia@example.org")
    assert post(admin_client, question, "publish", **question_form).status_code == 302


REPORT = {
    "outcome-count": "1",
    "outcome-0-deleted": "",
    "outcome-0-order": "0",
    "outcome-0-type": "heading",
    "outcome-0-id": "",
    "outcome-0-value-text": "Враховано 61 пропозицію",
    "outcome-0-value-level": "h2",
}


def test_a_report_is_dated_when_it_is_first_published_and_stays_so(
    admin_client, question, filled, at
):
    at(kyiv(2019, 6, 20, 12))
    assert post(admin_client, question, "publish", **filled, **REPORT).status_code == 302
    question.refresh_from_db()
    assert question.reported_at == kyiv(2019, 6, 20, 12)
    at(kyiv(2019, 6, 25, 12))
    assert post(admin_client, question, "publish", title="Виправлено", **REPORT).status_code == 302
    question.refresh_from_db()
    assert question.reported_at == kyiv(2019, 6, 20, 12)


def test_a_report_before_the_end_or_without_words_is_refused(admin_client, question, filled, at):
    at(kyiv(2019, 6, 1, 12))
    early = post(admin_client, question, "publish", **filled, **REPORT)
    assert list(errors(early)) == ["reported_at"]
    empty = post(admin_client, question, "publish", **filled, reported_at="20.06.2019 12:00")
    assert list(errors(empty)) == ["outcome"]


# --- Other ways of publishing ---------------------------------------------------------------------


def test_code_cannot_publish_what_is_not_ready(draft):
    with pytest.raises(NotReadyToPublish) as refused:
        draft.save_revision().publish()
    assert "starts_at" in refused.value.message_dict
    draft.refresh_from_db()
    assert not draft.live


def test_publishing_in_bulk_is_refused_in_words(admin_client, draft):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = admin_client.post(f"{url}?id={draft.pk}", {"include_descendants": ""}, follow=True)
    assert response.status_code == 200
    text = response.content.decode()
    assert f"«{draft.title}» не опубліковано." in text
    assert "Вкажіть, коли починається форум." in text
    draft.refresh_from_db()
    assert not draft.live


def test_a_translation_needs_no_times_of_its_own(draft, english, english_home):
    # An original that was published before there were demands.
    ForumPage.objects.filter(pk=draft.pk).update(live=True)
    copy = draft.copy_for_translation(english, copy_parents=True)
    copy.save_revision().publish()
    assert ForumPage.objects.get(pk=copy.pk).live


def test_a_live_page_keeps_its_readers_version_while_its_draft_is_half_empty(
    admin_client, forum_index
):
    page = ForumPageFactory(parent=forum_index)
    page.save_revision().publish()
    assert post(admin_client, page, ends_at="").status_code == 302
    page.refresh_from_db()
    assert page.ends_at is not None
    assert page.has_unpublished_changes
