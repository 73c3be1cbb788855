"""A news item as readers see it: head, text, what stands around it, paper."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from civic_pages.models import NewsIndexPage, NewsPage, Rubric
from home.models import HomePage, StandardPage
from portal.places.models import Department, District, Topic
from tests.civic_pages.conftest import kyiv
from tests.factories import pages
from tests.factories.blocks import items, placement, stream
from tests.factories.media import ImageFactory

pytestmark = pytest.mark.django_db


def term(model, name, slug):
    return model.objects.create(name=name, slug=slug, locale=HomePage.objects.first().locale)


@pytest.fixture
def item(news_index):
    """The item of the look: published on 7 December 2018 at 14:30."""
    page = pages.NewsPageFactory(
        parent=news_index,
        title="Київ презентував першу муніципальну соціальну мережу «Спільно»",
        slug="prezentatsiia-spilno",
        lead="Подію відвідали понад 2 000 активістів.",
        date=kyiv(2018, 12, 7, 14, 30),
        rubric=term(Rubric, "Електронна демократія", "e-demokratiia"),
        department=term(Department, "Департамент суспільних комунікацій", "dsk"),
        author="Олена Коваль",
        lead_image=ImageFactory(size=(640, 360), credit="Ілюстрація: редакція"),
        lead_image_alt="Мережа людей",
        lead_image_caption="Мережа об’єднує мешканців.",
        source_name="КМДА",
        source_url="https://example.org/dzherelo",
    )
    page.topics = [term(Topic, "Громадські організації", "orhanizatsii")]
    page.districts = [term(District, "Дарницький", "darnytskyi")]
    page.body = [{"type": "text", "value": "<p>" + "слово " * 340 + "</p>"}]
    page.save()
    return page


def form_data(page, **changes):
    """What the editor's form of a page with empty streams sends."""
    data = {
        "title": page.title,
        "slug": page.slug,
        "lead": page.lead,
        "comments": inline_formset([]),
    }
    if isinstance(page, NewsPage):
        data |= {name: streamfield([]) for name in ("body", "attachments", "related")}
        data["date"] = timezone.localtime(page.date).strftime("%Y-%m-%d %H:%M")
    return nested_form_data(data | changes)


def read(client, page, suffix=""):
    response = client.get(page.get_url() + suffix)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    return response.content.decode()


def plain(html):
    """Without the no-break spaces that typesetting puts in."""
    return html.replace("\u00a0", " ")


def structured_data(html):
    """What the page says of itself as an article, among other things it says to robots."""
    found = [json.loads(text) for text in re.findall(r'ld\+json">(.+?)</script>', html)]
    return next(data for data in found if data["@type"] == "NewsArticle")


class TestTree(WagtailPageTestCase):
    def test_news_stand_under_their_list_only(self):
        self.assertAllowedParentPageTypes(NewsIndexPage, {HomePage})
        self.assertAllowedSubpageTypes(NewsIndexPage, {NewsPage})
        self.assertAllowedParentPageTypes(NewsPage, {NewsIndexPage})
        self.assertAllowedSubpageTypes(NewsPage, {})
        self.assertCanNotCreateAt(HomePage, NewsPage)
        self.assertCanNotCreateAt(NewsPage, StandardPage)

    def test_an_item_is_made_rendered_and_edited(self):
        index = pages.NewsIndexPageFactory(parent=HomePage.objects.get(locale__language_code="uk"))
        page = pages.NewsPageFactory(parent=index)
        self.assertPageIsRoutable(page)
        self.assertPageIsRenderable(page)
        self.assertPageIsRoutable(page, "druk/")
        self.assertPageIsRenderable(page, "druk/")
        self.assertPageIsRenderable(index)
        self.login()
        self.assertPageIsEditable(page, post_data=form_data(page))
        self.assertPageIsEditable(index, post_data=form_data(index))
        self.assertPageIsPreviewable(page, post_data=form_data(page))
        self.assertPageIsPreviewable(index, post_data=form_data(index))

    def test_a_half_empty_draft_can_be_previewed(self):
        index = pages.NewsIndexPageFactory(parent=HomePage.objects.get(locale__language_code="uk"))
        page = pages.NewsPageFactory(
            parent=index, title="?", lead="", live=False, correction="Нічого"
        )
        self.login()
        self.assertPageIsPreviewable(page, post_data=form_data(page, slug="", correction="Ні"))


def test_the_head_tells_when_who_and_how_long(client, item):
    html = read(client, item)
    assert '<time datetime="2018-12-07T14:30+0200">7 грудня 2018 р., 14:30</time>' in html
    assert "Департамент суспільних комунікацій" in html
    assert "Олена Коваль" in html
    assert "2\u00a0хв читання" in html
    assert 'alt="Мережа людей"' in html
    assert "Мережа об’єднує мешканців." in html
    assert "Ілюстрація: редакція" in html
    assert '<a href="https://example.org/dzherelo">КМДА</a>' in html


