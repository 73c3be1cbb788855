"""One parent for the web server and the worker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

# Seconds.
_TICK = 0.2
_LOOK_EVERY = 1.0
_STOP_WITHIN = 15.0
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0
# A child that lived longer than this was well: its next restart is at once again.
_WELL_AFTER = 60.0
_WATCHED = {".py", ".mo"}


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def die_with_parent() -> None:
    """On Linux a child is told to stop when its parent is killed outright; elsewhere nothing."""
    if sys.platform == "linux":
        import ctypes

        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


@dataclass
class Child:
    """A process in a group of its own, so that whatever it starts is ended with it.

    The web server's main process leaves its workers listening when it is killed outright: ending the
    group is the only way to be sure that no old code answers beside the new.
    """

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = 0.0
    due_at: float = 0.0

    def start(self, environment: Mapping[str, str]) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own command line
            self.command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - this parent has one thread
        )

    def send(self, number: signal.Signals) -> None:
        """The signal to the process and to all it started, also after it has ended itself."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except (ProcessLookupError, PermissionError):
                return

    def end(self) -> int | None:
        """The exit status when it has ended by itself, with what it left behind cleared away."""
        if self.process is None or self.process.poll() is None:
            return None
        self.send(signal.SIGKILL)
        status = self.process.returncode
        self.process = None
        return status


@dataclass
class Supervisor:
    """Keeps its children running until it is told to stop; one that ends is started again, ever later."""

    children: list[Child]
    environment: Mapping[str, str]
    ready: Callable[[], bool] = lambda: True
    when_ready: Callable[[], None] = lambda: None
    watched: Iterable[Path] = ()
    stopping: bool = False
    _seen: float = field(default=0.0, init=False)
    _looked_at: float = field(default=0.0, init=False)

    def run(self) -> int:
        """Blocks until SIGINT or SIGTERM; returns the exit status: 1 when it never became ready."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        self._seen = self._newest()
        for child in self.children:
            child.start(self.environment)
        is_ready = False
        while not self.stopping:
            time.sleep(_TICK)
            if not is_ready and (is_ready := self.ready()):
                self.when_ready()
            failed = self._restart_ended()
            if failed and not is_ready:
                say(f"{failed.name} did not start; its messages are above.")
                self._end_all()
                return 1
            self._restart_changed()
        self._end_all()
        return 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _restart_ended(self) -> Child | None:
        """Start again what has ended; returns the web server when it is that which has."""
        failed = None
        now = time.monotonic()
        for child in self.children:
            if (status := child.end()) is not None:
                lived = now - child.started_at
                child.pause = (
                    _FIRST_PAUSE if lived > _WELL_AFTER else max(_FIRST_PAUSE, child.pause * 2)
                )
                child.pause = min(child.pause, _LONGEST_PAUSE)
                child.due_at = now + child.pause
                say(
                    f"{child.name} ended with status {status}; starting it again in {child.pause:.0f} s."
                )
                failed = child if child is self.children[0] else failed
            elif child.process is None and now >= child.due_at:
                child.start(self.environment)
        return failed

    def _newest(self) -> float:
        """The time of the last change in the watched folders."""
        files = (
            Path(folder, name)
            for root in self.watched
            for folder, _folders, names in os.walk(root)
            for name in names
            if Path(name).suffix in _WATCHED
        )
        return max((path.stat().st_mtime for path in files if path.exists()), default=0.0)

    def _restart_changed(self) -> None:
        now = time.monotonic()
        if not self.watched or now - self._looked_at < _LOOK_EVERY:
            return
        self._looked_at = now
        if (newest := self._newest()) == self._seen:
            return
        self._seen = newest
        say("The code changed; starting anew.")
        self._end_all()
        for child in self.children:
            child.start(self.environment)

    def _end_all(self) -> None:
        """Ask nicely, wait, then insist."""
        for child in self.children:
            child.send(signal.SIGTERM)
        deadline = time.monotonic() + _STOP_WITHIN
        for child in self.children:
            if child.process is not None:
                try:
                    child.process.wait(max(0.1, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    say(f"{child.name} does not stop; ending it.")
                child.send(signal.SIGKILL)
                child.process.wait()
                child.process = None
