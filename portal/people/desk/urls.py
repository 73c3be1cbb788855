"""The citizen's side of a check at a desk; included under the account's addresses."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from portal.people.desk.views import CodeView

urlpatterns = [path(_("desk-code/"), CodeView.as_view(), name="desk_code")]
