"""What must be done before the start, once: each step is skipped while its key stays the same."""

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.core.runner.supervisor import die_with_parent, say

# The stamp of a step that must not be carried out here whatever changes (demo content after a restore).
NEVER = "never"


class StepFailed(Exception):
    """A step's command did not succeed; its own messages went to the console."""


def always() -> str:
    return ""


@dataclass(frozen=True)
class Step:
    """A management command and the key of what it depends on, asked before and after.

    While the key stays the same the step is skipped; an empty key means that it always runs.
    """

    name: str
    text: str
    arguments: tuple[str, ...]
    key: Callable[[], str] = always
    # Where what it prints is kept, to be shown again at later starts.
    output: Path | None = None


def fingerprint(*parts: str, files: Iterable[Path] = ()) -> str:
    """Changes whenever one of the texts or files does; a missing file counts as such."""
    digest = hashlib.sha256("\n".join(parts).encode())
    for path in sorted(files):
        digest.update(f"\n{path}\n".encode())
        digest.update(path.read_bytes() if path.is_file() else b"missing")
    return digest.hexdigest()


class Stamps:
    """Which steps were done, by key, in a small file in the data folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.known: dict[str, str] = json.loads(path.read_text())
        except (OSError, ValueError):
            self.known = {}

    def is_done(self, step: Step) -> bool:
        known = self.known.get(step.name)
        return known == NEVER or (bool(key := step.key()) and known == key)

    def done(self, step: Step) -> None:
        self.set(step.name, step.key())

    def set(self, name: str, key: str) -> None:
        self.known[name] = key
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.known, indent=1))


def carry_out(steps: Iterable[Step], *, stamps: Stamps, environment: Mapping[str, str]) -> None:
    """Run what is not done yet, in order. Raises StepFailed at the first that does not succeed."""
    for step in steps:
        if stamps.is_done(step):
            continue
        began = time.monotonic()
        say(f"{step.text} …")
        command = [sys.executable, "manage.py", *step.arguments]
        kept = subprocess.PIPE if step.output else None
        done = subprocess.run(  # noqa: S603 - our own command line
            command,
            env=dict(environment),
            stdout=kept,
            check=False,
            preexec_fn=die_with_parent,
        )
        if done.returncode != 0:
            raise StepFailed(step.text)
        if step.output:
            step.output.touch(mode=0o600)
            step.output.write_bytes(done.stdout)
        stamps.done(step)
        say(f"  done in {time.monotonic() - began:.0f} s")
