"""Documents are what their names say, or are refused."""

import zipfile
from io import BytesIO

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.core.models import PortalDocument
from portal.core.uploads.documents import CHECKS
from tests.factories.media import SVG, DocumentFactory

pytestmark = pytest.mark.django_db


def zipped(**parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as writer:
        for name, content in parts.items():
            writer.writestr(
                name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content
            )
    return out.getvalue()


TYPES = {"[Content_Types]_xml": "<Types/>"}
GOOD = {
    "csv": "назва;сума\n".encode("cp1251"),
    "docx": zipped(**TYPES, word__document_xml="<w/>"),
    "ics": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "odp": zipped(mimetype="application/vnd.oasis.opendocument.presentation"),
    "ods": zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "odt": zipped(mimetype="application/vnd.oasis.opendocument.text"),
    "pdf": b"%PDF-1.7\n%%EOF",
    "pptx": zipped(**TYPES, ppt__presentation_xml="<p/>"),
    "rtf": b"{\\rtf1\\ansi }",
    "txt": "Звіт\n".encode(),
    "xlsx": zipped(**TYPES, xl__workbook_xml="<x/>"),
    "zip": zipped(a="b"),
}


def test_every_accepted_kind_has_a_check_and_an_example():
    assert sorted(CHECKS) == sorted(settings.WAGTAILDOCS_EXTENSIONS) == sorted(GOOD)


@pytest.mark.parametrize("extension", GOOD)
def test_sound_documents_are_taken(extension):
    document = DocumentFactory(file=ContentFile(GOOD[extension], name=f"zvit.{extension.upper()}"))
    assert document.pk


BAD_DOCUMENTS = {
    "exe": ("a.exe", b"MZ\x90"),
    "html": ("a.html", b"<script>"),
    "svg": ("a.svg", SVG),
    "no extension": ("readme", b"text"),
    "exe as pdf": ("a.pdf", b"MZ\x90\x00"),
    "html as pdf": ("a.pdf", b"<html>%PDF-1.4"),
    "zip as docx": ("a.docx", zipped(a="b")),
    "excel as word": ("a.docx", GOOD["xlsx"]),
    "macros": ("a.docx", zipped(**TYPES, word__document_xml="<w/>", word__vbaProject_bin="x")),
    "text as sheet": ("a.ods", GOOD["odt"]),
    "cut archive": ("a.zip", GOOD["zip"][:20]),
    "bytes as text": ("a.txt", b"\x00\x01\x02"),
    "text as calendar": ("a.ics", b"hello"),
    "text as rtf": ("a.rtf", b"hello"),
    "empty": ("a.pdf", b""),
}
bad_documents = pytest.mark.parametrize(
    ("name", "content"), BAD_DOCUMENTS.values(), ids=BAD_DOCUMENTS.keys()
)


@bad_documents
def test_code_cannot_store_a_false_document(name, content):
    with pytest.raises(ValidationError):
        DocumentFactory(file=ContentFile(content, name=name))
    assert not PortalDocument.objects.exists()


@bad_documents
def test_the_document_form_refuses_in_words(admin_client, name, content):
    file = SimpleUploadedFile(name, content)
    response = admin_client.post(reverse("wagtaildocs:add"), {"title": "Документ", "file": file})
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not PortalDocument.objects.exists()


def test_a_document_over_the_limit_is_refused(settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 3
    with pytest.raises(ValidationError):
        DocumentFactory()


def test_the_document_form_takes_a_sound_one(admin_client):
    file = SimpleUploadedFile("zvit.pdf", GOOD["pdf"])
    admin_client.post(reverse("wagtaildocs:add"), {"title": "Звіт", "file": file})
    assert PortalDocument.objects.get().file_size == len(GOOD["pdf"])
