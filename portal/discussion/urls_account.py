"""Pages of the account that discussions add."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from portal.discussion.following import views
from portal.people.decorators import all_personal

urlpatterns = all_personal(
    [
        path(_("notices/"), views.notices, name="account_notices"),
        path(_("notices/answers/"), views.set_answers, name="account_notices_answers"),
        path(_("notices/<int:pk>/end/"), views.end_one, name="account_notices_end"),
    ]
)
