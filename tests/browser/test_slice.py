"""The main job from end to end: an editor writes, publishes and translates; a reader finds, prints, reads."""

import re

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import expect

from civic_pages.models import NewsPage
from home.models import HomePage
from portal.people.models import User

TITLE = "Громадські слухання щодо бюджету Солом’янського району"
LEAD = "Місто запрошує мешканців на слухання дванадцятого грудня."
SLUG = "hromadski-slukhannia-shchodo-biudzhetu-solomianskoho-raionu"
ALT = "Зала слухань"
WORDS = "Пропозиції можна подати до п’ятниці."
# In the order in which the translation editor asks for them.
ENGLISH = [
    "Public hearings on the budget of Solomianskyi district",
    "The city invites residents to hearings on the twelfth of December.",
    "The hall of the hearings",
    "Proposals can be sent until Friday.",
]
PASSWORD = "a long password"
PATIENCE = 60_000  # milliseconds: the admin is heavy and the machine may be busy


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "zala.jpg"
    Image.radial_gradient("L").resize((1600, 900)).convert("RGB").save(path, "JPEG")
    return path


@pytest.fixture
def site(served, home, english_home, news_index, settings):
    """The front page with its latest news, the list of news, both in both languages."""
    # A robot types faster than the form is ready to save itself: the act of publishing is what counts.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    home = HomePage.objects.get(pk=home.pk)
    home.body = [("news", {"title": "Новини", "cards": 2, "lines": 7})]
    home.save_revision().publish()
    translated = news_index.copy_for_translation(english_home.locale)
    translated.title = translated.draft_title = "News"
    translated.save_revision().publish()
    return served


def sign_in(page, site):
    client = Client()
    client.force_login(User.objects.create_superuser("chief@example.org", PASSWORD))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    page.goto(f"{site}/admin/")


def write_and_publish(page, site, index, photo):
    page.goto(f"{site}/admin/pages/add/civic_pages/newspage/{index.pk}/", wait_until="networkidle")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_title").blur()
    expect(page.locator("#id_slug")).to_have_value(SLUG)
    page.locator("#id_lead").fill(LEAD)
    # The photo is uploaded in the library's window, there and then.
    chooser = page.locator("#id_lead_image-chooser")
    chooser.locator("[data-chooser-action-choose]").click()
    page.locator("#tab-label-upload").click()
    page.set_input_files("#id_image-chooser-upload-file", str(photo))
    page.locator("#id_image-chooser-upload-title").fill(ALT)
    page.locator("#tab-upload button[type=submit]").click()
    chooser.locator(".chosen [data-chooser-image][src*=media]").wait_for()
    page.locator("#id_lead_image_alt").fill(ALT)
    body = page.locator("[data-contentpath=body]")
    body.locator(".c-sf-add-button").first.click()
    page.locator(".w-combobox [role=option]").filter(has_text="Текст").first.click()
    text = body.locator("[contenteditable=true]").first
    text.click()
    page.keyboard.type(WORDS)
    # The rich text editor writes into the form some moments after the last key.
    expect(body.locator("input[name=body-0-value]")).to_have_value(re.compile("ятниці"))
    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    page.locator("[name=action-publish]").click()
    page.locator(".messages .success a[href*=edit]").wait_for()


def translate_and_publish(page, site, news):
    page.goto(f"{site}/admin/localize/submit/page/{news.pk}/")
    page.locator("main form input[name=locales]").check()
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url("**/edit/**")
    expect(page.get_by_role("heading", name="Переклад: Українська → Англійська")).to_be_visible()
    assert page.get_by_text("Більше дій").count() and not page.get_by_text("More actions").count()
    for words in ENGLISH:
        page.get_by_role("button", name="Перекласти", exact=True).first.click()
        page.locator("textarea").last.fill(words)
        page.get_by_role("button", name="Зберегти", exact=True).click()
        page.locator("textarea").wait_for(state="detached")
    page.locator("button[value=publish]").click()
    page.locator(".messages .success").wait_for()


def reload_until(page, wanted):
    """What is new is seen within a second, by then a reader may have to come again."""
    for _try in range(40):
        try:
            return expect(wanted).to_be_visible(timeout=250)
        except AssertionError:
            page.reload()
    return expect(wanted).to_be_visible()


def find(reader, site, news):
    """From the front page to the item; then in the list, the archive, the feeds and by search."""
    link = reader.get_by_role("link", name=TITLE).first
    reload_until(reader, link)
    link.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.get_by_text("Пропозиції можна подати")).to_be_visible()
    photo = reader.get_by_role("img", name=ALT).first
    assert photo.evaluate("image => image.naturalWidth") > 0
    for address in (f"{site}/novyny/", f"{site}/novyny/{news.date.astimezone():%Y/%m/%d}/"):
        reader.goto(address)
        expect(link).to_be_visible()
    for feed in ("rss/", "atom/", "feed.json"):
        assert "Солом’янського" in reader.request.get(f"{site}/novyny/{feed}").text()
    reader.goto(f"{site}/poshuk/")
    # In other cases than the title has.
    reader.locator("main input[name=q]").fill("слухання бюджету")
    reader.locator("main form [type=submit]").first.click()
    reader.wait_for_url("**/poshuk/?*q=*")
    # A search engine shows a new document within a second, too.
    reload_until(reader, link)
    link.click()


def print_it(reader):
    reader.get_by_role("link", name="Версія для друку").click()
    reader.wait_for_url("**/druk/")
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.get_by_text("Пропозиції можна подати")).to_be_visible()
    assert reader.locator("nav").count() == 0
    # The photo and the square with the address.
    assert reader.locator("main svg, main img").count() > 1


@pytest.mark.timeout(600)
def test_write_publish_find_print_translate(site, open_page, news_index, photo):
    editor = open_page(f"{site}/", width=1440)
    editor.set_default_timeout(PATIENCE)
    sign_in(editor, site)
    write_and_publish(editor, site, news_index, photo)
    news = NewsPage.objects.get()
    assert (news.live, news.slug) == (True, SLUG)

    # Without JavaScript, so that what a reader finds is what the server sends.
    reader = open_page(f"{site}/", java_script=False)
    reader.set_default_timeout(PATIENCE)
    find(reader, site, news)
    print_it(reader)

    translate_and_publish(editor, site, news)
    translated = NewsPage.objects.get(locale__language_code="en")
    assert translated.live
    assert translated.slug == "public-hearings-on-the-budget-of-solomianskyi-district"
    reader.goto(f"{site}{news.get_url()}")
    english = reader.get_by_role("link", name="English")
    reload_until(reader, english)
    english.click()
    reader.wait_for_url(f"{site}/en/news/{translated.slug}/")
    expect(reader.get_by_role("heading", level=1)).to_have_text(ENGLISH[0])
    expect(reader.locator("html")).to_have_attribute("lang", "en")
    expect(reader.get_by_text(ENGLISH[3])).to_be_visible()
    expect(reader.get_by_role("img", name=ENGLISH[2]).first).to_be_visible()
    assert reader.faults == []
    assert reader.context.cookies() == []