def test_the_breadcrumb_leads_to_the_day(client, item):
    html = read(client, item)
    way = html[html.index('class="breadcrumbs"') :][:600]
    assert [*re.findall(r">([^<>]+)</a>", way)][:3] == ["Головна", "Новини", "7 грудня 2018"]
    assert 'href="/novyny/2018/12/07/"' in way
    assert client.get("/novyny/2018/12/07/").status_code == 200


def test_terms_lead_to_the_narrowed_list(client, item):
    html = read(client, item)
    for address in ("rubric=e-demokratiia", "topic=orhanizatsii", "district=darnytskyi"):
        assert f'href="/novyny/?{address}"' in html
        assert client.get(f"/novyny/?{address}").status_code == 200


def test_published_anew_is_said_published_is_not(client, item):
    assert "Оновлено" not in read(client, item)
    NewsPage.objects.filter(pk=item.pk).update(
        first_published_at=item.date, last_published_at=item.date + timedelta(minutes=5)
    )
    assert "Оновлено" not in read(client, item)
    NewsPage.objects.filter(pk=item.pk).update(last_published_at=kyiv(2018, 12, 8, 10, 5))
    assert "Оновлено 8 грудня 2018 р., 10:05" in read(client, item)


def test_a_correction_is_shown_with_its_date(client, item):
    item.correction = "Учасників було 2 100."
    item.corrected_at = kyiv(2018, 12, 9, 9, 0)
    item.save()
    html = read(client, item)
    assert "Виправлено" in html
    assert "9 грудня 2018 р., 09:00" in html
    assert "Учасників було 2 100." in html


def test_a_correction_without_a_date_is_dated_now(item):
    item.correction = "Учасників було 2 100."
    item.save()
    assert timezone.now() - item.corrected_at < timedelta(minutes=1)
    item.correction = ""
    item.save()
    assert item.corrected_at is None


def test_urgent_is_colour_icon_and_word(client, item):
    assert "chip--urgent" not in read(client, item)
    item.is_urgent = True
    item.save()
    html = read(client, item)
    assert re.search(r'chip--urgent"><svg[^>]+><use[^>]+></svg>Терміново', html)


class TestNeighbours:
    def related(self, html):
        part = html[html.index("Читайте також") :]
        return re.findall(r'class="card__link" href="[^"]+">([^<]+)<', plain(part))

    def test_chosen_first_then_by_topic_and_district_then_the_newest(
        self, client, news_index, item
    ):
        topic, district = item.topics.get(), item.districts.get()

        def make(title, date, topics=(), districts=()):
            page = pages.NewsPageFactory(parent=news_index, title=title, date=date)
            page.topics, page.districts = list(topics), list(districts)
            page.save()
            return page

        chosen = make("Обрана", kyiv(2013, 1, 1))
        make("Тема", kyiv(2014, 1, 1), [topic])
        make("Район", kyiv(2017, 1, 1), [], [district])
        make("Тема й район", kyiv(2014, 1, 2), [topic], [district])
        make("Найновіша", kyiv(2020, 1, 1))
        assert self.related(read(client, item)) == ["Тема й район", "Тема", "Район"]
        item.related = [{"type": "news", "value": chosen.pk}]
        item.save()
        assert self.related(read(client, item)) == ["Обрана", "Тема й район", "Тема"]

    def test_what_is_not_for_all_is_not_offered(self, client, news_index, item):
        hidden = pages.NewsPageFactory(parent=news_index, title="Прихована")
        gone = pages.NewsPageFactory(parent=news_index, title="Знята")
        item.related = [{"type": "news", "value": each.pk} for each in (hidden, gone)]
        item.save()
        PageViewRestriction.objects.create(page=hidden, restriction_type="login")
        gone.unpublish()
        html = read(client, item)
        assert "Прихована" not in html
        assert "Знята" not in html

    def test_a_deleted_choice_does_not_break(self, client, news_index, item):
        chosen = pages.NewsPageFactory(parent=news_index)
        item.related = [{"type": "news", "value": chosen.pk}]
        item.save()
        chosen.delete()
        read(client, item)

    def test_the_side_shows_that_day_and_the_days_before(self, client, news_index, item):
        for hour in (8, 10, 16):
            pages.NewsPageFactory(
                parent=news_index, title=f"О {hour}", date=kyiv(2018, 12, 7, hour, 5)
            )
        pages.NewsPageFactory(parent=news_index, title="Наступного дня", date=kyiv(2018, 12, 8))
        pages.NewsPageFactory(parent=news_index, title="Рік тому", date=kyiv(2017, 12, 7))
        # «Read also» takes the three newest; what is there does not stand at the side as well.
        pages.NewsPageFactory.create_batch(2, parent=news_index)
        html = read(client, item)
        side = plain(html[html.index("<aside") : html.index("</aside>")])
        assert re.findall(r'feed__link" href="[^"]+">([^<]+)<', side) == ["О 16", "О 10", "О 8"]
        assert ">7 грудня</h3>" in side

    def test_alone_it_has_no_neighbours(self, client, item):
        html = read(client, item)
        assert "Читайте також" not in html
        assert "feed__day" not in html


