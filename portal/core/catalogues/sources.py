"""Which strings stand in Python code and in templates."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

from portal.core.catalogues.entries import Key

_FUNCTIONS = {
    "_": (), "gettext": (), "gettext_lazy": (), "gettext_noop": (),
    "ngettext": ("plural",), "ngettext_lazy": ("plural",),
    "pgettext": ("context",), "pgettext_lazy": ("context",),
    "npgettext": ("context", "plural"), "npgettext_lazy": ("context", "plural"),
}  # fmt: skip
_LITERAL = r"""(?:u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*")"""
_TEMPLATE_CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)", re.DOTALL)


@dataclass
class Message:
    """One string to translate, with the places where it stands."""

    text: str
    plural: str = ""
    context: str | None = None
    places: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return (self.context, self.text)


def _message(function: str, arguments: list[str]) -> Message | None:
    shape = _FUNCTIONS[function]
    needed = 1 + len(shape)
    if len(arguments) < needed:
        return None
    rest = list(arguments)
    context = rest.pop(0) if "context" in shape else None
    return Message(text=rest[0], plural=rest[1] if "plural" in shape else "", context=context)


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node, as `ast.walk` has them, in half its time: all code is read at each check."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for value in node.__dict__.values():
            if isinstance(value, list):
                waiting += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST):
                waiting.append(value)


def _read(tree: ast.AST) -> tuple[list[ast.Call], dict[str, str]]:
    """The calls in the order of the source, and the local names of the gettext functions.

    `from … import gettext as _now` makes `_now` one.
    """
    calls: list[ast.Call] = []
    aliases: dict[str, str] = {}
    for node in _nodes(tree):
        if isinstance(node, ast.Call):
            calls.append(node)
        elif isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            aliases |= {name.asname: name.name for name in node.names if name.asname}
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset)), aliases


def from_python(source: str) -> Iterator[tuple[Message, int]]:
    calls, aliases = _read(ast.parse(source))
    for node in calls:
        called = getattr(node.func, "id", None) or getattr(node.func, "attr", None) or ""
        name = aliases.get(called, called)
        if name not in _FUNCTIONS:
            continue
        literals: list[str] = []
        for argument in node.args:
            if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                break
            literals.append(argument.value)
        if (message := _message(name, literals)) and message.text:
            yield message, node.lineno


def from_template(source: str) -> Iterator[tuple[Message, int]]:
    code = templatize(source)
    for call in _TEMPLATE_CALL.finditer(code):
        literals = [ast.literal_eval(found) for found in re.findall(_LITERAL, call[2], re.DOTALL)]
        # Templates write plain text: a percent sign is doubled by templatize, as xgettext expects.
        if message := _message(call[1], literals):
            yield message, code.count("\n", 0, call.start()) + 1


def _may_hold_messages(path: Path, source: str) -> bool:
    """Whether parsing is worth its time: gettext is imported from `django.utils.translation`."""
    return "translation" in source if path.suffix == ".py" else "trans" in source or "_(" in source


def messages_of(folder: Path, *, base: Path, without: frozenset[str]) -> dict[Key, Message]:
    """Every string below a folder.

    Places are told from `base`; folders named in `without` are passed over at every depth.
    """
    found: dict[Key, Message] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"}:
            continue
        if without.intersection(path.relative_to(folder).parts):
            continue
        source = path.read_text(encoding="utf-8")
        if not _may_hold_messages(path, source):
            continue
        reader = from_python if path.suffix == ".py" else from_template
        for message, line in reader(source):
            known = found.setdefault(message.key, message)
            known.plural = known.plural or message.plural
            known.places.append(f"{path.relative_to(base)}:{line}")
    return found
