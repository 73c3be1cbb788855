"""The demo in the database: every page answers, a second run doubles nothing and spoils no one's work."""

import datetime as dt
import re
from io import StringIO
from types import SimpleNamespace
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page, WorkflowState
from wagtail_localize.models import Translation

from civic_pages.models import NewsPage
from home.models import EmergencyBanner, SiteSettings
from home.services.demo import DemoError, Made, duties, make_demo
from home.services.demo.content import identity, page_specs
from home.services.demo.people import ROLES, find_or_make_people
from portal.core.models import PortalDocument, PortalImage
from portal.people.enums import Level
from portal.people.identity.gov_ua import GovUa
from portal.people.identity.providers import DESK
from portal.people.models import Identity
from portal.places.models import Department, District, Venue
from tests.home.making import whole_demo

NOW = timezone.make_aware(dt.datetime(2028, 2, 29, 9, 17))


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The whole demo, made once for this module; each test sees it and leaves no trace."""
    with (
        mock.patch("django.utils.timezone.now", return_value=NOW),
        whole_demo(django_db_blocker, tmp_path_factory, accounts=False) as made,
    ):
        yield made


def page(key, language="uk"):
    found = Page.objects.get(translation_key=identity("page", key), locale__language_code=language)
    return found.specific


def live(language):
    return Page.objects.live().filter(depth__gte=2, locale__language_code=language).order_by("path")


def test_all_pages_are_made(demo, db):
    published = [spec for spec in page_specs().values() if spec.state in ("live", "changed")]
    translated = [
        spec for spec in published if spec.is_translated and spec.translator != "unfinished"
    ]

    assert live("uk").count() == len(published) >= 45
    assert live("en").count() == len(translated)
    assert demo.kept == 0
    assert District.objects.originals().count() == 10
    assert Department.objects.originals().count() >= 12
    assert Venue.objects.count() == 2 * Venue.objects.originals().count()
    assert PortalImage.objects.count() >= 20


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_page_answers(demo, db, client, language, django_assert_max_num_queries):
    for found in live(language):
        url = found.get_url()
        with django_assert_max_num_queries(40 if found.depth == 2 else 28):
            response = client.get(url)
        assert response.status_code == 200, url
        assert response.headers["Content-Language"] == language


def test_a_page_without_a_translation_is_offered_in_ukrainian(demo, db, client):
    assert 'lang="uk"' in client.get("/en/news/?page=2").content.decode()
    assert not Page.objects.filter(
        translation_key=identity("page", "news/velopatrul"), locale__language_code="en"
    ).exists()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_feeds_and_calendars_named_in_the_text_are_there(demo, db, client, language):
    body = page("about/vidkryti-dani", language).body
    texts = [block.value.source for block in body if block.block_type == "text"]
    addresses = set(re.findall(r'href="(/[^"]+)"', " ".join(texts)))

    assert len(addresses) == 5
    assert {client.get(address).status_code for address in addresses} == {200}


def test_addresses_come_from_titles(demo, db):
    assert page("news/2018-12-07-spilno").get_url() == (
        "/novyny/kyiv-prezentuvav-pershu-munitsypalnu-sotsialnu-merezhu-spilno/"
    )
    assert (
        page("news/2018-12-07-spilno", "en").get_url().startswith("/en/news/kyiv-presents-spilno")
    )
    assert page("forums/2019-solomianskyi").get_url() == (
        "/forumy/kyiv-stolytsia-dialohu/solomianskyi-raionnyi-forum-hromadskosti/"
    )


def test_editors_states(demo, db):
    assert not page("news/chernetka").live
    assert page("news/chernetka").latest_revision is not None
    waiting = page("news/na-pohodzhenni")
    assert WorkflowState.objects.active().for_instance(waiting).count() == (
        1 if waiting.get_workflow() else 0
    )
    scheduled = page("news/zaplanovano")
    assert not scheduled.live
    assert scheduled.scheduled_revision.approved_go_live_at == scheduled.date > NOW
    assert not page("news/znyato").live
    assert page("news/znyato").first_published_at is not None
    assert page("news/dovha-nazva").live
    assert page("news/dovha-nazva").has_unpublished_changes
    assert (
        page("news/dovha-nazva").get_latest_revision_as_object().lead
        != page("news/dovha-nazva").lead
    )


def test_translators_states(demo, db):
    whole = page("news/2019-05-31-veloshliakhy", "en")
    assert whole.live
    assert whole.lead.startswith("The report")
    assert [block.block_type for block in whole.body] == [
        block.block_type for block in page("news/2019-05-31-veloshliakhy").body
    ]
    work = Translation.objects.get(source__object_id=whole.translation_key)
    assert work.get_progress()[0] == work.get_progress()[1] > 3

    outdated = page("news/2019-10-04-desiat-prohram")
    source = Translation.objects.get(source__object_id=outdated.translation_key).source
    assert outdated.lead not in source.content_json
    assert outdated.last_published_at > source.last_updated_at

    draft = page("news/vidkryti-dani", "en")
    total, done = Translation.objects.get(source__object_id=draft.translation_key).get_progress()
    assert not draft.live
    assert 0 < done < total


def test_settings_are_filled_and_the_banner_is_off(demo, db):
    settings = SiteSettings.objects.get()
    assert settings.accessibility_page.title == "Заява про доступність"
    assert settings.publisher_en
    assert len(settings.socials) == 2
    banner = EmergencyBanner.objects.get()
    assert banner.title_uk
    assert not banner.is_shown(NOW)


def test_a_second_run_changes_nothing(demo, db):
    before = dict(Page.objects.values_list("pk", "latest_revision_id"))

    again, _people = make_demo(accounts=False)

    assert (again.created, again.changed, again.kept) == (0, 0, 0)
    assert dict(Page.objects.values_list("pk", "latest_revision_id")) == before
    assert PortalImage.objects.count() == len(
        set(PortalImage.objects.values_list("title", flat=True))
    )
    assert PortalDocument.objects.count() == len(
        set(PortalDocument.objects.values_list("title", flat=True))
    )


@pytest.fixture
def three_days_later(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW + dt.timedelta(days=3))


def test_dates_move_on(demo, db, three_days_later):
    pages = Page.objects.count()

    later, _people = make_demo(accounts=False)

    assert later.created == 0
    assert later.changed > 20
    assert Page.objects.count() == pages
    scheduled = page("news/zaplanovano")
    assert not scheduled.live
    assert scheduled.scheduled_revision.approved_go_live_at == scheduled.date
    assert scheduled.date > NOW + dt.timedelta(days=4)
    assert (
        page("forums/molodizhni-rady", "en").starts_at == page("forums/molodizhni-rady").starts_at
    )


def test_what_came_out_is_scheduled_anew(demo, db, three_days_later):
    came_out = page("news/zaplanovano")
    NewsPage.objects.filter(pk=came_out.pk).update(
        live=True, date=NOW - dt.timedelta(days=1), go_live_at=None
    )

    make_demo(accounts=False)

    assert not page("news/zaplanovano").live
    assert page("news/zaplanovano").date > NOW + dt.timedelta(days=3)


def test_a_persons_work_is_left_alone(demo, db, three_days_later):
    editor = get_user_model().objects.create_superuser("pani@example.org", "x")
    changed = page("news/terminovo")
    changed.title = "Пункт знову приймає"
    changed.save_revision(user=editor).publish(user=editor)
    taken_back = page("news/tryvoha")
    taken_back.unpublish(user=editor)

    again, _people = make_demo(accounts=False)

    assert page("news/terminovo").title == "Пункт знову приймає"
    assert not page("news/tryvoha").live
    assert again.kept >= 2


def test_what_is_missing_comes_back(demo, db):
    page("news/derevo").delete()

    again, _people = make_demo(accounts=False)

    assert again.created == 1
    assert page("news/derevo").live


def test_settings_of_an_editor_stay(demo, db):
    SiteSettings.objects.update(phone="+380 44 000 00 99", email="")

    make_demo(accounts=False)

    assert SiteSettings.objects.get().phone == "+380 44 000 00 99"
    assert SiteSettings.objects.get().email == "redaktsiia@example.org"


# --- People and the command ------------------------------------------------------------------------


@pytest.mark.django_db
def test_people_are_made_once():
    first = find_or_make_people()
    second = find_or_make_people()

    assert [person.user.pk for person in first] == [person.user.pk for person in second]
    assert {person.user.email for person in first} == {f"{role.name}@example.org" for role in ROLES}
    assert [person.role for person in first if person.user.is_superuser] == ["chief"]
    assert all(person.user.check_password(person.password) for person in first)


@pytest.mark.django_db
def test_a_changed_password_is_not_printed():
    person = find_or_make_people()[0]
    person.user.set_password("щось інше")
    person.user.save()

    assert find_or_make_people()[0].password == ""


@pytest.mark.django_db
def test_everybody_of_the_demo_is_known_to_the_check(settings):
    assert set(settings.DEMO_PEOPLE) == {person.user.email for person in find_or_make_people()}


@pytest.mark.parametrize(("level", "source"), [(Level.DESK, DESK), (Level.IDENTITY, GovUa.name)])
def test_a_demo_person_was_proved_by_who_can_prove_one(db, level, source):
    library = SimpleNamespace(terms={("district", "dniprovskyi"): None})
    user = find_or_make_people()[0].user
    duties._prove(user, level, library)
    assert Identity.objects.get(user=user).source == source


def run(*args):
    out = StringIO()
    call_command("demo", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def pretended(monkeypatch):
    """The command without the work behind it; remembers what it was asked."""
    asked = []

    def pretend(*, accounts):
        asked.append(accounts)
        return Made(created=3, kept=2), (find_or_make_people() if accounts else [])

    monkeypatch.setattr("home.management.commands.demo.make_demo", pretend)
    return asked


def test_accounts_are_refused_outside_debug(settings, pretended):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="--no-accounts"):
        run()
    assert pretended == []


@pytest.mark.django_db
def test_accounts_in_debug_are_introduced(settings, pretended):
    settings.DEBUG = True
    told = run()

    assert pretended == [True]
    for role in ROLES:
        assert f"{role.name}@example.org" in told
        assert str(role.may) in told


def test_content_alone_is_made_anywhere(settings, pretended):
    settings.DEBUG = False
    told = run("--no-accounts")

    assert pretended == [False]
    assert "example.org" not in told
    assert "2" in told


def test_a_negative_scale_is_refused(pretended):
    with pytest.raises(CommandError):
        run("--no-accounts", "--scale", "-5")
    assert pretended == []


def test_a_mistake_in_the_files_is_told_in_words(monkeypatch):
    def fail(*, accounts):
        raise DemoError("news/x: «мапа» is no block.")

    monkeypatch.setattr("home.management.commands.demo.make_demo", fail)
    with pytest.raises(CommandError, match="мапа"):
        run("--no-accounts")


def test_the_search_is_set_up_in_every_state(demo):
    from search.models import AskedQuery, Synonyms
    from search.promotions import promoted

    for line in Synonyms.objects.all():
        line.full_clean()
    assert Synonyms.objects.filter(locale__language_code="en").exists()
    assert Synonyms.objects.filter(words__contains="Солом’янка", direction="both").exists()
    for query, language in (("подай пропозиції", "uk"), ("submitting proposals", "en")):
        (found,) = promoted(query, language)
        assert found.text
    assert AskedQuery.objects.filter(nothing__gt=0).exists()
    assert AskedQuery.objects.filter(fourth__gt=0).exists()
