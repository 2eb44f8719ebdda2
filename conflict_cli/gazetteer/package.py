"""What setuptools runs when the package is built: the compressed table becomes the gazetteer file that is installed."""

from __future__ import annotations

import sys
from pathlib import Path

from setuptools.command.build_py import build_py

ROOT = Path(__file__).parents[2]
FOLDER = "conflict_cli/data/gazetteer"


class BuildWithGazetteer(build_py):  # type: ignore[misc]  # setuptools has no types
    """build_py that also writes places.sqlite; an editable install has it in the source tree."""

    def run(self) -> None:
        """Copy the package, then write the gazetteer file."""
        super().run()
        # setuptools loads this module by its path: the package itself is not importable yet
        sys.path.insert(0, str(ROOT))
        from conflict_cli.gazetteer.packed import INSTALLED, PACKED, install

        target = ROOT if self.editable_mode else Path(self.build_lib)
        (target / FOLDER).mkdir(parents=True, exist_ok=True)
        install(ROOT / FOLDER / PACKED, target / FOLDER / INSTALLED)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """Return the files written, places.sqlite among them."""
        outputs: list[str] = super().get_outputs(include_bytecode)
        return outputs if self.editable_mode else [*outputs, str(Path(self.build_lib) / FOLDER / "places.sqlite")]
