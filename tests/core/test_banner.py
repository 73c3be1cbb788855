"""The emergency banner: on every page, by the clock, in both languages."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone

from home.models import EmergencyBanner
from home.selectors import frame_for
from portal.core.pagecache import stamp


@pytest.fixture
def banner(site):
    return EmergencyBanner.objects.create(
        site=site,
        is_on=True,
        title_uk="Немає води",
        text_uk="До 20:00",
        link_url="/novyny/",
        link_text_uk="Де взяти воду",
    )


def frame_at(path="/"):
    return frame_for(RequestFactory().get(path))


def test_the_banner_stands_on_every_page(client, banner, about):
    for path in ("/", "/pro-portal/", "/novyny/", "/poshuk/", "/nema/"):
        page = client.get(path).content.decode()
        assert "Немає води" in page, path
        assert 'href="/novyny/">Де взяти воду</a>' in page, path


@pytest.mark.django_db(transaction=True)
def test_saving_it_turns_the_content_version(client, banner):
    before = stamp.read()
    banner.title_uk = "Вода є"
    banner.save()
    assert stamp.read() != before
    assert "Вода є" in client.get("/").content.decode()


def test_switched_off_it_is_gone(client, banner):
    banner.is_on = False
    banner.save()
    assert "Немає води" not in client.get("/").content.decode()


def test_it_begins_and_ends_by_the_clock(banner):
    now = timezone.now()
    banner.starts_at, banner.ends_at = now, now + timedelta(hours=2)
    assert not banner.is_shown(now - timedelta(microseconds=1))
    assert banner.is_shown(now)
    assert banner.is_shown(banner.ends_at - timedelta(microseconds=1))
    assert not banner.is_shown(banner.ends_at)


@pytest.mark.parametrize(("starts", "ends"), [(1, 2), (-1, 1)])
def test_a_cached_page_lives_until_it_turns(client, banner, starts, ends):
    now = timezone.now()
    banner.starts_at = now + timedelta(minutes=starts * 10)
    banner.ends_at = now + timedelta(minutes=ends * 10)
    banner.save()
    moment = banner.starts_at if starts > 0 else banner.ends_at
    fresh = float(client.get("/").headers["X-Fresh-Until"])
    assert fresh == pytest.approx(moment.timestamp(), abs=0.002)


def test_a_page_lives_until_midnight_at_most(client, home):
    fresh = float(client.get("/").headers["X-Fresh-Until"])
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    assert fresh == (midnight + timedelta(days=1)).timestamp()


def test_english_readers_get_their_words_or_marked_ukrainian_ones(client, english_home, banner):
    page = client.get("/en/").content.decode()
    assert re.search(r'<section class="emergency [^>]+ lang="uk">', page)
    banner.title_en, banner.link_text_en = "No water", "Where to get it"
    banner.save()
    page = client.get("/en/").content.decode()
    assert "No water" in page
    assert "Немає води" not in page
    assert re.search(r'<section class="emergency [^>]+ lang="uk">', page) is None


def test_its_words_are_escaped(client, banner):
    banner.title_uk = "<script>alert(1)</script>"
    banner.save()
    assert "<script>alert(1)" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "//evil.example.org", "http://example.org/", "tel:abc", "novyny"],
)
def test_it_leads_only_to_safe_addresses(banner, link):
    banner.link_url = link
    with pytest.raises(ValidationError) as refusal:
        banner.full_clean()
    assert "link_url" in refusal.value.message_dict


@pytest.mark.parametrize(
    "link", ["/novyny/", "https://example.org/", "tel:1551", "tel:+380440000001"]
)
def test_it_may_lead_here_elsewhere_or_to_a_phone(banner, link):
    banner.link_url = link
    banner.full_clean()


def test_what_is_shown_has_a_title_and_what_is_pressed_has_words(site):
    with pytest.raises(ValidationError) as refusal:
        EmergencyBanner(site=site, is_on=True).full_clean()
    assert "title_uk" in refusal.value.message_dict
    with pytest.raises(ValidationError) as refusal:
        EmergencyBanner(site=site, link_url="/novyny/").full_clean()
    assert "link_text_uk" in refusal.value.message_dict


def test_the_database_holds_the_order_of_its_times(banner):
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyBanner.objects.update(starts_at=now, ends_at=now)


def test_a_chief_editor_changes_it_in_the_admin(admin_client, site, home):
    url = f"/admin/settings/home/emergencybanner/{site.pk}/"
    assert admin_client.get(url).status_code == 200
    data = {
        "is_on": "on", "level": "DANGER", "title_uk": "Стоп", "title_en": "", "text_uk": "", "text_en": "",
        "source_uk": "", "source_en": "", "link_url": "", "link_text_uk": "", "link_text_en": "",
        "starts_at": "", "ends_at": "",
    }  # fmt: skip
    assert admin_client.post(url, data).status_code == 302
    page = admin_client.get("/").content.decode()
    assert "Стоп" in page
    assert "emergency--danger" in page


def test_the_settings_open_in_the_admin(admin_client, site):
    response = admin_client.get(f"/admin/settings/home/sitesettings/{site.pk}/")
    assert response.status_code == 200
