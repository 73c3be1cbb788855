"""Structured data: whatever is in it, it cannot end the element it stands in."""

import json
import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from home.meta import breadcrumb_data, crumbs_of, site_data
from portal.core.templatetags.structured import json_ld
from tests.factories.pages import SectionPageFactory, StandardPageFactory

ELEMENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>&lt;/script&gt;",
        "Тарас & Леся «разом»",
        'лапки " і \\ похила',
        "рядок\u2028рядок\u2029",
        "<ScRiPt>",
    ],
)
def test_text_comes_back_as_it_was(text):
    html = Template("{% load structured %}{% json_ld data %}").render(
        Context({"data": {"name": text}})
    )
    assert html.count("<script") == 1
    assert html.count("</script") == 1
    inside = ELEMENT.search(html)[1]
    assert not set(inside) & set("<>&")
    assert json.loads(inside) == {"name": text}


@pytest.mark.parametrize("nothing", [None, {}])
def test_nothing_says_nothing(nothing):
    assert json_ld(nothing) == ""


def data_of(page):
    return [json.loads(found) for found in ELEMENT.findall(page)]


def test_a_page_tells_where_it_stands(client, home):
    section = SectionPageFactory(parent=home, title="Про <b>портал</b> & інше", slug="pro")
    StandardPageFactory(parent=section, title="</script>", slug="x")
    (data,) = data_of(client.get("/pro/x/").content.decode())
    assert data["@type"] == "BreadcrumbList"
    names = [step["name"] for step in data["itemListElement"]]
    assert names == ["Головна", "Про <b>портал</b> & інше", "</script>"]
    assert data["itemListElement"][2]["item"] == "http://testserver/pro/x/"
    assert [step["position"] for step in data["itemListElement"]] == [1, 2, 3]


def test_the_front_page_tells_of_the_site_and_its_search(client, home):
    (data,) = data_of(client.get("/").content.decode())
    assert data["@type"] == "WebSite"
    assert data["potentialAction"]["target"] == "http://testserver/poshuk/?q={search_term_string}"


def test_english_data_is_english(client, english_home):
    (data,) = data_of(client.get("/en/").content.decode())
    assert (data["url"], data["inLanguage"]) == ("http://testserver/en/", "en")
    assert data["potentialAction"]["target"].startswith("http://testserver/en/search/")


def test_the_way_of_a_routed_page_costs_nothing(home, django_assert_num_queries):
    section = SectionPageFactory(parent=home, slug="pro")
    page = StandardPageFactory(parent=section, slug="x")
    request = RequestFactory().get("/pro/x/")
    page._cached_parent_obj = section
    section._cached_parent_obj = home
    section.get_url(request)
    with django_assert_num_queries(0):
        data = breadcrumb_data(crumbs_of(page, request), page, request)
    assert len(data["itemListElement"]) == 3


def test_a_publisher_is_named_when_known(rf, home):
    assert "publisher" not in site_data(rf.get("/"))
