"""The engine stands alone: NumPy and the standard library, no Django, no clock, no network."""

import subprocess
import sys

from tests.scoring.builders import ROOT

PROBE = """
import sys
before = set(sys.modules)
import frameworks.scoring, frameworks.scoring.explain, frameworks.scoring.memorandum
loaded = {name.split(".")[0] for name in set(sys.modules) - before}
foreign = loaded - sys.stdlib_module_names - {"frameworks", "numpy"}
sys.exit(", ".join(sorted(foreign)) or None)
"""


def test_importing_the_engine_imports_numpy_and_nothing_else() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
