"""What `run` and `serve` do: their environment, their steps, their two processes."""

import json
import os
import secrets
import socket
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from portal.core.runner.certificates import self_signed
from portal.core.runner.steps import Step, always, fingerprint
from portal.core.runner.supervisor import Child

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("portal", "home", "civic_pages", "search")
# The length of a generated key, in random bytes.
_KEY_BYTES = 64
# Requests one web process works on at a time.
_THREADS = 4
_LAST_PORT = 65_535


class CannotStart(Exception):
    """What stands in the way, said so that the reader knows what to do."""


@dataclass(frozen=True)
class Plan:
    """Everything the parent needs to know of one way of running the portal."""

    name: str
    environment: dict[str, str]
    steps: list[Step]
    data: Path
    host: str
    port: int
    workers: int
    watched: tuple[Path, ...] = ()
    tls: tuple[Path, Path] | None = None
    demo_output: Path | None = None

    def children(self) -> list[Child]:
        web = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--no-ws",
            "--log-level",
            "warning",
        ]
        web += ["--host", self.host, "--port", str(self.port), "--workers", str(self.workers)]
        if self.name == "serve":
            web += ["--log-config", str(Path(__file__).with_name("granian-logs.json"))]
        web += ["--blocking-threads", str(_THREADS)]
        if self.tls:
            web += ["--ssl-certificate", str(self.tls[0]), "--ssl-keyfile", str(self.tls[1])]
        worker = [sys.executable, "manage.py", "db_worker", "--no-reload"]
        return [
            Child("The web server", [*web, "portal.wsgi:application"]),
            Child("The worker", worker),
        ]

    def is_ready(self) -> bool:
        """Whether the web server answers."""
        context = ssl._create_unverified_context() if self.tls else None  # noqa: S323 - our own, on loopback
        scheme = "https" if self.tls else "http"
        host = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104
        try:
            url = f"{scheme}://{host}:{self.port}/healthz"
            with urllib.request.urlopen(url, timeout=2, context=context) as answer:  # noqa: S310
                return bool(answer.status == HTTPStatus.OK)
        except (urllib.error.URLError, OSError):
            return False

    def welcome(self) -> str:
        """What is printed once the web server answers."""
        base = self.environment["BASE_URL"]
        lines = ["", f"The portal answers: {base}/   the editors' side: {base}/admin/"]
        if self.demo_output and self.demo_output.exists():
            lines += ["", self.demo_output.read_text(encoding="utf-8").strip()]
        if self.tls:
            lines += ["", f"Its certificate is self-signed ({self.tls[0]}): the browser will ask."]
        return "\n".join([*lines, "", "Ctrl-C stops it."])

    def check_port(self) -> None:
        """Raises CannotStart when another program listens there.

        The web server itself would not notice another copy of itself: they would answer in turn.
        """
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise CannotStart(
                    f"Port {self.port} on {self.host} cannot be used ({error.strerror}): another program has it, or "
                    f"this account may not use it. Choose another: make {self.name} PORT={self.port + 1}"
                ) from error


def plan_for(name: str, environ: Mapping[str, str]) -> Plan:
    """The plan by its name. Raises CannotStart, NoCertificate."""
    port_text = environ.get("PORT") or "8000"
    if not port_text.isdigit() or not 0 < int(port_text) <= _LAST_PORT:
        raise CannotStart(f"PORT must be a number from 1 to 65535, not {port_text!r}.")
    make = {"run": _run_plan, "serve": _serve_plan}[name]
    return make(dict(environ), host=environ.get("HOST") or "127.0.0.1", port=int(port_text))


def _run_plan(environment: dict[str, str], *, host: str, port: int) -> Plan:
    data = ROOT / environment.setdefault("VAR_DIR", "var")
    environment.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    environment.setdefault("BASE_URL", f"http://localhost:{port}")
    output = data / "demo.txt"
    return Plan(
        name="run",
        environment=environment,
        steps=_steps(environment, data=data, demo=("demo",), output=output),
        data=data,
        host=host,
        port=port,
        workers=1,
        watched=tuple(ROOT / room for room in ROOMS),
        demo_output=output,
    )


