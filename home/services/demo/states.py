"""States that only Wagtail's own ways lead to: draft, in a workflow, scheduled, changed since."""

from typing import Any

from home.services.demo.content import ORIGINAL, PageSpec
from home.services.demo.pages import PageMaker


def put_into_states(maker: PageMaker, *, editor: Any) -> None:
    """Bring the pages that were just made, and scheduled ones that came out, into their states.

    Without accounts (`editor` is None) the drafts are nobody's.
    """
    for spec in maker.specs.values():
        act = _ACTS.get(spec.state)
        if act is None:
            continue
        for language in ("uk", "en"):
            page = maker.pages.get((spec.key, language))
            if page is not None and page.pk in maker.made.fresh:
                act(maker, spec, page, editor)


def _draft(maker: PageMaker, spec: PageSpec, page: Any, editor: Any) -> None:
    page.save_revision(user=editor, clean=False)


def _waiting(maker: PageMaker, spec: PageSpec, page: Any, editor: Any) -> None:
    """Submitted by the editor; stays a plain draft where the site has no workflow."""
    page.save_revision(user=editor, clean=False)
    workflow = page.get_workflow()
    if workflow is not None:
        workflow.start(page, editor)


def _scheduled(maker: PageMaker, spec: PageSpec, page: Any, editor: Any) -> None:
    """Published with a date to come: Wagtail keeps the revision until then."""
    scheduled = page.scheduled_revision
    if page.live or scheduled is None or scheduled.approved_go_live_at != page.date:
        page.go_live_at = page.date
        page.save_revision(user=editor, clean=False).publish()


def _changed(maker: PageMaker, spec: PageSpec, page: Any, editor: Any) -> None:
    """Live, with a draft of a later version beside it."""
    changes = spec.data["changed"]
    if page.locale_id != maker.locales[ORIGINAL].pk:
        return
    before = {name: getattr(page, name) for name in changes}
    for name, text in changes.items():
        setattr(page, name, maker.writer(spec, ORIGINAL).text(text))
    page.save_revision(user=editor, clean=False)
    for name, value in before.items():
        setattr(page, name, value)


_ACTS = {"draft": _draft, "waiting": _waiting, "scheduled": _scheduled, "changed": _changed}