class TestRobots:
    def test_structured_data(self, client, item):
        html = read(client, item)
        data = structured_data(html)
        assert data["headline"] == item.title
        assert data["datePublished"].startswith("2018-12-07T")
        assert data["mainEntityOfPage"] == "http://testserver/novyny/prezentatsiia-spilno/"
        assert data["image"].startswith("http://testserver/media/")
        assert data["author"] == {"@type": "Person", "name": "Олена Коваль"}
        assert data["articleSection"] == "Електронна демократія"

    def test_a_title_cannot_break_out_of_the_data(self, client, item):
        item.title = "</script><script>alert(1)</script>"
        item.save()
        html = read(client, item)
        assert "<script>alert" not in html
        assert structured_data(html)["headline"] == item.title

    def test_open_graph(self, client, item):
        html = read(client, item)
        assert '<meta property="og:type" content="article">' in html
        assert 'property="article:published_time" content="2018-12-07T14:30:00+0200"' in html
        assert '<meta property="og:image" content="http://testserver/media/' in html


class TestPaper:
    def test_it_has_the_source_and_a_code_and_no_navigation(self, client, item):
        html = read(client, item, "druk/")
        assert "http://testserver/novyny/prezentatsiia-spilno/</p>" in html
        assert '<svg class="print-head__qr"' in html
        assert "<nav" not in html
        assert 'class="header"' not in html
        assert '<meta name="robots" content="noindex">' in html
        assert (
            '<link rel="canonical" href="http://testserver/novyny/prezentatsiia-spilno/">' in html
        )
        assert "style=" not in html

    def test_pictures_do_not_wait_for_somebody_to_scroll(self, client, item):
        placed = {"image": placement(item.lead_image, alt_text="Зала"), "caption": ""}
        item.body = stream(
            ("image", placed), ("gallery", {"title": "", "items": items(placed, placed)})
        )
        item.save()
        assert read(client, item).count('loading="lazy"') == 3
        html = read(client, item, "druk/")
        assert html.count("<img ") == 4
        assert "lazy" not in html
        assert html.count("fetchpriority") == 1

    def test_it_is_the_same_whenever_it_is_made(self, client, item, at):
        at(kyiv(2019, 6, 3, 14, 30))
        first = client.get(f"{item.get_url()}druk/")
        assert "X-Fresh-Until" not in first.headers
        at(kyiv(2019, 6, 5, 9, 0))
        assert client.get(f"{item.get_url()}druk/").content == first.content

    def test_the_other_languages_word_is_no_address(self, client, item, news_index, translated):
        translated(news_index, title="News")
        version = translated(item, title="Kyiv presents Spilno")
        assert client.get(f"{version.get_url()}print/").status_code == 200
        assert client.get(f"{version.get_url()}druk/").status_code == 404
        assert client.get(f"{item.get_url()}print/").status_code == 404

    def test_the_item_links_to_it(self, client, item):
        assert f'href="{item.get_url()}druk/"' in read(client, item)

    def test_of_a_restricted_item_there_is_none(self, client, item):
        PageViewRestriction.objects.create(page=item, restriction_type="login")
        assert client.get(f"{item.get_url()}druk/").status_code == 302


class TestEnglish:
    def test_a_translation_shows_its_own_words_and_shared_facts(
        self, client, item, news_index, translated, english
    ):
        rubric = item.rubric.copy_for_translation(english)
        rubric.name = "E-democracy"
        rubric.save()
        department = item.department.copy_for_translation(english)
        department.name = "Communications Department"
        department.save()
        translated(news_index, title="News")
        version = translated(item, title="Kyiv presents Spilno", lead="It was shown.")
        assert version.get_url() == "/en/news/kyiv-presents-spilno/"
        html = read(client, version)
        assert "7 December 2018, 14:30" in html
        assert 'href="/en/news/?rubric=e-demokratiia">E-democracy</a>' in html
        assert "Communications Department" in html
        assert 'href="/en/news/2018/12/07/"' in html
        assert 'hreflang="uk"' in html


def test_queries_do_not_grow(client, news_index, item, remembering, django_assert_max_num_queries):
    """The whole page, header and footer and all, once the catalogue of this content is known."""
    client.get(item.get_url())

    def ask():
        client.get(item.get_url())  # makes the catalogue
        with django_assert_max_num_queries(10) as queries:
            client.get(item.get_url())
        return len(queries)

    pages.NewsPageFactory.create_batch(5, parent=news_index, lead_image=item.lead_image)
    few = ask()
    pages.NewsPageFactory.create_batch(35, parent=news_index, lead_image=item.lead_image)
    assert ask() == few


def test_the_first_reader_after_a_change_costs_three_queries_more(
    client, news_index, item, django_assert_max_num_queries
):
    pages.NewsPageFactory.create_batch(5, parent=news_index, lead_image=item.lead_image)
    client.get(item.get_url())
    with django_assert_max_num_queries(12):
        client.get(item.get_url())
