"""Groups of the editor's menu of blocks, and the marks that rich text may hold."""

from django.utils.translation import gettext_lazy as _

GROUP_TEXT = _("Text")
GROUP_MEDIA = _("Pictures and video")
GROUP_DATA = _("Facts and figures")
GROUP_LINKS = _("Links and files")
GROUP_LISTS = _("Lists from the portal")
GROUP_PARTICIPATION = _("Taking part")

# Rich text holds words; headings, pictures and tables are blocks of their own.
PROSE_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]
LINE_FEATURES = ["bold", "italic", "link"]
