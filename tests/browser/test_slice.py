"""The main job from end to end: an editor writes, publishes and translates; a reader finds, prints, reads."""

import pytest
from PIL import Image

from civic_pages.models import NewsPage
from home.models import HomePage
from portal.people.models import User

TITLE = "Громадські слухання щодо бюджету Солом’янського району"
LEAD = "Місто запрошує мешканців на слухання дванадцятого грудня."
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
def site(served, home, english_home, news_index):
    """The front page with its latest news, the list of news, both in both languages."""
    home = HomePage.objects.get(pk=home.pk)
    home.body = (
        [("latest", {"count": 5})] if "latest" in home.body.stream_block.child_blocks else []
    )
    home.save_revision().publish()
    translated = news_index.copy_for_translation(english_home.locale)
    translated.title = translated.draft_title = "News"
    translated.save_revision().publish()
    return served


def sign_in(page, site):
    User.objects.create_superuser("chief@example.org", PASSWORD)
    page.goto(f"{site}/admin/login/")
    page.locator("#id_username").fill("chief@example.org")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form [type=submit]").first.click()
    page.wait_for_url(f"{site}/admin/")


def write_and_publish(page, site, index, photo):
    page.goto(f"{site}/admin/pages/add/civic_pages/newspage/{index.pk}/")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_lead").fill(LEAD)
    # The draft saves itself; from then on the page has its own address.
    page.wait_for_function("location.pathname.endsWith('/edit/')")
    # The photo is uploaded in the library's window, there and then.
    chooser = page.locator("#id_lead_image-chooser")
    chooser.locator("[data-chooser-action-choose]").click()
    page.locator("#tab-label-upload").click()
    page.set_input_files("#id_image-chooser-upload-file", str(photo))
    page.locator("#id_image-chooser-upload-title").fill("Зала слухань")
    page.locator("#tab-upload button[type=submit]").click()
    chooser.locator(".chosen [data-chooser-image][src*=media]").wait_for()
    page.locator("#id_lead_image_alt").fill("Зала слухань")
    body = page.locator("[data-contentpath=body]")
    body.locator(".c-sf-add-button").first.click()
    page.locator(".w-combobox [role=option]").filter(has_text="Текст").first.click()
    text = body.locator("[contenteditable=true]").first
    text.click()
    page.keyboard.type(WORDS)
    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    page.locator("[name=action-publish]").click()
    page.locator(".messages a[href*=edit]").wait_for()


def translate_and_publish(page, site, news):
    page.goto(f"{site}/admin/localize/submit/page/{news.pk}/")
    page.locator("main form input[name=locales]").check()
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url("**/edit/**")
    for words in ENGLISH:
        page.get_by_role("button", name="Перекласти", exact=True).first.click()
        page.locator("textarea").last.fill(words)
        page.get_by_role("button", name="Зберегти", exact=True).click()
        page.locator("textarea").wait_for(state="detached")
    page.locator("button[value=publish]").click()
    page.wait_for_load_state()


@pytest.mark.timeout(600)
def test_write_publish_find_print_translate(site, open_page, news_index, photo):
    editor = open_page(f"{site}/admin/login/", width=1440)
    editor.set_default_timeout(PATIENCE)
    sign_in(editor, site)
    write_and_publish(editor, site, news_index, photo)
    news = NewsPage.objects.get()
    assert news.live
    assert news.slug == "hromadski-slukhannia-shchodo-biudzhetu-solomianskoho-raionu"

    # Without JavaScript, so that what a reader finds is what the server sends.
    reader = open_page(f"{site}/", java_script=False)
    reader.get_by_role("link", name=TITLE).first.click()
    assert reader.get_by_role("heading", level=1).inner_text().replace("\xa0", " ") == TITLE
    assert reader.get_by_text("Пропозиції можна подати").count() == 1
    assert (
        reader.get_by_role("img", name="Зала слухань").first.evaluate("image => image.naturalWidth")
        > 0
    )

    reader.goto(f"{site}/novyny/")
    assert reader.get_by_role("link", name=TITLE).count() >= 1
    reader.goto(f"{site}/novyny/{news.date.astimezone():%Y/%m/%d}/")
    assert reader.get_by_role("link", name=TITLE).count() >= 1
    for feed in ("rss/", "atom/", "feed.json"):
        assert "Солом’янського" in reader.request.get(f"{site}/novyny/{feed}").text()

    reader.goto(f"{site}/poshuk/")
    reader.locator("main input[name=q]").fill("слухання бюджету")
    reader.locator("main form [type=submit]").first.click()
    reader.get_by_role("link", name=TITLE).first.click()

    reader.get_by_role("link", name="Версія для друку").click()
    assert reader.url.endswith("/druk/")
    assert reader.locator("nav").count() == 0
    assert reader.locator("main svg, main img").count() >= 1

    translate_and_publish(editor, site, news)
    translated = NewsPage.objects.get(locale__language_code="en")
    assert translated.live
    assert translated.slug == "public-hearings-on-the-budget-of-solomianskyi-district"
    reader.goto(f"{site}{news.get_url()}")
    reader.get_by_role("link", name="English").click()
    assert reader.get_by_role("heading", level=1).inner_text().replace("\xa0", " ") == ENGLISH[0]
    assert reader.locator("html").get_attribute("lang") == "en"
    assert reader.get_by_text(ENGLISH[3]).count() == 1
    assert reader.context.cookies() == []
