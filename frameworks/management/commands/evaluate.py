"""manage.py evaluate FILE.yaml: the memorandum of a scenario file. Writes nothing."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from frameworks.library.reading import UnreadableFile
from frameworks.models import Framework
from frameworks.scenarios import ScenarioInvalid, scenario_evaluate
from frameworks.services import MAXIMUM_DRAWS

FAULTS, CANNOT = 1, 2


class Command(BaseCommand):
    help = (
        "Evaluate a scenario file (the body of POST /score/ in YAML, with an optional title and label) and print the "
        "memorandum. Writes nothing. Ends with 0; with 1 where the file has faults, each told with file, line and "
        "cure; with 2 where it cannot be read, or the library is not loaded."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE; --json, --draws and --seed."""
        parser.add_argument("file", type=Path, help="the scenario file")
        parser.add_argument(
            "--json", action="store_true", help="print the evaluation as POST /score/ gives it"
        )
        parser.add_argument("--draws", type=int, help=f"size of the simulation, 0 to {MAXIMUM_DRAWS}")
        parser.add_argument("--seed", type=int, help="seed of the simulation")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the memorandum, or raise CommandError with the exit code that fits."""
        path: Path = options["file"]
        try:
            found = scenario_evaluate(path=path, draws=options["draws"], seed=options["seed"])
        except ScenarioInvalid as error:
            count = len(error.messages)
            raise CommandError(
                f"{error}\nNothing was evaluated: {count} fault{'s' * (count != 1)}.", returncode=FAULTS
            ) from error
        except UnreadableFile as error:
            raise CommandError(
                f"{error}\nNothing was evaluated: mend the YAML first.", returncode=CANNOT
            ) from error
        except OSError as error:
            raise CommandError(f"{path}: cannot be opened: {error.strerror}.", returncode=CANNOT) from error
        except (Framework.DoesNotExist, OperationalError, ProgrammingError) as error:
            raise CommandError(
                "The library is not loaded: run manage.py migrate and manage.py load_library first.",
                returncode=CANNOT,
            ) from error
        if options["json"]:
            self.stdout.write(json.dumps(found.evaluation, indent=2, ensure_ascii=False))
        else:
            self.stdout.write(found.text, ending="")
