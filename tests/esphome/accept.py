"""``make esphome``: ESPHome itself judges the configurations that the command writes, and those that it takes become the accepted ones."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from firmware_config.__main__ import main

HERE = Path(__file__).parents[1] / "firmware_config" / "esphome"


def accept(esphome: Path) -> int:
    """0: all of them were taken."""
    with tempfile.TemporaryDirectory() as temporary:
        office, to = Path(temporary) / "office", Path(temporary) / "yaml"
        office.mkdir()
        shutil.copy(HERE / "site.toml", office)
        main(["esphome", "--office", str(office), "--all", "--to", str(to)])
        wrong = 0
        for file in sorted(to.glob("*.yaml")):
            if file.name == "secrets.yaml":
                continue
            judged = subprocess.run([esphome, "config", file], capture_output=True, text=True, check=False)
            if judged.returncode:
                wrong += 1
                print(judged.stdout + judged.stderr, file=sys.stderr)
            else:
                shutil.copy(file, HERE / "accepted" / file.name)
            print(f"{file.stem}: {'taken' if not judged.returncode else 'refused'}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(accept(Path(sys.argv[1]).absolute()))
