import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections
from django.test import Client, override_settings
from django.urls import reverse

from portal.people.models import User
from portal.people.services import consents
from portal.places.models import District


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class BareHandler(WSGIHandler):
    """The pretended services alone, without middleware: they must not touch the test's database."""

    def load_middleware(self, is_async=False):
        with override_settings(MIDDLEWARE=[]):
            super().load_middleware(is_async)

    def __call__(self, environ, start_response):
        try:
            return super().__call__(environ, start_response)
        finally:
            connections.close_all()


@pytest.fixture(scope="session")
def fake_address():
    """The portal on a port: its pretended hub and decrypting service."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.daemon_threads = True
    server.set_app(BareHandler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/fake-identity"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def hub(settings, fake_address):
    """id.gov.ua is configured, and the pretended one answers."""
    settings.GOV_UA_URL = f"{fake_address}/hub"
    settings.IDENTITY_DECRYPT_URL = f"{fake_address}/decrypting"
    return fake_address


class Visitor(Client):
    """Somebody with a browser who proves who they are."""

    def begin(self, next_path="/poshuk/"):
        """Press the button; the address of the hub."""
        answer = self.post(reverse("identity_start", args=["gov-ua"]), {"next": next_path})
        assert answer.status_code == 200
        return answer["Refresh"].removeprefix("0; url=")

    def choose(self, url, **choice):
        """Choose at the hub; the address it sends back to, as path and query."""
        parts = urlsplit(url)
        answer = Client().get(parts.path, parse_qs(parts.query) | choice)
        assert answer.status_code == 302
        back = urlsplit(answer["Location"])
        assert back.netloc == "testserver"
        return f"{back.path}?{back.query}"

    def prove(self, **choice):
        """The whole way; the portal's answer to coming back."""
        return self.get(self.choose(self.begin(), **choice))


@pytest.fixture
def visitor(db, hub):
    return Visitor()


def make_member(email):
    """Somebody with a confirmed address who has agreed to the texts."""
    user = User.objects.create_user(email, "long password 1")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    consents.give(user)
    user.refresh_from_db()
    return user


@pytest.fixture
def resident(db):
    return make_member("resident@example.org")


@pytest.fixture
def profile():
    return reverse("account_profile")


@pytest.fixture
def neighbour(db):
    return make_member("neighbour@example.org")


@pytest.fixture
def podil(home):
    return District.objects.create(name="Подільський", locale=home.locale)
