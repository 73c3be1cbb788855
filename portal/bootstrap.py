"""Makes `.venv` with the pinned packages of a requirements file; the standard library is enough to run it.

    python3 portal/bootstrap.py requirements.txt [requirements-dev.txt …]
    python3 portal/bootstrap.py --lock [arguments of `uv pip compile`]

uv does the work: one that is on the PATH, else one fetched from PyPI by pip; where uv cannot be had,
pip itself. A file whose content was installed before is skipped.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

UV = "uv==0.13.9"
ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TOOLS = VENV / "tools"
QUIET = ("--quiet", "--root-user-action", "ignore", "--disable-pip-version-check")
LOCKS = {"requirements.txt": (), "requirements-dev.txt": ("--extra", "dev")}
NO_PIP = (
    "Neither uv nor pip is on this machine, and this Python cannot make an environment with pip. "
    "Install one of them, for example: apt-get install python3-venv"
)


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def run(*command: str | Path) -> bool:
    """Whether the command succeeded; its own output goes to stderr."""
    arguments = [str(part) for part in command]
    done = subprocess.run(arguments, stdout=sys.stderr, check=False)  # noqa: S603
    return done.returncode == 0


def has_module(python: str | Path, name: str) -> bool:
    command = [str(python), "-c", f"import {name}"]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    return done.returncode == 0


def make_environment() -> None:
    """An environment without pip: uv needs none, and making it takes no time."""
    if PYTHON.exists() and run(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
        return
    say("Making .venv …")
    run(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)
    if not PYTHON.exists():
        raise SystemExit("The environment .venv could not be made; the messages above say why.")


def find_uv() -> str:
    """The path of uv; empty when it cannot be had."""
    ours = TOOLS / "bin" / "uv"
    if known := (str(ours) if ours.exists() else shutil.which("uv")):
        return known
    say("Fetching uv …")
    arguments = ("-m", "pip", "install", *QUIET, "--only-binary", ":all:", "--target", TOOLS, UV)
    python = sys.executable if has_module(sys.executable, "pip") else own_pip()
    return str(ours) if python and run(python, *arguments) and ours.exists() else ""


def own_pip() -> str:
    """The environment's Python with pip in it; empty when this Python cannot give it pip."""
    if has_module(PYTHON, "pip"):
        return str(PYTHON)
    given = has_module(PYTHON, "ensurepip") and run(PYTHON, "-m", "ensurepip", "--default-pip")
    return str(PYTHON) if given else ""


def install(requirements: Path) -> None:
    if uv := find_uv():
        # Compiled at once: the first start of each process is three times quicker.
        command: list[str | Path] = [
            uv,
            "pip",
            "install",
            "--quiet",
            "--compile-bytecode",
            "--python",
            PYTHON,
        ]
    elif python := own_pip():
        say("uv cannot be had; installing with pip, which takes longer …")
        command = [python, "-m", "pip", "install", *QUIET]
    else:
        raise SystemExit(NO_PIP)
    if not run(*command, "--requirement", requirements):
        raise SystemExit(
            f"The packages of {requirements.name} could not be installed; the messages above say why."
        )


def lock(extra: list[str]) -> None:
    """Write both requirements files anew from pyproject.toml, with the hash of every file."""
    uv = find_uv()
    if not uv:
        raise SystemExit("Locking needs uv, which could not be had.")
    for name, arguments in LOCKS.items():
        options = [
            "--universal",
            "--python-version",
            "3.11",
            "--generate-hashes",
            "--no-annotate",
            *extra,
        ]
        known: list[str | Path] = [
            "--quiet",
            "--custom-compile-command",
            "make lock",
            "--output-file",
            ROOT / name,
        ]
        if not run(uv, "pip", "compile", ROOT / "pyproject.toml", *arguments, *options, *known):
            raise SystemExit(f"{name} could not be written.")


def main(names: list[str]) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - runs before the right Python is known
        raise SystemExit(
            f"Python 3.11 or newer is needed; {sys.executable} is {sys.version.split()[0]}."
        )
    make_environment()
    if names[:1] == ["--lock"]:
        return lock(names[1:])
    for name in names:
        requirements = ROOT / name
        stamp = VENV / f"{requirements.stem}.stamp"
        wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
        if stamp.exists() and stamp.read_text() == wanted:
            continue
        say(f"Installing the packages of {name} …")
        install(requirements)
        stamp.write_text(wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
