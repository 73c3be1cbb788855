import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.contrib.staticfiles import finders

from home.guide_text import SOURCE, anchor_of, read_guide
from portal.people.models import User
from portal.people.roles import EDITORS


@pytest.fixture
def editor(client, db):
    user = User.objects.create_user("editor@example.org", "a long password")
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    return user


def test_editor_reads_the_guide_in_ukrainian(client, editor):
    html = client.get("/admin/posibnyk/").content.decode()
    assert "Посібник редактора" in html
    assert "Версію для друку портал робить сам" in html


def test_every_picture_of_the_guide_is_there_and_described(client, editor):
    html = client.get("/admin/posibnyk/").content.decode()
    pictures = re.findall(r'<img src="/static/(guide/[^"]+)"[^>]* alt="([^"]*)"', html)
    assert len(pictures) >= 5
    assert all(finders.find(path) and len(alt) > 20 for path, alt in pictures)


def test_contents_lead_to_headings_that_exist(client, editor):
    page = client.get("/admin/posibnyk/").content.decode()
    html = page[page.index('class="guide"') :]
    links = set(re.findall(r'href="#([^"]+)"', html))
    assert len(links) >= 10
    assert links <= set(re.findall(r'<h2 id="([^"]+)"', html))


def test_links_into_the_admin_lead_somewhere(admin_client):
    guide = read_guide(SOURCE.read_text(encoding="utf-8"))
    links = set(re.findall(r'href="(/[^"]+)"', guide.body))
    assert len(links) >= 3
    for link in links:
        assert admin_client.get(link).status_code == 200, link


def test_strangers_are_sent_to_sign_in(client, db):
    assert client.get("/admin/posibnyk/").status_code == 302


def test_account_without_access_to_the_admin_reads_nothing(client, db):
    client.force_login(User.objects.create_user("resident@example.org", "a long password"))
    assert client.get("/admin/posibnyk/").status_code == 302


def test_no_mark_of_the_source_stands_raw(client, editor):
    html = client.get("/admin/posibnyk/").content.decode()
    html = html[html.index('class="guide"') : html.index("</nav>", html.index('class="guide"'))]
    guide = read_guide(SOURCE.read_text(encoding="utf-8"))
    for text in (html, guide.body, guide.lead):
        assert not re.search(r"\*\*|\]\(|^#|^- ", text, re.MULTILINE)


def test_its_pictures_are_found_from_docs_too():
    for path in re.findall(r"\]\((\.\./[^)]+)\)", SOURCE.read_text(encoding="utf-8")):
        assert (SOURCE.parent / Path(path)).is_file()


def test_what_the_guide_may_hold():
    guide = read_guide(
        "# Назва\n\nПро що.\n\n## Перший крок\n\nСлово **важливе** й [далі](#перший-крок).\n\n"
        "1. Раз\n2. Два\n\n- Так\n\n<b>"[:-4]
    )
    assert guide.lead == "Про що."
    assert guide.contents == (("перший-крок", "Перший крок"),)
    assert '<h2 id="перший-крок">Перший крок</h2>' in guide.body
    assert 'Слово <strong>важливе</strong> й <a href="#перший-крок">далі</a>.' in guide.body
    assert "<ol><li>Раз</li><li>Два</li></ol>" in guide.body
    assert "<ul><li>Так</li></ul>" in guide.body


@pytest.mark.parametrize(
    "text",
    ["### Дрібніше", "> Цитата", "| таблиця |", "```", "<b>HTML</b>", "![](../static/x.png)", "1. а\n- б", "- а\n  - б"],
)  # fmt: skip
def test_what_is_not_known_is_refused(text):
    with pytest.raises(ValueError, match=re.escape(text.split("\n")[0])):
        read_guide(f"# Назва\n\nПро що.\n\n{text}")


def test_words_are_escaped():
    assert "&lt;script&gt;" in read_guide("# Н\n\nЛід\n\nТекст <script> тут").body
    with pytest.raises(ValueError, match="title"):
        read_guide("Без назви\n\nЛід")


def test_anchors_are_those_of_github():
    assert anchor_of("Зображення, відео, додатки") == "зображення-відео-додатки"