def _serve_plan(environment: dict[str, str], *, host: str, port: int) -> Plan:
    data = ROOT / environment.setdefault("VAR_DIR", "var/serve")
    tls = self_signed(data / "tls") if environment.get("TLS", "0") not in {"", "0"} else None
    environment.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
    environment.setdefault("BASE_URL", f"{'https' if tls else 'http'}://localhost:{port}")
    own = urlsplit(environment["BASE_URL"]).hostname or "localhost"
    environment.setdefault(
        "ALLOWED_HOSTS", ",".join(sorted({own, "localhost", "127.0.0.1", "[::1]"}))
    )
    for key, value in _keys(data / "keys.json").items():
        environment.setdefault(key, value)
    arguments = ("collectstatic", "--noinput", "--clear", "--verbosity", "0")
    collect = Step("static", "Collecting static files", arguments, key=_statics_key)
    return Plan(
        name="serve",
        environment=environment,
        steps=[
            *_steps(environment, data=data, demo=("demo", "--no-accounts"), output=None),
            collect,
        ],
        data=data,
        host=host,
        port=port,
        workers=int(environment.get("WEB_WORKERS") or max(2, min(os.cpu_count() or 2, 4))),
        tls=tls,
    )


def _steps(
    environment: Mapping[str, str], *, data: Path, demo: tuple[str, ...], output: Path | None
) -> list[Step]:
    url = environment.get("DATABASE_URL", "")
    database = _database_file(url, data)
    return [
        Step("catalogues", "Compiling translations", ("compile_catalogues",), key=_catalogues_key),
        Step(
            "database",
            "Preparing the database",
            ("migrate", "--noinput", "--verbosity", "0"),
            # A database on a server may have been emptied meanwhile: only Django can tell.
            key=partial(_migrations_key, database) if database else always,
        ),
        Step(
            "demo",
            "Making the demo content",
            demo,
            key=partial(_demo_key, url, database, demo),
            output=output,
        ),
    ]


def _catalogues_key() -> str:
    sources = sorted((ROOT / "portal").glob("locale*/*/LC_MESSAGES/*.po"))
    whole = all(source.with_suffix(".mo").exists() for source in sources)
    return fingerprint(files=sources) if whole else ""


def _migrations_key(database: Path) -> str:
    if not database.exists():
        return ""
    migrations = [path for room in ROOMS for path in (ROOT / room).rglob("migrations/*.py")]
    # Another file in the same place has another number: it was restored or made anew.
    return fingerprint(str(database.stat().st_ino), files=[*migrations, ROOT / "requirements.txt"])


def _demo_key(url: str, database: Path | None, demo: tuple[str, ...]) -> str:
    if database and not database.exists():
        return ""
    contents = [path for path in (ROOT / "home" / "demo").rglob("*") if path.is_file()]
    contents += (ROOT / "home" / "services" / "demo").glob("*.py")
    # Some of the demo's dates are told from today: on another day it is brought up to date.
    return fingerprint(url, *demo, datetime.now(UTC).date().isoformat(), files=contents)


def _statics_key() -> str:
    statics = [path for path in (ROOT / "static").rglob("*") if path.is_file()]
    return fingerprint(files=[*statics, ROOT / "requirements.txt", ROOT / "portal/core/static.py"])


def _database_file(url: str, data: Path) -> Path | None:
    """Where SQLite keeps the database; nothing when another database is used."""
    if not url:
        return data / "portal.sqlite3"
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def _keys(path: Path) -> dict[str, str]:
    """The keys of this copy, made at its first start and readable by its owner only."""
    if path.exists():
        known: dict[str, str] = json.loads(path.read_text())
        return known
    keys = {name: secrets.token_urlsafe(_KEY_BYTES) for name in ("SECRET_KEY", "PERSON_HASH_KEY")}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(keys, indent=1))
    return keys
