"""A guest's form in a real browser: worked for with scripts, confirmed by a code without them."""

import re

import pytest
from django import forms
from django.core import mail
from django.http import HttpResponse
from django.template import engines
from django.urls import path as url_path

from portal import urls as project_urls
from portal.core.limits import Limit, Rule
from portal.core.limits.stores import DatabaseStore, RedisStore, StoreError
from portal.core.proof.forms import ProofOfWorkMixin
from portal.core.proof.views import GuestFormView
from tests.browser.looks import faults_at_all_widths

PAGE = """{% extends "base.html" %}{% block main %}<div class="wrap wrap--form section">
{% include "components/error_summary.html" with form=form only %}
<form class="form" method="post" novalidate>{% csrf_token %}
{% for field in form %}{% include "components/field.html" with field=field only %}{% endfor %}
<button class="button" type="submit" id="go" name="kind" value="guest">Надіслати</button></form></div>{% endblock %}"""


class ProposalForm(ProofOfWorkMixin, forms.Form):
    email = forms.EmailField(label="Пошта")
    text = forms.CharField(label="Текст", widget=forms.Textarea)


class Propose(GuestFormView):
    form_class = ProposalForm
    form_name = "proposal"
    template_name = "unused.html"

    def render_to_response(self, context):
        return HttpResponse(engines["django"].from_string(PAGE).render(context, self.request))

    def confirmed(self, form):
        return HttpResponse(
            f"<!doctype html><title>x</title><p id=done>{self.request.POST['kind']}</p>"
        )


urlpatterns = [url_path("proponuvaty/", Propose.as_view()), *project_urls.urlpatterns]
handler404 = project_urls.handler404
handler429 = project_urls.handler429
handler500 = project_urls.handler500


@pytest.fixture
def form_page(served, settings):
    settings.ROOT_URLCONF = __name__
    return f"{served}/proponuvaty/"


def fill(page, email="olena@example.org"):
    page.fill("[name=email]", email)
    page.fill("[name=text]", "Більше лав у парку")


def test_the_browser_works_and_the_form_is_taken_at_once(open_page, form_page):
    page = open_page(form_page)
    assert page.input_value("[name=proof]") == ""
    fill(page)
    page.click("#go")
    page.wait_for_selector("#done")
    assert page.inner_text("#done") == "guest"  # the pressed button goes along
    assert not mail.outbox
    assert page.faults == []


def test_a_form_with_an_error_is_worked_for_anew(open_page, form_page):
    page = open_page(form_page)
    fill(page, email="olena")
    page.click("#go")
    page.wait_for_selector(".error-summary")
    assert page.input_value("[name=text]") == "Більше лав у парку"
    page.fill("[name=email]", "olena@example.org")
    page.click("#go")
    page.wait_for_selector("#done")


def test_a_page_come_back_to_is_worked_for_anew(open_page, form_page):
    page = open_page(form_page)
    fill(page)
    page.click("#go")
    page.wait_for_selector("#done")
    page.go_back()
    fill(page)
    page.click("#go")
    page.wait_for_selector("#done")


def test_without_a_challenge_a_code_comes(open_page, form_page):
    page = open_page(form_page)
    page.route("**/perevirka-formy/", lambda route: route.abort())
    fill(page)
    page.click("#go")
    page.wait_for_selector("[name=confirm_code]")


def test_without_scripts_a_code_confirms(open_page, form_page):
    page = open_page(form_page, java_script=False, width=390)
    fill(page)
    page.click("#go")
    code = re.search(r"\b\d{6}\b", mail.outbox[0].body)[0]
    page.fill("[name=confirm_code]", f"{code[:3]} {code[3:]}")
    page.click("button:has-text('Підтвердити')")
    assert page.inner_text("#done") == "guest"


@pytest.mark.timeout(600)
def test_what_a_refused_guest_sees_is_sound(open_page, form_page, settings, monkeypatch):
    page = open_page(form_page)
    page.route("**/perevirka-formy/", lambda route: route.abort())
    fill(page)
    page.click("#go")
    page.fill("[name=confirm_code]", "000000")
    page.click("button:has-text('Підтвердити')")
    page.wait_for_selector(".error-summary")
    found = faults_at_all_widths(page, "code")

    one = Limit((Rule(1, 3600, "address"),))
    settings.LIMITS = settings.LIMITS | {"guest-form": one}
    for _number in range(2):
        page.goto(form_page)
        fill(page)
        page.fill(
            "[name=text]", "Більше лав у парку «Наталка»: " + "біля входу та вздовж води, " * 4
        )
        with page.expect_navigation():
            page.click("#go")
    assert page.inner_text(".lost__code") == "429"
    found += faults_at_all_widths(page, "429")

    def away(self, keys, now_ms):
        raise StoreError

    with monkeypatch.context() as patch:
        patch.setattr(DatabaseStore, "take", away)
        patch.setattr(RedisStore, "take", away)
        page.click("button:has-text('Надіслати ще раз')")
        page.wait_for_selector("text=503")
    found += faults_at_all_widths(page, "503")
    assert not found, "\n".join(found)

    # The browser works for a try out of the kept text, too.
    page.unroute("**/perevirka-formy/")
    settings.LIMITS = settings.LIMITS | {"guest-form": Limit((Rule(50, 3600, "address"),))}
    page.click("button:has-text('Надіслати ще раз')")
    page.wait_for_selector("#done")
