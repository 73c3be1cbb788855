"""Where values come from and where files go: every other part of the settings builds on this one."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[3]

env = environ.Env()

# Everything the portal writes; a relative folder is one of the code's, wherever a command is started.
VAR_DIR = BASE_DIR / env.str("VAR_DIR", default="var")
