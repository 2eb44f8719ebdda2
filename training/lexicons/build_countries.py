"""Build conflict_cli/data/lexicons/countries.tsv from a country table and demonyms.yaml.

    python training/lexicons/build_countries.py COUNTRIES.tsv

COUNTRIES.tsv is the table described in conflict_cli/data/SOURCES.md (GeoNames ids and capitals, countryinfo names).
"""

from __future__ import annotations

import argparse
import csv
import re
from pathlib import Path

import yaml

HERE = Path(__file__).parent
OUTPUT = HERE.parents[1] / "conflict_cli/data/lexicons/countries.tsv"
COLUMNS = ("alpha3", "alpha2", "numeric", "name", "aliases", "adjectives", "nouns", "capital", "seats")
COLUMNS += ("latitude", "longitude", "geonames", "population")
# dissolved, or never a party to anything
LEFT_OUT = {"ANT", "ATA", "BVT", "HMD", "SCG", "SGS", "UMI", "ATF"}
# the English official names of the source; its names in other languages are words of other things in English ("Island")
OFFICIAL_NAME = re.compile(
    r"^(?!Republic of Congo)[A-Z][A-Za-z' -]+ (of|Republic|Kingdom|Confederation|Federation)\b[^,]*$"
)
# the plural of these adjectives takes -s: Syrian, Iraqi, Uzbek, Chadian
PLURAL_ENDINGS = ("an", "i", "n", "k", "ot", "ar", "o")


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("countries", type=Path)
    extra = yaml.safe_load((HERE / "demonyms.yaml").read_text("utf-8"))
    with parser.parse_args().countries.open(encoding="utf-8", newline="") as lines:
        rows = [
            country_row(row, extra.get(row["alpha3"], {}))
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["alpha3"] not in LEFT_OUT
        ]
    rows.sort(key=lambda row: row["alpha3"])
    with OUTPUT.open("w", encoding="utf-8", newline="") as out:
        out.write("\t".join(COLUMNS) + "\n")
        for row in rows:
            out.write("\t".join(row[column] for column in COLUMNS) + "\n")


def country_row(row: dict[str, str], extra: dict[str, list[str]]) -> dict[str, str]:
    """Return one row of the output from one of the input and its additions."""
    adjectives = extra.get("adjectives", row["adjectives"].replace(",", "|").split("|"))
    nouns = [adjective + "s" for adjective in adjectives if adjective.endswith(PLURAL_ENDINGS)]
    aliases = [alias for alias in row["aliases"].split("|") if OFFICIAL_NAME.match(alias)] + extra.get("aliases", [])
    name = extra.get("name", [row["name"].strip()])[0]
    return {
        "alpha3": row["alpha3"],
        "alpha2": row["alpha2"],
        "numeric": row["numeric"],
        "name": name,
        "aliases": joined(aliases, without={name}),
        "adjectives": joined(adjectives),
        "nouns": joined(extra.get("nouns", nouns)),
        "capital": row["capital"],
        "seats": joined(extra.get("seats", [])),
        "latitude": coordinate(row["latitude"]),
        "longitude": coordinate(row["longitude"]),
        "geonames": row["geonames"],
        "population": row["population"],
    }


def joined(names: list[str], *, without: set[str] | None = None) -> str:
    """Return the names sorted, each once, divided by bars."""
    return "|".join(sorted({name for name in names if name} - (without or set())))


def coordinate(value: str) -> str:
    """Return a coordinate with four decimals at most; empty stays empty."""
    return f"{float(value):.4f}".rstrip("0").rstrip(".") if value else ""


if __name__ == "__main__":
    main()
