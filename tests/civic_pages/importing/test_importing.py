import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image
from wagtail.contrib.redirects.models import Redirect

from civic_pages.importing.fetching import Fetched, FetchError
from civic_pages.importing.sources import SourceItem, read
from civic_pages.models import NewsPage, Rubric
from civic_pages.services.importing import NewsImport
from portal.core.models import PortalImage
from portal.core.originals import original_locale_id

DATA = Path(__file__).parent / "data"


def picture(kind="JPEG", size=(640, 360)):
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return file.getvalue()


class Web:
    """Stands for the old site: what it answers by address; anything else is missing."""

    def __init__(self, **answers):
        self.answers = answers
        self.asked = []

    def fetch(self, url):
        self.asked.append(url)
        name = url.rpartition("/")[2].partition(".")[0]
        if name not in self.answers:
            raise FetchError("answered 404")
        content_type, content = self.answers[name]
        return Fetched(url=url, content_type=content_type, content=content)


@pytest.fixture
def web():
    return Web(
        lead=("image/jpeg", picture()), seminar=("image/jpeg", picture()), zal=("", picture("PNG"))
    )


def run(index, name, fetcher, **options):
    job = NewsImport(index=index, source="stara.example.org", fetcher=fetcher, **options)
    for _report in job.run(read(DATA / name)):
        pass
    return job.report


def test_feed_becomes_published_news(news_index, web, client):
    report = run(news_index, "feed.rss", web)
    assert (report.created, len(report.broken), report.images) == (2, 1, 2)
    page = NewsPage.objects.get(title__startswith="Семінар")
    assert page.live
    assert page.date == page.first_published_at == datetime(2013, 11, 13, 14, 33, tzinfo=UTC)
    assert page.lead == "Учасники створили сторінки своїх установ."
    assert page.author == "Прес-служба"
    assert page.lead_image.width == 640
    assert [block.block_type for block in page.body] == ["heading", "text", "image", "text"]
    assert page.body[2].value["image"].contextual_alt_text == "Учасники за комп’ютерами"
    html = client.get(page.url).content.decode().replace("\u00a0", " ")
    assert "alert(" not in html
    assert "Говорили про <b>діалог</b> влади й громади." in html
    assert "Оновлено" not in html  # it was published then, not today


def test_second_run_brings_nothing_twice(news_index, web):
    run(news_index, "feed.rss", web)
    report = run(news_index, "feed.rss", web)
    assert (report.created, report.known, report.images) == (0, 2, 0)
    assert NewsPage.objects.count() == 2
    assert PortalImage.objects.count() == 2


def test_what_an_editor_deleted_does_not_come_back(news_index, web):
    run(news_index, "feed.rss", web)
    NewsPage.objects.get(title="Коротке повідомлення").delete()
    assert run(news_index, "feed.rss", web).created == 0


def test_export_keeps_categories_pictures_video_and_old_addresses(news_index, web, client):
    rubric = Rubric.objects.create(name="форуми", locale_id=original_locale_id())
    report = run(news_index, "wordpress.xml", web)
    assert report.created == 2
    page = NewsPage.objects.get(title="Форум організацій")
    assert page.rubric == rubric
    assert page.lead == "Понад дві тисячі учасників."
    assert [block.block_type for block in page.body] == ["text", "image", "video"]
    response = client.get("/2018/12/forum/")
    assert response.status_code == 301
    assert response.url == page.url


def test_lead_is_taken_from_the_text_when_the_source_has_none(news_index, web):
    run(news_index, "wordpress.xml", web)
    assert NewsPage.objects.get(title="Дворова толока").lead == "Мешканці прибрали двір."


def test_drafts_on_request(news_index, web):
    run(news_index, "feed.rss", web, live=False)
    assert not NewsPage.objects.live().exists()
    assert NewsPage.objects.count() == 2


@pytest.mark.parametrize(
    "answer",
    [
        ("text/html", b"<html>"),
        ("image/jpeg", b"not a picture"),
        ("image/jpeg", picture()[:300]),
        ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("", b""),
    ],
)
def test_what_is_no_picture_becomes_a_link_and_is_reported(news_index, answer):
    report = run(news_index, "feed.rss", Web(seminar=answer))
    assert report.created == 2
    assert {Path(item.name).stem for item in report.lost_images} == {"seminar", "lead"}
    assert PortalImage.objects.count() == 0
    page = NewsPage.objects.get(title__startswith="Семінар")
    assert 'href="https://stara.example.org/img/seminar.jpg"' in str(page.body[2].value)


def test_broken_item_leaves_nothing_half_written(news_index, web, monkeypatch):
    monkeypatch.setattr(
        NewsImport, "_redirect", lambda *args: (_ for _ in ()).throw(ValueError("no address"))
    )
    report = run(news_index, "feed.rss", web)
    assert report.created == 0
    assert len(report.broken) == 3
    assert NewsPage.objects.count() == 0


