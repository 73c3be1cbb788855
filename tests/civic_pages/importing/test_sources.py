from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

from civic_pages.importing.sources import BrokenItem, SourceError, SourceItem, read

DATA = Path(__file__).parent / "data"
BOMB = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
<rss version="2.0"{namespaces}><channel><title>&lol2;</title><item><title>&lol2;</title></item></channel></rss>"""
WORDPRESS = ' xmlns:wp="http://wordpress.org/export/1.2/"'


def titles(items):
    return [item.title for item in items if isinstance(item, SourceItem)]


def test_rss_item_is_read_whole():
    first, *_ = read(DATA / "feed.rss")
    assert first.guid == "stara-101"
    assert first.url == "https://stara.example.org/news/2013/seminar"
    assert first.title == "Семінар «Нові медіа» зібрав посадовців п’яти районів"
    assert first.lead == "Учасники створили сторінки своїх установ."
    assert first.date == datetime(2013, 11, 13, 14, 33, tzinfo=UTC)
    assert first.author == "Прес-служба"
    assert first.categories == ["Суспільство"]
    assert first.image_url == "https://stara.example.org/img/lead.jpg"
    assert "<h2>Програма</h2>" in first.html


def test_rss_item_without_title_is_reported_and_the_rest_is_read():
    _, broken, last = read(DATA / "feed.rss")
    assert isinstance(broken, BrokenItem)
    assert "bez-nazvy" in broken.name
    assert last.title == "Коротке повідомлення"
    assert last.date is None
    assert last.html == "<p>Лише опис.</p>"


def test_atom_entry_is_read():
    (entry,) = read(DATA / "feed.atom")
    assert entry.guid == "tag:rada.example.org,2018:1"
    assert entry.author == "Олена Коваль"
    assert entry.html == "<p>Пропозиції приймають до кінця місяця.</p>"


def test_wordpress_posts_are_read_and_drafts_and_attachments_are_not():
    items = list(read(DATA / "wordpress.xml"))
    assert titles(items) == ["Форум організацій", "Дворова толока"]
    assert [type(item) for item in items].count(BrokenItem) == 1


def test_wordpress_post_has_its_thumbnail_date_category_and_paragraphs():
    first, *_ = read(DATA / "wordpress.xml")
    assert first.image_url == "https://stara.example.org/wp-content/uploads/lead.jpg"
    assert first.date == datetime(2018, 12, 7, 12, 30, tzinfo=UTC)
    assert first.categories == ["Форуми"]
    assert first.lead == "Понад дві тисячі учасників."
    assert first.html.startswith("<p>Перший абзац про <em>форум</em>.</p><p>Другий абзац.</p>")


def export(tmp_path, *items, channel=""):
    """A WordPress export with published posts, each given by the fields beside the usual ones."""
    head = (
        f'<rss version="2.0"{WORDPRESS} xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    )
    usual = "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
    file = tmp_path / "export.xml"
    file.write_text(
        f"{head}<channel>{channel}"
        + "".join(f"<item><title>Т</title>{usual}{item}</item>" for item in items)
        + "</channel></rss>"
    )
    return file


def test_post_with_a_password_is_skipped_and_reported(tmp_path):
    file = export(
        tmp_path,
        "<link>https://a.example/secret</link><wp:post_password>s3cret</wp:post_password>",
        "<wp:post_password></wp:post_password>",
    )
    with translation.override("uk"):
        secret, public = read(file)
    assert secret == BrokenItem(
        name="https://a.example/secret", reason="на старому сайті він захищений паролем"
    )
    assert isinstance(public, SourceItem)


@pytest.mark.parametrize(
    ("login", "name"), [("admin", "Олена Коваль"), ("root", ""), ("nobody", ""), ("", "")]
)
def test_author_is_the_shown_name_and_never_the_login(tmp_path, login, name):
    people = (
        "<wp:author><wp:author_login>admin</wp:author_login>"
        "<wp:author_display_name><![CDATA[Олена Коваль]]></wp:author_display_name></wp:author>"
        "<wp:author><wp:author_login>root</wp:author_login>"
        "<wp:author_display_name>root</wp:author_display_name></wp:author>"
    )
    (item,) = read(export(tmp_path, f"<dc:creator>{login}</dc:creator>", channel=people))
    assert item.author == name


def attachment(number, name, parent=""):
    return (
        f"<wp:post_id>{number}</wp:post_id><wp:post_parent>{parent}</wp:post_parent>"
        "<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key>"
        f"<wp:meta_value>Опис {number}</wp:meta_value></wp:postmeta>"
        f"<wp:attachment_url>https://a.example/{name}</wp:attachment_url>"
    )


@pytest.mark.parametrize(
    ("code", "numbers", "left"),
    [
        ('[gallery ids="2,1"]', [2, 1], ""),
        ('[gallery columns="2" ids="1,9"]', [1], '[gallery ids="9"]'),
        ("[gallery]", [1, 2], ""),
        ('[gallery ids="8,9"]', [], '[gallery ids="8,9"]'),
    ],
)
def test_gallery_shows_the_pictures_the_export_knows(tmp_path, code, numbers, left):
    file = export(
        tmp_path,
        f"<wp:post_id>5</wp:post_id><content:encoded>{code}</content:encoded>",
        attachment(1, "1.jpg", 5),
        attachment(2, "2.PNG", 5),
        attachment(3, "rishennia.pdf", 5),
        attachment(4, "4.jpg", 6),
    )
    content = file.read_text()
    head, *files = content.split("<item>")[1:]
    files = [item.replace(">post<", ">attachment<") for item in files]
    file.write_text("<item>".join([content.split("<item>")[0], head, *files]))
    (item,) = read(file)
    names = {1: "1.jpg", 2: "2.PNG"}
    figures = "".join(
        f'<figure><img src="https://a.example/{names[n]}" alt="Опис {n}"></figure>' for n in numbers
    )
    shown = f"<figure>{figures}</figure>" if figures else ""
    assert item.html == f"<p>{shown}{left}</p>"


def test_address_alone_on_a_line_is_a_paragraph(tmp_path):
    text = "До\nhttps://youtu.be/dQw4w9WgXcQ\nПісля https://a.example/"
    (item,) = read(export(tmp_path, f"<content:encoded>{text}</content:encoded>"))
    assert item.html == (
        "<p>До</p><p>https://youtu.be/dQw4w9WgXcQ</p><p>Після https://a.example/</p>"
    )


@pytest.mark.parametrize(("name", "whole"), [("feed.rss", 2), ("wordpress.xml", 2)])
def test_file_cut_in_half_gives_what_it_held_and_says_so(tmp_path, name, whole):
    content = (DATA / name).read_bytes()
    # Inside the last item, after all earlier ones.
    cut = tmp_path / name
    cut.write_bytes(content[: content.rfind(b"<title>") + 9])
    items = list(read(cut))
    assert 1 <= len(titles(items)) <= whole
    assert any(isinstance(item, BrokenItem) and "not whole" in item.reason for item in items)


@pytest.mark.parametrize("namespaces", ["", WORDPRESS])
def test_entity_bomb_is_refused(tmp_path, namespaces):
    bomb = tmp_path / "bomb.xml"
    bomb.write_text(BOMB.format(namespaces=namespaces))
    with pytest.raises(SourceError):
        list(read(bomb))


@pytest.mark.parametrize(
    "content", [b"", b"<html><body>404</body></html>", b"\x00\x01\x02", b"%PDF-1.4"]
)
def test_what_is_no_feed_is_refused(tmp_path, content):
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(SourceError):
        list(read(file))


def test_external_entity_reads_no_local_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    feed = tmp_path / "feed.xml"
    feed.write_text(
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]><rss version="2.0"{WORDPRESS}><channel>'
        "<item><title>&x;</title></item></channel></rss>"
    )
    with pytest.raises(SourceError):
        list(read(feed))


def test_export_is_streamed(tmp_path):
    """Memory stays flat: what an item held is dropped once it is read."""
    import tracemalloc

    item = "<item><title>Т</title><link>https://a.example/{n}</link><description>{fill}</description><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
    export = tmp_path / "big.xml"
    with export.open("w", encoding="utf-8") as stream:
        stream.write(f'<rss version="2.0"{WORDPRESS}><channel>')
        for number in range(3000):
            stream.write(item.format(n=number, fill="х" * 2000))
        stream.write("</channel></rss>")
    assert export.stat().st_size > 10_000_000
    tracemalloc.start()
    count = sum(1 for _ in read(export))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 3000
    assert peak < 4_000_000
