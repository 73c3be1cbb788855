"""The editor's form of a page, as a browser sends it: helpers of tests."""

from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import querydict_from_html


def form_data(client, page):
    """What the editor's form of a page sends untouched; its bodies are empty."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = querydict_from_html(client.get(url).content.decode(), form_id="page-edit-form").copy()
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            data[f"{field.name}-count"] = "0"
    return data


def post(client, page, action="", **changes):
    """The editor's form of a page, sent with some fields changed."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_data(client, page)
    for name, value in changes.items():
        data[name] = value
    if action:
        data[f"action-{action}"] = action
    return client.post(url, data)


def errors(response):
    form = response.context["form"]
    return {name: [str(error) for error in found] for name, found in form.errors.items()}
