"""An editor at the admin's forms: what the browser would send back."""

from django.http import QueryDict
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import querydict_from_html


def filled_form(client, url, model, **changes) -> QueryDict:
    """The page form at `url` as it is shown, with `changes`; StreamFields are sent empty.

    StreamFields are drawn by a script, so their state is not in the HTML.
    """
    data = querydict_from_html(client.get(url).content.decode(), form_id="page-edit-form")
    for field in model._meta.get_fields():
        if isinstance(field, StreamField):
            data[f"{field.name}-count"] = "0"
    for name, value in changes.items():
        data[name.replace("__", "-")] = value
    return data


def publish(client, url, model, **changes):
    """Fill in the form at `url` and press «publish»."""
    data = filled_form(client, url, model, **changes)
    data["action-publish"] = "1"
    return client.post(url, data)
