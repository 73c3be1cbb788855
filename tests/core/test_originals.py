"""One original: rows, shared fields and revisions, whatever version of a thing is given."""

from datetime import timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext, isolate_apps
from django.utils import timezone
from wagtail.models import Page, Revision

from civic_pages.models import ForumPage, NewsPage, Rubric
from home.models import StandardPage
from portal.core.originals import OriginalKey, attach_originals, locale_ids, original_locale_id
from portal.places.models import District, Topic
from tests.factories.pages import ForumPageFactory, NewsPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known_locales(db):
    original_locale_id()


def translate(page, english, **changes):
    """A published English version."""
    copy = page.copy_for_translation(english, copy_parents=True)
    for name, value in ({"title": "In English"} | changes).items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)


@pytest.fixture
def standard(home, english_home):
    return StandardPageFactory(parent=home)


@pytest.fixture
def news(english_home, english, news_index):
    news_index.copy_for_translation(english)
    return NewsPageFactory(
        parent=news_index,
        date=timezone.now() - timedelta(days=1),
        rubric=Rubric.objects.create(name="Подія"),
    )


class TestOriginal:
    def test_an_original_is_its_own(self, standard, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert standard.original is standard
            assert standard.is_original

    def test_a_translation_knows_it(self, standard, english):
        version = translate(standard, english)
        assert version.original == standard
        assert not version.is_original

    def test_an_alias_follows_its_source(self, standard):
        alias = standard.create_alias(update_slug="dzerkalo")
        assert alias.translation_key != standard.translation_key
        assert alias.original == standard
        assert not alias.is_original

    def test_a_translation_without_original_is_an_error(self, standard, english):
        version = translate(standard, english)
        StandardPage.objects.filter(pk=version.pk).update(
            translation_key="00000000-0000-4000-8000-000000000000"
        )
        with pytest.raises(StandardPage.DoesNotExist):
            _ = StandardPage.objects.get(pk=version.pk).original

    def test_a_list_costs_one_query(self, home, english_home, english, django_assert_num_queries):
        originals = StandardPageFactory.create_batch(4, parent=home)
        versions = [translate(page, english) for page in originals]
        mixed = list(
            StandardPage.objects.filter(pk__in=[page.pk for page in [*originals, *versions]])
        )
        with django_assert_num_queries(1):
            attach_originals(mixed)
        with django_assert_num_queries(0):
            assert {page.original.pk for page in mixed} == {page.pk for page in originals}

    def test_a_list_of_originals_costs_nothing(self, standard, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert attach_originals([standard])[0].original is standard
            assert attach_originals([]) == []

    def test_locales_are_asked_for_once_and_forgotten_when_they_change(
        self, english, django_assert_num_queries
    ):
        with django_assert_num_queries(0):
            assert locale_ids()["en"] == english.pk
        english.save()
        with django_assert_num_queries(1):
            locale_ids()


@pytest.fixture
def rows(db):
    """A table of citizens' rows that hang on pages; it goes when the test's transaction does."""
    with isolate_apps("tests"):

        class Vote(models.Model):
            page = OriginalKey(StandardPage, related_name="+")

            class Meta:
                app_label = "tests"

        editor = connection.SchemaEditorClass(connection)
        editor.deferred_sql = []  # made on entering the editor, which SQLite forbids in a transaction
        sql, parameters = editor.table_sql(Vote)
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
        yield Vote


class TestOriginalKey:
    """One count for all languages."""

    def test_a_row_written_on_a_translation_hangs_on_the_original(self, rows, standard, english):
        version = translate(standard, english)
        assert rows.objects.create(page=version).page_id == standard.pk
        assert rows.objects.create(page=standard).page_id == standard.pk

    def test_rows_made_in_bulk_too(self, rows, standard, english):
        version = translate(standard, english)
        rows.objects.bulk_create([rows(page=version), rows(page=standard)])
        assert set(rows.objects.values_list("page", flat=True)) == {standard.pk}

    def test_and_rows_on_an_alias(self, rows, standard):
        alias = standard.create_alias(update_slug="dzerkalo")
        assert rows.objects.create(page=alias).page_id == standard.pk

    def test_a_page_with_rows_is_protected(self):
        assert OriginalKey("home.StandardPage").remote_field.on_delete is models.PROTECT


def looks_for_translations(queries):
    return sum('NOT ("wagtailcore_page"."locale_id"' in query["sql"] for query in queries)


class TestSharedFields:
    def test_a_translation_takes_them_when_it_is_made(self, news, english):
        topic = Topic.objects.create(name="Екологія")
        news.topics.set([topic])
        news.save()
        version = translate(news, english)
        assert (version.date, version.rubric) == (news.date, news.rubric)
        assert list(version.topics.all()) == [topic]

    def test_what_is_set_on_a_translation_does_not_stay(self, news, english):
        version = translate(news, english)
        version.date = timezone.now() - timedelta(days=300)
        version.topics.set([Topic.objects.create(name="Інше")])
        version.save()
        version = NewsPage.objects.get(pk=version.pk)
        assert version.date == news.date
        assert not version.topics.exists()

    def test_a_change_of_the_original_reaches_its_live_translation(self, news, english):
        version = translate(news, english)
        news.date -= timedelta(days=7)
        news.rubric = Rubric.objects.create(name="Оголошення")
        news.districts.set([District.objects.create(name="Подільський")])
        news.save_revision().publish()
        version = NewsPage.objects.get(pk=version.pk)
        assert (version.date, version.rubric.name) == (news.date, "Оголошення")
        assert [district.name for district in version.districts.all()] == ["Подільський"]
        assert version.live
        assert version.title == "In English"

    def test_a_draft_of_the_original_reaches_nobody(self, news, english):
        version = translate(news, english)
        before = news.date
        news.date -= timedelta(days=7)
        news.save_revision()
        assert NewsPage.objects.get(pk=version.pk).date == before

    def test_saving_some_columns_gives_only_those(self, news, english):
        version = translate(news, english)
        news.is_urgent = True
        news.save(update_fields=["is_urgent"])
        assert NewsPage.objects.get(pk=version.pk).is_urgent

    def test_saving_other_columns_does_not_look_for_translations(self, news, english):
        translate(news, english)
        with CaptureQueriesContext(connection) as queries:
            news.save(update_fields=["author"])
        assert looks_for_translations(queries) == 0

    def test_an_old_revision_of_a_translation_does_not_bring_old_values(self, news, english):
        version = translate(news, english)
        old = version.latest_revision
        news.date -= timedelta(days=7)
        news.topics.set([Topic.objects.create(name="Екологія")])
        news.save_revision().publish()
        old.publish()
        version = NewsPage.objects.get(pk=version.pk)
        assert version.date == news.date
        assert version.topics.count() == 1

    def test_nor_does_a_preview_or_the_editor_show_them(self, news, english):
        version = translate(news, english)
        version.title = "Draft"
        version.save_revision()
        news.date -= timedelta(days=7)
        news.save_revision().publish()
        shown = NewsPage.objects.get(pk=version.pk).get_latest_revision_as_object()
        assert (shown.title, shown.date) == ("Draft", news.date)

    def test_nor_does_a_scheduled_revision(self, news, english, settings):
        version = translate(news, english)
        version.go_live_at = timezone.now() + timedelta(hours=1)
        version.title = "Later"
        version.save_revision().publish()
        news.date -= timedelta(days=7)
        news.save_revision().publish()
        Revision.objects.exclude(approved_go_live_at=None).update(
            approved_go_live_at=timezone.now() - timedelta(minutes=1)
        )
        waiting = Revision.objects.exclude(approved_go_live_at=None).get()
        waiting.content["go_live_at"] = None
        waiting.save()
        waiting.publish()
        version = NewsPage.objects.get(pk=version.pk)
        assert (version.title, version.date) == ("Later", news.date)

    def test_nor_does_reverting(self, news, english):
        version = translate(news, english)
        first = version.latest_revision
        version.title = "Second"
        version.save_revision().publish()
        news.date -= timedelta(days=7)
        news.save_revision().publish()
        reverted = first.as_object()
        reverted.save_revision(previous_revision=first).publish(previous_revision=first)
        version = NewsPage.objects.get(pk=version.pk)
        assert (version.title, version.date) == ("In English", news.date)

    def test_a_half_empty_translation_does_not_stop_its_original(
        self, forum_index, english_home, english
    ):
        forum_index.copy_for_translation(english)
        forum = ForumPageFactory(parent=forum_index)
        version = forum.copy_for_translation(english)
        ForumPage.objects.filter(pk=version.pk).update(title="")
        forum.status = "CANCELLED"
        forum.save()
        assert ForumPage.objects.get(pk=version.pk).status == "CANCELLED"

    def test_looking_for_translations_is_one_query(self, news):
        with CaptureQueriesContext(connection) as queries:
            news.save()
        assert looks_for_translations(queries) == 1

    def test_every_shared_field_exists(self):
        from wagtail.models import get_page_models

        from portal.core.models import BasePage

        for model in get_page_models():
            if issubclass(model, BasePage):
                assert model.override_translatable_fields
                for name in model.shared_fields:
                    field = model._meta.get_field(name)
                    assert name == (field.name if field.many_to_many else field.attname)


def test_raw_pages_are_left_alone(db):
    """Wagtail's root is no page of ours."""
    root = Page.get_first_root_node()
    root.save(clean=False)
