"""What takes longest runs first: else one process is at it last, while the others have ended.

pytest-django puts tests with real transactions, so all browser tests, at the end. It does so because other
test runners leave the database as such a test left it; tests/plugins/databases.py puts it back.
"""

_LONGEST = ("walk", "browser")


def pytest_collection_modifyitems(items):
    files = {item.path for item in items if any(map(item.get_closest_marker, _LONGEST))}
    items.sort(key=lambda item: item.path not in files)
