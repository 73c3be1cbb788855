"""Files: their text, their readers, and files that are not what they seem."""

import io
import subprocess
import sys
import zipfile

import pytest
from django.core.files.base import ContentFile

from portal.core.search_items import search_sources
from search import extraction
from search.models import FileText, SearchDocument
from search.sources import files
from tests.factories.media import DocumentFactory, ImageFactory
from tests.factories.pages import NewsPageFactory

pytestmark = pytest.mark.django_db


def stored(content, name, **facts):
    return DocumentFactory(file=ContentFile(content, name=name), **facts)


def text_of(content, name):
    """Past the library's own check of what a file is."""
    kind = name.rpartition(".")[2]
    return files._extract(kind, content)


def item(document):
    (found,) = search_sources.get("documents").items([str(document.pk)])
    return found


def docx_bytes(*lines):
    from docx import Document

    document, out = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.add_table(rows=1, cols=1).cell(0, 0).text = "Клітинка"
    document.save(out)
    return out.getvalue()


def odt_bytes(*lines):
    from odfdo import Document, Paragraph

    document, out = Document("text"), io.BytesIO()
    for line in lines:
        document.body.append(Paragraph(line))
    document.save(out)
    return out.getvalue()


def pdf_bytes(password=None):
    from pypdf import PdfWriter

    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(72, 72)
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Кошторис ремонту".encode(), "a.txt"),
        ("Кошторис ремонту".encode("utf-8-sig"), "a.csv"),
        ("Кошторис ремонту".encode("utf-16"), "a.txt"),
        ("Кошторис ремонту".encode("cp1251"), "a.csv"),
        (docx_bytes("Кошторис ремонту"), "a.docx"),
        (odt_bytes("Кошторис ремонту"), "a.odt"),
    ],
)
def test_the_text_of_a_file_is_read(content, name):
    answer = text_of(content, name)
    assert "Кошторис ремонту" in answer["text"]
    assert answer["problem"] == ""


def test_cells_of_tables_are_read():
    assert "Клітинка" in text_of(docx_bytes("Рядок"), "a.docx")["text"]


def test_a_pdf_of_the_demo_is_read(settings):
    content = (settings.BASE_DIR / "home/demo/files/proiekt-statutu.pdf").read_bytes()
    assert "Статут" in text_of(content, "a.pdf")["text"]


def bomb():
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as part,
    ):
        for _number in range(210):
            part.write(b" " * 1024 * 1024)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (b"%PDF-1.4\n%%EOF\n", "a.pdf", extraction.BROKEN),
        (b"", "a.pdf", extraction.BROKEN),
        (b"PK\x03\x04 no archive", "a.docx", extraction.BROKEN),
        (docx_bytes("x")[:2000], "a.odt", extraction.BROKEN),
        (pdf_bytes("secret"), "a.pdf", extraction.ENCRYPTED),
        (bomb(), "a.docx", extraction.LIMITS),
    ],
)
def test_a_file_that_cannot_be_read_has_no_text(content, name, problem):
    assert text_of(content, name) == {"text": "", "problem": problem}


def test_a_pdf_that_anybody_may_open_is_read():
    assert text_of(pdf_bytes(""), "a.pdf")["problem"] == ""


def test_a_parser_that_takes_too_long_or_dies_is_given_up(monkeypatch):
    def too_long(*args, **kwargs):
        raise subprocess.TimeoutExpired("x", 1)

    monkeypatch.setattr(subprocess, "run", too_long)
    assert text_of(b"x", "a.pdf")["problem"] == extraction.LIMITS


def test_a_parser_may_not_take_all_the_memory():
    script = (
        "import sys; sys.argv=['x','txt']; import runpy, io;"
        "sys.path.insert(0, '.');from search import extraction;"
        "extraction.READERS['txt'] = lambda data: iter([' ' * (1 << 31)]);"
        "extraction.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=b"", capture_output=True, check=False
    )
    assert done.returncode or b"limits" in done.stdout


def test_only_so_many_letters_are_kept(monkeypatch):
    answer = extraction.read("txt", b"x" * (extraction.LETTERS + 5))
    assert len(answer["text"]) == extraction.LETTERS


