"""The walk over the screens of the staff takes minutes: it is part of the run with servers, or asked for."""

import os


def pytest_collection_modifyitems(config, items):
    """Leave it out, rather than skip it: with servers a skip is a failure."""
    if os.environ.get("LANGUAGE_WALK") or os.environ.get("CI_SERVERS") == "1":
        return
    left = [item for item in items if item.get_closest_marker("walk")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
