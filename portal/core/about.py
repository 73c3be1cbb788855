"""What a page outside Wagtail's tree says of itself: to robots, to social networks, in its breadcrumbs.

A view puts an `About` into its context as `about`; the tags of `frame` read it where they would read a page.
"""

from dataclasses import dataclass

from portal.core.sitewide import SitePicture


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way here."""

    title: str
    url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """`path` is the thing's one address. `languages` are those in which it is there; `language` is that of
    its words. `way` leads from below the front page to what stands above it.
    """

    title: str
    path: str
    lead: str = ""
    language: str = "uk"
    languages: tuple[str, ...] = ()
    way: tuple[Step, ...] = ()
    picture: SitePicture | None = None
    picture_alt: str = ""
    open_graph_type: str = "website"
    noindex: bool = False
