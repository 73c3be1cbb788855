import pytest

from portal.core.catalogues import files


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """`catalogue(text)`: the only catalogue there is, ours in Ukrainian."""
    monkeypatch.setattr(files, "ROOT", tmp_path)
    monkeypatch.setattr(files, "OURS", tmp_path / "locale")
    monkeypatch.setattr(files, "PACKAGES", tmp_path / "packages")

    def write(text):
        path = files.path_of(files.OURS, "uk", "django")
        path.parent.mkdir(parents=True)
        path.write_text(text)

    return write
