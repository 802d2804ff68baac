"""make run, and the installation behind it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
from pathlib import Path

import pytest

from tests.support.server import ROOT, Server, environment, free_port
from tools import install

pytestmark = pytest.mark.once

MADE_BY_MAKE = (ROOT / ".venv" / "installed-runtime").exists() and sys.prefix == str(ROOT / ".venv")


@pytest.mark.skipif(
    not MADE_BY_MAKE or shutil.which("make") is None, reason="not in the .venv that make makes"
)
@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_make_run_serves_and_leaves_nothing_behind(signal_number: int, tmp_path: Path) -> None:
    port = free_port()
    python = f"PYTHON={sys._base_executable}"  # type: ignore[attr-defined]  # the one that made .venv
    clean = {name: text for name, text in environment(tmp_path).items() if not name.startswith("MAKE")}
    server = Server(clean, port, ("make", "--no-print-directory", "run", f"PORT={port}", python))
    server.wait()
    os.killpg(server.pid, signal_number)
    server.exit_code()
    assert "Stopped." in server.output
    assert "Traceback" not in server.output
    socket.create_server(("127.0.0.1", port)).close()  # nobody is left on it


def test_an_unchanged_installation_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(install, "VENV", tmp_path)
    monkeypatch.setattr(install, "make_venv", lambda: pytest.fail("the environment was made again"))
    install.stamp("runtime").write_text(install.checksum("runtime"), encoding="ascii")
    assert install.main(["runtime"]) == 0


def test_a_changed_requirement_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed: list[str] = []
    monkeypatch.setattr(install, "VENV", tmp_path)
    monkeypatch.setattr(install, "make_venv", lambda: None)
    monkeypatch.setattr(install, "install", installed.append)
    install.stamp("dev").write_text(install.checksum("dev"), encoding="ascii")
    monkeypatch.setattr(install, "dependencies", lambda kind: ["something==1"])
    assert install.main(["dev"]) == 0
    assert installed == ["dev"]
    assert install.main(["runtime"]) == 0
    assert installed == ["dev"], "dev holds runtime too"


def test_a_python_without_venv_is_told_the_cure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install, "VENV", tmp_path / "venv")
    monkeypatch.setattr(install, "VENV_PYTHON", tmp_path / "venv" / "bin" / "python")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert install.main(["runtime"]) == 1
    assert "python3-venv" in capsys.readouterr().err.replace(f"python3.{sys.version_info.minor}", "python3")


def test_every_requirement_is_locked() -> None:
    locked = {
        line.split("==")[0].lower().replace("_", "-")
        for line in install.LOCK.read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    for requirement in install.dependencies("dev"):
        name = requirement.split("[")[0].split("=")[0].split(">")[0].split("<")[0].strip().lower()
        assert name in locked, f"{name}: run make lock"
