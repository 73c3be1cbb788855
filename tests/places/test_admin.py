"""The city's lists as an editor sees them: one group of the menu."""

import json

import pytest
from django.urls import reverse

from civic_pages.models import NewsPage, Rubric
from portal.places.models import Audience, Department, District, Topic, Venue
from tests.factories.editor import filled_form
from tests.factories.pages import NewsPageFactory

pytestmark = pytest.mark.django_db

MODELS = [Topic, District, Department, Venue, Audience, Rubric]


def url(model, view, *args):
    return reverse(
        f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:{view}", args=args
    )


def test_the_menu_has_one_group_with_all_lists(admin_client):
    html = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert json.dumps("Довідники") in html
    for model in MODELS:
        assert url(model, "list") in html


@pytest.mark.parametrize("model", MODELS)
def test_each_list_is_in_alphabetical_order(admin_client, model):
    for name in ("Їжак", "Ґанок", "Гай"):
        model.objects.create(name=name)
    html = admin_client.get(url(model, "list")).content.decode()
    assert html.index("Гай") < html.index("Ґанок") < html.index("Їжак")


@pytest.mark.parametrize("model", MODELS)
def test_the_number_of_queries_does_not_grow(
    admin_client, model, django_assert_max_num_queries, english
):
    address = url(model, "list")

    def add(number):
        for place in range(number):
            term = model.objects.create(name=f"Назва {number} {place}")
            term.copy_for_translation(english).save()

    add(2)
    admin_client.get(address)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        admin_client.get(address)
    add(20)
    with django_assert_max_num_queries(len(few)):
        admin_client.get(address)


def test_the_list_shows_and_filters_what_is_translated(admin_client, english):
    park, school = Topic.objects.create(name="Парки"), Topic.objects.create(name="Школи")
    copy = park.copy_for_translation(english)
    copy.name = "Parks"
    copy.save()
    assert "Parks" in admin_client.get(url(Topic, "list")).content.decode()
    waiting = admin_client.get(url(Topic, "list"), {"translated": "no"}).content.decode()
    assert school.name in waiting
    assert park.name not in waiting
    done = admin_client.get(url(Topic, "list"), {"translated": "yes"}).content.decode()
    assert park.name in done
    assert school.name not in done


def test_venues_are_filtered_by_district(admin_client):
    podil = District.objects.create(name="Подільський")
    Venue.objects.create(name="Гостинний двір", district=podil)
    Venue.objects.create(name="Будинок кіно")
    html = admin_client.get(url(Venue, "list"), {"district": podil.pk}).content.decode()
    assert "Гостинний двір" in html
    assert "Будинок кіно" not in html


@pytest.mark.parametrize("value", ["maybe", "x" * 5000])
def test_a_filter_value_that_is_none_is_no_error(admin_client, value):
    assert admin_client.get(url(Topic, "list"), {"translated": value}).status_code == 200


def test_lists_are_searched_and_exported(admin_client):
    District.objects.create(name="Подільський", katottg="UA80000000000719633")
    District.objects.create(name="Печерський")
    html = admin_client.get(url(District, "list"), {"q": "Подільський"}).content.decode()
    assert "Подільський" in html
    response = admin_client.get(url(District, "list"), {"export": "csv"})
    assert "UA80000000000719633" in b"".join(response.streaming_content).decode()


class TestForms:
    def test_the_key_is_made_from_the_name(self, admin_client):
        response = admin_client.post(url(Topic, "add"), {"name": "Зелені зони", "slug": ""})
        assert response.status_code == 302
        assert Topic.objects.get().slug == "zeleni-zony"

    def test_a_key_that_is_taken_is_refused_in_words(self, admin_client):
        Topic.objects.create(name="Парки")
        response = admin_client.post(url(Topic, "add"), {"name": "Інші", "slug": "parky"})
        assert response.context["form"].errors["slug"]
        assert Topic.objects.count() == 1

    def test_no_name_is_refused(self, admin_client):
        response = admin_client.post(url(Topic, "add"), {"name": "", "slug": ""})
        assert response.context["form"].errors["name"]

    def test_an_english_entry_without_original_is_refused(self, admin_client, english):
        response = admin_client.post(
            f"{url(Topic, 'add')}?locale=en", {"name": "Parks", "slug": ""}
        )
        assert response.context["form"].non_field_errors()
        assert not Topic.objects.exists()

    def test_a_translation_edits_only_what_is_translated(self, admin_client, english):
        district = District.objects.create(name="Подільський", katottg="UA80000000000719633")
        copy = district.copy_for_translation(english)
        copy.save()
        form = admin_client.get(url(District, "edit", copy.pk)).context["form"]
        assert set(form.fields) == {"name"}

    def test_a_venue_is_in_an_original_district(self, admin_client, english):
        podil = District.objects.create(name="Подільський")
        podil.copy_for_translation(english).save()
        form = admin_client.get(url(Venue, "add")).context["form"]
        assert list(form.fields["district"].queryset) == [podil]

    def test_deleting_what_pages_name_is_refused_in_words(self, admin_client, news_index):
        topic = Topic.objects.create(name="Екологія")
        page = NewsPageFactory(parent=news_index)
        page.topics.set([topic])
        page.save()
        response = admin_client.post(url(Topic, "delete", topic.pk), follow=True)
        assert response.status_code == 200
        assert Topic.objects.filter(pk=topic.pk).exists()
        assert any(message.level_tag == "error" for message in response.context["messages"])


class TestPageEditor:
    def test_terms_are_plain_lists_of_originals(self, admin_client, news_index, english):
        topic, rubric = Topic.objects.create(name="Екологія"), Rubric.objects.create(name="Подія")
        for term in (topic, rubric):
            term.copy_for_translation(english).save()
        address = reverse("wagtailadmin_pages:add", args=["civic_pages", "newspage", news_index.pk])
        form = admin_client.get(address).context["form"]
        assert list(form.fields["topics"].queryset) == [topic]
        assert list(form.fields["rubric"].queryset) == [rubric]

    def test_a_translated_term_cannot_be_sent_in(self, admin_client, news_index, english):
        topic = Topic.objects.create(name="Екологія")
        copy = topic.copy_for_translation(english)
        copy.save()
        page = NewsPageFactory(parent=news_index)
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        data = filled_form(admin_client, address, NewsPage)
        data.setlist("topics", [str(copy.pk)])
        data["action-publish"] = "1"
        assert admin_client.post(address, data).context["form"].errors["topics"]
