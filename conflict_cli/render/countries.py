"""Countries as data sets write them: by English name and by ISO number."""

from __future__ import annotations


def country_name(code: str | None) -> str | None:
    """Return the usual English name of an ISO 3166-1 alpha-3 code, None for an unknown one."""
    from conflict_cli.lexicon.terms import load_countries

    country = load_countries().get(code or "")
    return country.name if country else None


def country_number(code: str | None) -> int | None:
    """Return the ISO 3166-1 number of an alpha-3 code, None where there is none."""
    from conflict_cli.lexicon.terms import load_countries

    country = load_countries().get(code or "")
    return country.numeric if country else None
