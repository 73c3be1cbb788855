"""The commands people and machines rely on: make's targets, the checks behind `make check`, CI's rules."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CONTRACT = (
    "run",
    "test",
    "check",
    "bench",
    "serve",
    "backup",
    "restore",
    "lock",
    "messages",
    "help",
)

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="needs make")


def make(*arguments):
    done = subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_help_lists_every_command_with_a_line():
    text = make("help")
    for name in CONTRACT:
        assert re.search(rf"^  make {name} +\S", text, re.MULTILINE), name


def test_readme_and_help_name_the_same_two_commands():
    text = (ROOT / "README.md").read_text()
    assert "make run" in text
    assert "make test" in text


@pytest.mark.parametrize(
    "tool",
    [
        "ruff check",
        "ruff format --check",
        "mypy",
        "lint-imports",
        "djhtml --check",
        "djlint --lint",
        "makemigrations --check",
        "check_catalogues",
        "check --deploy --fail-level WARNING",
    ],
)
def test_check_asks_every_tool(tool):
    names = list(re.findall(r"^(check-[a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert tool in make("--dry-run", *names)
    for name in names:
        assert name in make("--dry-run", "check")


def test_restore_without_a_file_says_how():
    assert "make restore FILE=" in make("restore")


# --- CI ------------------------------------------------------------------------------------------------

LIKE_OURS = """
import pytest

@pytest.mark.redis
def test_needs_redis():
    pass

@pytest.mark.skipif(True, reason="no fonts here")
def test_needs_fonts():
    pass

@pytest.mark.sqlite
def test_for_sqlite_only():
    pass
"""


# What the plugin reads of ours; the whole portal would take seconds to start.
SETTINGS = """
import os

ENGINE = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite3"
DATABASES = {"default": {"ENGINE": f"django.db.backends.{ENGINE}", "NAME": "nothing"}}
ELASTICSEARCH_URL = REDIS_URL = ""
"""


def suite(folder, **variables):
    """Our plugin on a suite of three tests, in a process of its own."""
    (folder / "test_like_ours.py").write_text(LIKE_OURS)
    (folder / "settings_like_ours.py").write_text(SETTINGS)
    keep = {
        name: value
        for name, value in os.environ.items()
        if name not in {"REDIS_URL", "DATABASE_URL", "CI_SERVERS"}
    }
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.plugins.servers",
            "-p",
            "no:cacheprovider",
            "-rs",
            "-c",
            os.devnull,
            "--rootdir",
            str(folder),
            str(folder / "test_like_ours.py"),
        ],
        cwd=ROOT,
        env=keep
        | {"DJANGO_SETTINGS_MODULE": "settings_like_ours", "PYTHONPATH": str(folder)}
        | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_without_servers_tests_are_skipped_with_a_reason(tmp_path):
    status, text = suite(tmp_path)
    assert status == 0, text
    assert "1 passed, 2 skipped" in text
    assert "needs Redis (set REDIS_URL)" in text


def test_in_ci_such_a_skip_is_a_failure_whatever_its_reason(tmp_path):
    status, text = suite(tmp_path, CI_SERVERS="1")
    assert status == 1, text
    assert re.search(r"1 passed.* 2 errors", text)


def test_in_ci_a_test_for_the_other_database_may_be_skipped(tmp_path):
    _status, text = suite(
        tmp_path, CI_SERVERS="1", DATABASE_URL="postgres://portal@127.0.0.1:1/portal"
    )
    assert re.search(r"1 skipped.* 2 errors", text)


def test_ci_fails_at_the_first_fault_and_runs_everything():
    text = (ROOT / ".ci" / "run").read_text()
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "\nset -euo pipefail\n" in text
    assert "CI_SERVERS=1" in text
    assert re.search(r"^run env CHROMIUM=none make test$", text, re.MULTILINE)
    assert re.search(r"^run make check$", text, re.MULTILINE)
    assert subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], check=False).returncode == 0
