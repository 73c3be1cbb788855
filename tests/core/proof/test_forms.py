"""A guest's form from its first touch to the work: with scripts, without them, and forged."""

import re

import pytest
from django import forms
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.template import engines
from django.urls import path as url_path

from portal import urls as project_urls
from portal.core.limits import Limit, Rule
from portal.core.proof.forms import ProofOfWorkMixin
from portal.core.proof.views import GuestFormView

TEXT = "Більше лав\nу парку <Наталка>"


class ProposalForm(ProofOfWorkMixin, forms.Form):
    email = forms.EmailField()
    text = forms.CharField(widget=forms.Textarea)
    districts = forms.MultipleChoiceField(choices=[("p", "П"), ("d", "Д"), ("o", "О")])


class Propose(GuestFormView):
    form_class = ProposalForm
    form_name = "proposal"
    template_name = "propose.html"

    def confirmed(self, form):
        return HttpResponse(f"saved {form.cleaned_data}")


class Nameless(Propose):
    form_name = ""


PAGE = """{% include "components/error_summary.html" with form=form only %}<form method="post">{% csrf_token %}
{{ form.proof }}{{ form.email }}{{ form.text }}{{ form.districts }}</form>"""

urlpatterns = [
    url_path("proponuvaty/", Propose.as_view()),
    url_path("bez-nazvy/", Nameless.as_view()),
    *project_urls.urlpatterns,
]
handler404 = project_urls.handler404
handler429 = project_urls.handler429
handler500 = project_urls.handler500

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

SENT = {"email": "olena@example.org", "text": TEXT, "districts": ["p", "o"]}


@pytest.fixture(autouse=True)
def page(settings, monkeypatch, home):
    template = engines["django"].from_string(PAGE)
    monkeypatch.setattr(
        Propose,
        "render_to_response",
        lambda self, context: HttpResponse(template.render(context, self.request)),
    )


@pytest.fixture
def send(client):
    return lambda **more: client.post("/proponuvaty/", {**SENT, **more})


def code_in(letter):
    return re.search(r"\b\d{6}\b", letter.body)[0]


def handle_in(page):
    return re.search(r'name="confirm_handle" value="([^"]+)"', page)[1]


def test_the_form_carries_an_empty_field_and_its_script(client):
    found = client.get("/proponuvaty/").content.decode()
    assert 'name="proof"' in found
    assert 'data-proof="/perevirka-formy/"' in found
    assert "js/components/proof.js" in found
    assert 'role="status"' in found


def test_a_browser_that_worked_is_taken_at_once(send, payload):
    assert send(proof=payload()).content.decode().startswith("saved")
    assert not mail.outbox


def test_a_used_proof_is_refused_and_what_was_typed_stays(send, payload):
    answer = payload()
    send(proof=answer)
    found = send(proof=answer).content.decode()
    assert "не минула" not in found
    assert "Перевірка вашого браузера" in found
    assert "Більше лав" in found
    assert answer not in found
    assert not mail.outbox


def test_a_forged_proof_is_refused(send):
    assert "Перевірка вашого браузера" in send(proof="forged").content.decode()


def test_a_proof_is_used_up_by_a_form_with_errors(send, payload):
    answer = payload()
    assert "error-summary" in send(proof=answer, email="no").content.decode()
    assert "saved" not in send(proof=answer).content.decode()


def test_without_scripts_a_code_confirms(send):
    second = send().content.decode()
    assert "saved" not in second
    assert "&lt;Наталка&gt;" in second
    assert second.count('name="districts"') == 2
    assert mail.outbox[0].to == ["olena@example.org"]
    done = send(confirm_handle=handle_in(second), confirm_code=code_in(mail.outbox[0]))
    assert done.content.decode().startswith("saved")
    assert "Наталка" in done.content.decode()


def test_a_wrong_code_keeps_everything_and_may_be_typed_again(send):
    second = send().content.decode()
    handle, code = handle_in(second), code_in(mail.outbox[0])
    wrong = f"{(int(code) + 1) % 10**6:06}"
    found = send(confirm_handle=handle, confirm_code=wrong).content.decode()
    assert "saved" not in found
    assert "&lt;Наталка&gt;" in found
    assert send(confirm_handle=handle, confirm_code=code).content.decode().startswith("saved")


@pytest.mark.parametrize("handle", ["made-up", "", "x" * 44])
def test_the_second_step_cannot_be_had_without_the_first(send, handle):
    assert "saved" not in send(confirm_handle=handle, confirm_code="123456").content.decode()


def test_a_code_holds_for_its_address_only(send):
    second = send().content.decode()
    found = send(
        confirm_handle=handle_in(second),
        confirm_code=code_in(mail.outbox[0]),
        email="taras@example.org",
    )
    assert "saved" not in found.content.decode()


def test_another_code_can_be_asked_for(send):
    second = send().content.decode()
    again = send(confirm_handle=handle_in(second), confirm_step="again").content.decode()
    assert len(mail.outbox) == 2
    done = send(confirm_handle=handle_in(again), confirm_code=code_in(mail.outbox[1]))
    assert done.content.decode().startswith("saved")


def test_one_can_go_back_to_the_form(send):
    second = send().content.decode()
    found = send(confirm_handle=handle_in(second), confirm_step="back").content.decode()
    assert "Більше лав" in found
    assert "error-summary" not in found
    assert 'value="olena@example.org"' in found


def test_unproved_forms_are_fewer(send, payload, settings):
    settings.LIMITS = settings.LIMITS | {"guest-form-unproved": Limit((Rule(2, 3600, "address"),))}
    assert [send().status_code for _number in range(3)] == [200, 200, 429]
    handle = "made-up"
    assert send(confirm_handle=handle, confirm_step="again").status_code == 429
    assert send(proof=payload()).status_code == 200


def test_one_mailbox_is_not_flooded(send, settings):
    settings.LIMITS = settings.LIMITS | {"code": Limit((Rule(1, 3600, "subject"),))}
    assert send().status_code == 200
    assert send(email="Olena@example.org").status_code == 429
    assert send(email="taras@example.org").status_code == 200
    assert len(mail.outbox) == 2


def test_a_view_must_say_its_name(client):
    with pytest.raises(ImproperlyConfigured):
        client.post("/bez-nazvy/", SENT)
