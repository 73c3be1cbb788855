"""A self-signed certificate for this machine, so that https can be tried out."""

import shutil
import subprocess
from pathlib import Path

NO_OPENSSL = (
    "TLS=1 needs the openssl command to make a certificate (Debian: apt-get install openssl)."
)


class NoCertificate(Exception):
    """The certificate could not be made; the text says why."""


def self_signed(folder: Path) -> tuple[Path, Path]:
    """The certificate and its key in `folder`, made at the first call, good for a year.

    Raises NoCertificate.
    """
    certificate, key = folder / "localhost.pem", folder / "localhost.key"
    if _is_good(certificate) and key.exists():
        return certificate, key
    openssl = shutil.which("openssl")
    if openssl is None:
        raise NoCertificate(NO_OPENSSL)
    folder.mkdir(parents=True, exist_ok=True)
    key.touch(mode=0o600)
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1"
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-nodes", "-days", "365", "-subj", "/CN=localhost", "-addext", names]
    command += ["-keyout", str(key), "-out", str(certificate)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise NoCertificate(f"openssl could not make a certificate: {done.stderr.strip()}")
    return certificate, key


def _is_good(certificate: Path) -> bool:
    """Whether it is there and holds for another day."""
    openssl = shutil.which("openssl")
    if not certificate.exists() or openssl is None:
        return certificate.exists()
    command = [openssl, "x509", "-checkend", "86400", "-noout", "-in", str(certificate)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603
