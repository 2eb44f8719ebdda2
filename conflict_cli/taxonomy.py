"""Load and check data/taxonomy.yaml: event types, PLOVER types, actor kinds, stances."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from conflict_cli.errors import RuleError
from conflict_cli.suggest import known_words


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The closed word lists of a report.

    Attributes:
        type_of: event subtype -> event type (ACLED's twenty-five sub-events and the project's own).
        plover_of: event subtype -> its usual PLOVER type, None where it depends on the case.
        stance_plover: claim stance -> PLOVER type of the verbal act.
    """

    type_of: dict[str, str]
    plover_of: dict[str, str | None]
    plover_types: frozenset[str]
    actor_kinds: frozenset[str]
    speaker_kinds: frozenset[str]
    ucdp_state: frozenset[str]
    ucdp_armed_group: frozenset[str]
    ucdp_civilian: frozenset[str]
    place_kinds: frozenset[str]
    statuses: frozenset[str]
    stances: frozenset[str]
    stance_plover: dict[str, str]
    quotation_kinds: frozenset[str]
    predicates: frozenset[str]
    dispute_kinds: frozenset[str]
    harms: frozenset[str]

    def check_event(self, subtype: str, plover: str | None, *, where: str) -> None:
        """Raise RuleError when `subtype` or `plover` is not in the taxonomy; `where` starts the message."""
        if subtype not in self.type_of:
            raise RuleError(f'{where}: unknown subtype "{subtype}"; {known_words(subtype, sorted(self.type_of))}')
        if plover is not None and plover not in self.plover_types:
            known = known_words(plover, sorted(self.plover_types))
            raise RuleError(f'{where}: unknown PLOVER type "{plover}"; {known}')


@cache
def load_taxonomy() -> Taxonomy:
    """Return the packaged taxonomy, read once per process."""
    text = resources.files("conflict_cli.data").joinpath("taxonomy.yaml").read_text("utf-8")
    raw = yaml.safe_load(text)
    types = raw.pop("event_types")
    return Taxonomy(
        type_of={subtype: kind for kind, subtypes in types.items() for subtype in subtypes},
        plover_of={subtype: plover for subtypes in types.values() for subtype, plover in subtypes.items()},
        stance_plover=raw.pop("stance_plover"),
        **{name: frozenset(values) for name, values in raw.items()},
    )
