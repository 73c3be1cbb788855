"""What a reader sees when something is not there or does not work."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import Client
from django.urls import path as url_path
from django.views.decorators.http import require_POST

from portal import urls as project_urls
from portal.core import views
from portal.core.errors import NotFoundWithWayBack
from tests.factories.pages import NewsPageFactory


def breaks(request):
    raise RuntimeError("не те")


def has_no_database(request):
    raise OperationalError("server closed the connection unexpectedly")


def leads_back(request):
    raise NotFoundWithWayBack("no such thing", "/novyny/?topic=x&page=2", "<b>Усі новини</b>")


@require_POST
def takes_only_forms(request):
    return HttpResponse("done")


def refuses_in_its_own_words(request):
    return HttpResponseNotAllowed(["PUT"], "лише PUT")


urlpatterns = [
    url_path("lyshe-forma/", takes_only_forms),
    url_path("en/form-only/", takes_only_forms),
    url_path("svoi-slova/", refuses_in_its_own_words),
    url_path("zlamano/", breaks),
    url_path("en/broken/", breaks),
    url_path("bez-bazy/", has_no_database),
    url_path("nazad/", leads_back),
    *project_urls.urlpatterns,
]
handler400 = project_urls.handler400
handler403 = project_urls.handler403
handler404 = project_urls.handler404
handler500 = project_urls.handler500

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def patient():
    return Client(raise_request_exception=False)


@pytest.fixture
def broken_database(db):
    """Every query fails, as when the server is gone."""

    def fail(*args, **kwargs):
        raise OperationalError("could not connect to server")

    # Its own patch, undone before the database's fixture looks at what the test left.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.backends.utils.CursorWrapper.execute", fail)
        yield


def test_not_found_helps(client, news_index):
    news_index.show_in_menus = True
    news_index.save_revision().publish()
    response = client.get("/nema-takoi/")
    page = response.content.decode()
    assert response.status_code == 404
    assert 'name="q"' in page
    assert 'href="/novyny/"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_not_found_does_not_echo_the_address(client, home):
    page = client.get("/%3Cscript%3Ealert(1)%3C/script%3E/").content.decode()
    assert "alert(1)" not in page


def test_not_found_speaks_the_language_of_the_address(client, english_home):
    assert "There is no such page" in client.get("/en/nothing/").content.decode()
    assert "Такої сторінки немає" in client.get("/nema/").content.decode()


def test_the_way_back_is_a_link_and_safe(client, home):
    response = client.get("/nazad/")
    page = response.content.decode()
    assert response.status_code == 404
    assert 'href="/novyny/?topic=x&amp;page=2"' in page
    assert "&lt;b&gt;Усі новини" in page
    assert "<b>Усі новини" not in page


def test_an_unknown_filter_leads_back_to_the_list(client, news_index):
    NewsPageFactory(parent=news_index)
    response = client.get("/novyny/?rubric=nema")
    assert response.status_code == 404
    assert 'href="/novyny/"' in response.content.decode()


def test_a_deleted_page_is_gone(client, news_index):
    NewsPageFactory(parent=news_index, slug="stara").delete()
    response = client.get("/novyny/stara/")
    assert response.status_code == 410
    assert 'name="q"' in response.content.decode()


# What a browser says that it takes when a person opens an address.
OPENED = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [
        ("/lyshe-forma/", "uk", "Цю адресу так не відкрити"),
        ("/en/form-only/", "en", "This address is not opened like this"),
    ],
)
def test_what_only_a_button_opens_says_so(client, english_home, path, language, words):
    response = client.get(path, headers=OPENED)
    page = response.content.decode()
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert f'lang="{language}"' in page
    assert words in page
    assert '<meta name="robots" content="noindex">' in page
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies


def test_a_page_to_which_a_form_was_sent_says_that_nothing_was_saved(client, news_index):
    response = client.post("/novyny/", {"x": "1"}, headers=OPENED)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "нічого не збережено" in response.content.decode()


@pytest.mark.parametrize("accept", ["application/json", "*/*", ""])
def test_a_script_gets_the_bare_refusal(client, home, accept):
    response = client.get("/lyshe-forma/", headers={"accept": accept})
    assert (response.status_code, response.content) == (405, b"")
    assert response.headers["Allow"] == "POST"


def test_what_a_view_says_itself_stays(client, home):
    response = client.get("/svoi-slova/", headers=OPENED)
    assert (response.status_code, response.content.decode()) == (405, "лише PUT")


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [("/zlamano/", "uk", "Щось зламалося в\u00a0нас"), ("/en/broken/", "en", "Something broke")],
)
def test_an_error_page_needs_no_database(patient, broken_database, path, language, words):
    response = patient.get(path)
    page = response.content.decode()
    assert response.status_code == 500
    assert f'lang="{language}"' in page
    assert words in page
    assert "не те" not in page
    assert response.headers["Cache-Control"] == "no-store"


def test_a_missing_database_is_said_to_be_for_a_moment(patient, broken_database):
    response = patient.get("/bez-bazy/")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "нічого з опублікованого не втрачено" in response.content.decode()


def test_a_page_without_its_database_is_the_same(patient, broken_database):
    assert patient.get("/").status_code == 503


def test_an_error_page_needs_no_list_of_files(patient, broken_database, monkeypatch):
    def fail(name):
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr("portal.core.views.staticfiles_storage.url", fail)
    response = patient.get("/zlamano/")
    assert response.status_code == 500
    assert "stylesheet" not in response.content.decode()


def test_a_forged_host_gets_a_plain_page(patient, db, settings):
    response = patient.get("/", headers={"host": "evil.example.org"})
    assert response.status_code == 400
    assert "evil" not in response.content.decode()


def test_forbidden_says_what_is_open(rf, home):
    response = views.forbidden(rf.get("/taiemne/"), PermissionError("internal reason"))
    page = response.content.decode()
    assert response.status_code == 403
    assert "internal reason" not in page
    assert 'name="q"' in page


def test_a_form_without_its_token_is_refused_in_words(home):
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"x": "1"})
    assert response.status_code == 403
    page = response.content.decode()
    assert "Форму не прийнято" in page
    assert "CSRF" not in page


def test_error_pages_have_nothing_inline(patient, broken_database):
    for path in ("/zlamano/", "/bez-bazy/"):
        page = patient.get(path).content.decode()
        assert "<style" not in page
        assert "style=" not in page
        assert "<script" not in page