def test_same_titles_get_their_own_addresses(news_index):
    job = NewsImport(index=news_index, source="s", fetcher=None)
    items = [SourceItem(guid=str(n), url="", title="Оголошення", html="<p>а</p>") for n in range(2)]
    list(job.run(items))
    assert set(NewsPage.objects.values_list("slug", flat=True)) == {
        "oholoshennia",
        "oholoshennia-2",
    }
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("title", ["2019", "RSS", "Druk"])
def test_reserved_addresses_are_not_taken(news_index, title):
    job = NewsImport(index=news_index, source="s", fetcher=None)
    list(job.run([SourceItem(guid="1", url="", title=title, html="<p>а</p>")]))
    assert job.report.created == 1
    assert NewsPage.objects.get().slug not in {"2019", "rss", "druk"}


def test_command_reports_what_it_did(news_index, capsys):
    call_command("import_news", str(DATA / "feed.rss"), "--no-images")
    out = capsys.readouterr().out
    assert "2 imported, 0 known already, 1 skipped" in out
    assert "categories without a rubric: Суспільство" in out


def test_check_changes_nothing(news_index, capsys):
    call_command("import_news", str(DATA / "wordpress.xml"), "--check")
    assert "2 items can be imported" in capsys.readouterr().out
    assert NewsPage.objects.count() == 0


@pytest.mark.parametrize(
    "source",
    [
        "/does/not/exist.xml",
        str(DATA),
        "file:///etc/passwd",
        "http://127.0.0.1:8000/feed",
        "http://localhost/feed",
        "https://[::1]/",
    ],
)
def test_bad_sources_are_refused_in_words(news_index, source):
    with pytest.raises(CommandError):
        call_command("import_news", source)


def test_unknown_rubric_is_refused_before_anything_is_written(news_index):
    with pytest.raises(CommandError, match="no rubric"):
        call_command("import_news", str(DATA / "feed.rss"), "--no-images", "--rubric", "nema")
    assert NewsPage.objects.count() == 0


def test_without_a_news_list_the_command_says_so(home):
    with pytest.raises(CommandError, match="news list"):
        call_command("import_news", str(DATA / "feed.rss"))


def news(html="<p>а</p>", url="https://a.example/1", **fields):
    return SourceItem(guid=url or "1", url=url, title="Новина", html=html, **fields)


def test_gallery_becomes_a_block_and_missing_pictures_links(news_index, web):
    html = '<figure><img src="/lead.jpg" alt="Площа"><img src="/zal.png"><img src="/nema.jpg"></figure>'
    job = NewsImport(index=news_index, source="s", fetcher=web)
    list(job.run([news(html)]))
    body = NewsPage.objects.get().body
    assert [block.block_type for block in body] == ["gallery", "text"]
    assert [item.alt for item in body[0].value.pictures] == ["Площа", ""]
    assert 'href="https://a.example/nema.jpg"' in str(body[1].value)
    body.stream_block.clean(body)


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ('<figure><img src="/lead.jpg"><img src="/nema.jpg"></figure>', ["image", "text"]),
        (f"<figure>{'<img src=/lead.jpg>' * 61}</figure>", ["gallery", "image"]),
    ],
)
def test_gallery_is_never_shorter_or_longer_than_its_block(news_index, web, html, kinds):
    list(NewsImport(index=news_index, source="s", fetcher=web).run([news(html)]))
    body = NewsPage.objects.get().body
    assert [block.block_type for block in body] == kinds
    body.stream_block.clean(body)


def test_nested_list_survives_the_editor(news_index):
    html = "<ul><li>а<ul><li>б</li></ul></li></ul>"
    list(NewsImport(index=news_index, source="s", fetcher=None).run([news(html)]))
    text = NewsPage.objects.get().body[0]
    cleaned = text.block.field.widget.converter.from_database_format(text.value.source)
    assert [block["depth"] for block in json.loads(cleaned)["blocks"]] == [0, 1]


def test_what_was_not_kept_is_reported_by_item(news_index):
    job = NewsImport(index=news_index, source="s", fetcher=None)
    list(job.run([news('<p>а</p><img src="http://[">')]))
    assert job.report.created == 1
    assert [item.name for item in job.report.lost_parts] == ["https://a.example/1"]


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://a.example/novyny/1/?utm_source=fb&fbclid=x", "/novyny/1"),
        ("https://a.example/news.php?utm_medium=x&id=7", "/news.php?id=7"),
    ],
)
def test_redirect_is_kept_without_tracking(news_index, url, path):
    list(NewsImport(index=news_index, source="s", fetcher=None).run([news(url=url)]))
    assert Redirect.objects.get().old_path == path


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/?p=12",
        "https://a.example?p=12",
        "http://[",
        f"https://a.example/{'a' * 300}",
    ],
)
def test_address_that_can_never_be_asked_for_gets_no_redirect(news_index, url):
    job = NewsImport(index=news_index, source="s", fetcher=None)
    list(job.run([news(url=url)]))
    assert job.report.created == 1
    assert not Redirect.objects.exists()


def test_draft_gets_no_redirect(news_index):
    list(NewsImport(index=news_index, source="s", fetcher=None, live=False).run([news()]))
    assert not Redirect.objects.exists()


def test_command_says_what_was_not_kept(news_index, tmp_path, capsys):
    feed = tmp_path / "feed.rss"
    feed.write_text(
        '<rss version="2.0"><channel><item><title>Т</title><link>http://[</link>'
        "<description>&lt;p&gt;а&lt;/p&gt;[playlist]</description></item></channel></rss>"
    )
    call_command("import_news", str(feed), "--no-images")
    assert "not kept: " in capsys.readouterr().out
