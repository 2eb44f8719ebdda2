"""What setuptools runs when the package is built: the compressed table becomes the gazetteer file that is installed."""

from __future__ import annotations

import sys
from pathlib import Path

from setuptools.command.build_py import build_py

ROOT = Path(__file__).parents[2]
FOLDER = "conflict_cli/data/gazetteer"


class BuildWithGazetteer(build_py):  # type: ignore[misc]  # setuptools has no types
    """build_py that writes places.sqlite and leaves the table out; an editable install has both in the sources."""

    def run(self) -> None:
        """Copy the package, then write the gazetteer file."""
        super().run()
        # setuptools loads this module by its path: the package itself is not importable yet
        sys.path.insert(0, str(ROOT))
        from conflict_cli.gazetteer.packed import INSTALLED, PACKED, install

        folder = (ROOT if self.editable_mode else Path(self.build_lib)) / FOLDER
        install(ROOT / FOLDER / PACKED, folder / INSTALLED)
        if not self.editable_mode:
            (folder / PACKED).unlink()

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """Return the files written: places.sqlite in the place of the table."""
        outputs: list[str] = super().get_outputs(include_bytecode)
        return outputs if self.editable_mode else [name.replace("places.tsv.xz", "places.sqlite") for name in outputs]
