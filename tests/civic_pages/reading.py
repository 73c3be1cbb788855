"""What a reader sees of an answer: helpers of tests."""

import re
from html import unescape


def html(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, f"{path}: {response.status_code}"
    return response.content.decode()


def main(client, path):
    """The page's own part."""
    body = html(client, path)
    return body[body.index("<main") : body.index("</main>")]


def words(markup):
    """Its words, with single spaces."""
    text = unescape(re.sub(r"<[^>]+>", " ", markup)).replace("\xa0", " ")
    return re.sub(r"\s+([,:])", r"\1", re.sub(r"\s+", " ", text))


def events(markup):
    """Titles of forums in a list, in their order."""
    return re.findall(r'class="event__link"[^>]*>([^<]*)<', markup.replace("\xa0", " "))


def rows(markup):
    """Titles of consultations in a list, in their order."""
    return re.findall(r'class="row__link"[^>]*>([^<]*)<', markup.replace("\xa0", " "))


def fresh_until(response):
    """Unix seconds."""
    return float(response["X-Fresh-Until"])
