"""The engine stands alone: no Django, no clock, no network."""

import subprocess
import sys

from tests.scoring.builders import ROOT

PROBE = """
import sys
import frameworks.scoring, frameworks.scoring.explain, frameworks.scoring.memorandum
foreign = {name.split(".")[0] for name in sys.modules} & {"django", "rest_framework", "celery", "ruamel", "scipy"}
sys.exit(", ".join(sorted(foreign)) or None)
"""


def test_importing_the_engine_imports_no_framework() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
