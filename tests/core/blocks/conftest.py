import pytest

from tests.factories.blocks import stream
from tests.factories.media import DocumentFactory, ImageFactory


@pytest.fixture
def image(db):
    return ImageFactory(size=(1400, 900), credit="Фото: Олена Гончар")


@pytest.fixture
def document(db):
    return DocumentFactory(title="Пояснювальна записка", file_size=2_400_000)


@pytest.fixture
def html():
    """What a reader gets of a body of such blocks."""
    return lambda *blocks: str(stream(*blocks).render_as_block())


@pytest.fixture
def refused():
    """Errors that publishing such a block gives, by the name of the field; {} when it is accepted."""
    from django.core.exceptions import ValidationError

    def errors(name, value, *, draft=False):
        child = stream((name, value))[0]
        try:
            child.block.clean_deferred(child.value) if draft else child.block.clean(child.value)
        except ValidationError as error:
            return getattr(error, "block_errors", None) or {"": error}
        return {}

    return errors
