"""Entries of the city's lists: order, address keys, their two languages."""

import random

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from wagtail_localize.operations import translate_object

from civic_pages.models import Rubric
from portal.core.exceptions import Refusal
from portal.places.models import Department, District, Topic, Venue
from portal.places.selectors import localised_terms
from tests.factories.pages import NewsPageFactory, StandardPageFactory  # noqa: F401

pytestmark = pytest.mark.django_db

KYIV = [
    "Голосіївський", "Дарницький", "Деснянський", "Дніпровський", "Оболонський",
    "Печерський", "Подільський", "Святошинський", "Солом’янський", "Шевченківський",
]  # fmt: skip


def translated(term, english, name="In English"):
    copy = term.copy_for_translation(english)
    copy.name = name
    copy.save()
    return copy


class TestOrder:
    @pytest.mark.parametrize(
        "names", [KYIV, ["гай", "ґанок", "дім", "еко", "єдність", "ива", "ігри", "їжак", "йод"]]
    )
    def test_ukrainian_alphabet_in_the_database(self, names):
        mixed = names[:]
        random.Random(3).shuffle(mixed)
        for name in mixed:
            District.objects.create(name=name)
        assert list(District.objects.values_list("name", flat=True)) == names

    def test_a_new_name_is_sorted_anew(self):
        topic = Topic.objects.create(name="Яблуко")
        Topic.objects.create(name="Ґрунт")
        topic.name = "Абрикос"
        topic.save()
        assert Topic.objects.first() == topic

    def test_a_name_of_full_length(self):
        assert len(Topic.objects.create(name="щ" * 150).sort_key) == 300


class TestKeys:
    def test_from_the_name(self):
        assert District.objects.create(name="Солом’янський район").slug == "solomianskyi-raion"

    def test_a_clash_is_counted(self):
        slugs = [Topic.objects.create(name=name).slug for name in ("Парк", "парк!", "Парк")]
        assert slugs == ["park", "park-2", "park-3"]

    def test_lists_do_not_clash_with_each_other(self):
        assert (
            Topic.objects.create(name="Парк").slug
            == Rubric.objects.create(name="Парк").slug
            == "park"
        )

    def test_a_long_name(self):
        assert len(Topic.objects.create(name="Громадське " * 13).slug) <= 80

    def test_the_database_holds_the_rule(self):
        Topic.objects.create(name="Парк")
        with pytest.raises(IntegrityError), transaction.atomic():
            Topic.objects.create(name="Інший", slug="park")

    def test_an_emptied_key_is_made_again(self, english):
        topic = Topic.objects.create(name="Парк")
        translated(topic, english)
        topic.slug = ""
        topic.save()
        assert topic.slug == "park"


class TestLanguages:
    def test_a_translation_shares_the_key_and_the_facts(self, english):
        district = District.objects.create(name="Подільський", katottg="UA80000000000719633")
        version = translated(district, english)
        version.slug = version.katottg = "other"
        version.save()
        version.refresh_from_db()
        assert (version.slug, version.katottg) == ("podilskyi", "UA80000000000719633")

    def test_a_change_of_the_original_reaches_it(self, english):
        venue = Venue.objects.create(name="Будинок кіно")
        version = translated(venue, english, "House of Cinema")
        venue.district = District.objects.create(name="Печерський")
        venue.slug = "kino"
        venue.save()
        version.refresh_from_db()
        assert (version.slug, version.district, version.name) == (
            "kino",
            venue.district,
            "House of Cinema",
        )

    def test_what_is_translated_stays(self, english):
        department = Department.objects.create(
            name="Департамент", genitive="Департаменту", phone="1551"
        )
        version = translated(department, english, "Department")
        department.phone = "0 800 500 000"
        department.save()
        version.refresh_from_db()
        assert (version.name, version.phone) == ("Department", "0 800 500 000")

    def test_codes_and_keys_are_no_strings_to_translate(self, english, admin_user):
        from wagtail_localize.models import OverridableSegment, StringSegment

        district = District.objects.create(name="Печерський", katottg="UA80000000000624772")
        venue = Venue.objects.create(
            name="Будинок кіно", address="вул. Саксаганського, 6", district=district
        )
        department = Department.objects.create(
            name="Департамент", genitive="Департаменту", phone="1551"
        )
        for term in (district, venue, department):
            translate_object(term, [english], user=admin_user)
        words = set(StringSegment.objects.values_list("string__data", flat=True))
        assert words == {"Печерський", "Будинок кіно", "вул. Саксаганського, 6", "Департамент"}
        assert not OverridableSegment.objects.exists()
        assert Venue.objects.get(locale=english).district == district

    def test_a_copy_that_waits_for_its_translator_is_shown_as_ukrainian(self, english, admin_user):
        topic = Topic.objects.create(name="Екологія")
        translate_object(topic, [english], user=admin_user)
        assert Topic.objects.count() == 2
        assert localised_terms([topic], "en") == [topic]
        assert Topic.objects.originals().translated(False).get() == topic
        Topic.objects.filter(locale=english).update(name="Environment")
        assert [term.name for term in localised_terms([topic], "en")] == ["Environment"]
        assert Topic.objects.originals().with_translation().get().translated_name == "Environment"

    def test_an_entry_begins_in_ukrainian(self, english):
        with pytest.raises(ValidationError):
            Topic(name="Environment", slug="environment", locale=english).full_clean()

    @pytest.mark.parametrize(
        "code", ["UA123", "8000000000", "ua80000000000126643", "UA8000000000012664А"]
    )
    def test_a_code_that_is_none_is_refused(self, code):
        with pytest.raises(ValidationError):
            District(name="Район", katottg=code).full_clean()


class TestDeleting:
    def test_a_topic_that_pages_name_stays(self, news_index):
        topic = Topic.objects.create(name="Екологія")
        page = NewsPageFactory(parent=news_index)
        page.topics.set([topic])
        page.save()
        with pytest.raises(ProtectedError) as refused, transaction.atomic():
            topic.delete()
        assert {row.pk for row in refused.value.protected_objects} == {page.pk}

    def test_so_does_a_rubric_in_use(self, news_index):
        rubric = Rubric.objects.create(name="Подія")
        NewsPageFactory(parent=news_index, rubric=rubric)
        with pytest.raises(ProtectedError), transaction.atomic():
            rubric.delete()

    def test_so_does_one_that_stands_in_a_body(self):
        from wagtail.models import ReferenceIndex

        venue = Venue.objects.create(
            name="Будинок кіно", district=District.objects.create(name="Печерський")
        )
        ReferenceIndex.create_or_update_for_object(venue)
        with pytest.raises(Refusal, match="Будинок кіно"), transaction.atomic():
            venue.district.delete()

    def test_an_unused_one_goes_with_its_translation(self, english):
        topic = Topic.objects.create(name="Екологія")
        translated(topic, english)
        topic.delete()
        assert not Topic.objects.exists()

    def test_a_translation_alone_may_go(self, news_index, english):
        topic = Topic.objects.create(name="Екологія")
        page = NewsPageFactory(parent=news_index)
        page.topics.set([topic])
        page.save()
        translated(topic, english).delete()
        assert Topic.objects.get() == topic