def test_a_file_is_read_once_and_said_to_be_broken_once(caplog, monkeypatch):
    stored("Кошторис".encode(), "a.txt")
    broken = stored(b"%PDF-1.4\n%%EOF\n", "b.pdf", title="Зламаний")
    assert item(broken).text == ""
    assert caplog.text.count("by its title only") == 1
    monkeypatch.setattr(files, "_extract", lambda *args: pytest.fail("read again"))
    assert item(broken).title == "Зламаний"
    assert caplog.text.count("by its title only") == 1
    assert FileText.objects.get(problem="broken")


def test_a_file_that_is_not_there_is_found_by_its_title():
    document = stored(b"x", "a.txt", title="Загублений")
    document.file.storage.delete(document.file.name)
    type(document).objects.update(file_hash="")
    assert item(document).title == "Загублений"


def test_a_kind_that_nobody_reads_has_a_title():
    document = stored(b"BEGIN:VCALENDAR", "a.ics", title="Календар")
    found = item(document)
    assert (found.title, found.text) == ("Календар", "")
    assert found.details["extension"] == "ICS"


def test_texts_of_deleted_files_are_forgotten():
    document = stored("Кошторис".encode(), "a.txt")
    item(document)
    assert files.forget_unused(files.hashes_in_use()) == 0
    document.delete()
    assert files.forget_unused(files.hashes_in_use()) == 1


def offering(document):
    return [("text", f'<p><a linktype="document" id="{document.pk}">Файл</a></p>')]


def document_row(document):
    return SearchDocument.objects.get(source="documents", object_id=str(document.pk))


def test_a_file_is_public_as_long_as_a_public_page_offers_it(news_index, index_now):
    document = stored("Кошторис".encode(), "a.txt")
    index_now()
    assert "audience:staff" in document_row(document).labels
    page = NewsPageFactory(
        parent=news_index, title="Новина", slug="novyna", body=offering(document)
    )
    index_now()
    row = document_row(document)
    assert "audience:public" in row.labels
    assert row.path == [news_index.title, "Новина"]
    assert f"within:pages:{page.pk}" in row.labels
    assert set(row.labels.split()) >= {"offered:uk", "offered:en"}
    page.unpublish()
    index_now()
    assert "audience:staff" in document_row(document).labels
    page.save_revision().publish()
    index_now()
    assert "audience:public" in document_row(document).labels
    page.body = []
    page.save_revision().publish()
    index_now()
    assert "audience:staff" in document_row(document).labels


def test_a_deleted_page_offers_nothing(news_index, index_now):
    document = stored("Кошторис".encode(), "a.txt")
    page = NewsPageFactory(parent=news_index, slug="novyna", body=offering(document))
    index_now()
    page.delete()
    index_now()
    assert "audience:staff" in document_row(document).labels


def test_a_chosen_attachment_is_offered(news_index, index_now):
    document = stored("Кошторис".encode(), "a.txt")
    page = NewsPageFactory(parent=news_index, slug="novyna")
    name = next(iter(page._meta.get_field("attachments").stream_block.child_blocks))
    block = page._meta.get_field("attachments").stream_block.child_blocks[name]
    value = block.to_python({"document": document.pk, "title": "", "description": ""})
    page.attachments = [(name, value)]
    page.save()
    index_now()
    assert "audience:public" in document_row(document).labels


def test_renaming_deleting_and_tagging(index_now):
    document, image = stored(b"x", "a.txt", title="Перша"), ImageFactory(title="Алея")
    index_now()
    document.title = "Друга"
    document.save()
    image.tags.add("парки")
    index_now()
    assert document_row(document).title == "Друга"
    row = SearchDocument.objects.get(source="images")
    assert (row.title, row.text) == ("Алея", "парки")
    assert "audience:staff" in row.labels
    document.delete()
    image.delete()
    index_now()
    assert not SearchDocument.objects.filter(source__in=["documents", "images"]).exists()


@pytest.mark.parametrize("factory", [DocumentFactory, ImageFactory])
def test_the_number_of_queries_does_not_grow(factory, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    name = "documents" if factory is DocumentFactory else "images"
    source = search_sources.get(name)

    def read(rows):
        return list(source.items([str(row.pk) for row in rows]))

    few = [factory() for _number in range(2)]
    read(few)
    with CaptureQueriesContext(connection) as queries:
        read(few)
    many = [factory() for _number in range(8)]
    read(many)
    with django_assert_max_num_queries(len(queries)):
        assert len(read(many)) == 8
