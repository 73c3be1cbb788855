"""What the picture libraries raise for a file that is missing, cut short or no picture at all."""

import struct
from typing import Final

from PIL.Image import DecompressionBombError

# Pillow's own fuzzing expects all of these but the last two from hostile files.
BROKEN_FILE: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    OverflowError,
    NotImplementedError,
    struct.error,
    IndexError,
    DecompressionBombError,
)
