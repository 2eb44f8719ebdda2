"""conflict rules [ID], conflict rules check [DIR]: list the rules, show one, run their examples."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conflict_cli.cli import console, output
from conflict_cli.cli.options import DebugOption, NoConfigOption, RulesOption
from conflict_cli.cli.startup import shorten_import
from conflict_cli.errors import RuleError, UsageError
from conflict_cli.render.visible import one_line, visible
from conflict_cli.suggest import did_you_mean

if TYPE_CHECKING:
    from conflict_cli.matcher.rule import Example, Rule, TokenTest

HELP = """List the rules, show one, or run their examples.

\b
[cyan]conflict rules[/cyan]                             every rule, by family
[cyan]conflict rules air_strike[/cyan]                  those of one file, in full
[cyan]conflict rules "Air/drone strike"[/cyan]          those that find events of a subtype
[cyan]conflict rules check my_rules/[/cyan]             run the examples of your own rules
[cyan]conflict rules check[/cyan]                       run those of the built-in ones
"""


CHECK = "check"  # the word in place of a rule
ENOUGH_FOUND = 2  # sentences to find, before a rule is more than its one sentence


def rules(
    rule_id: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            help="A rule; a file, a subtype, a family of them; or check.",
            show_default=False,
            autocompletion=_complete,
        ),
    ] = None,
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="After check: a folder of rules.", show_default=False)
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Parse the examples of the rules and compare.", metavar="")
    ] = False,
    rules_dir: RulesOption = None,
    no_config: NoConfigOption = False,
    debug: DebugOption = False,
) -> None:
    """List rules, show the chosen ones, or run their examples."""
    if rule_id == CHECK:
        _check(_own(folder) if folder is not None else _choose(None, rules_dir), folder or rules_dir)
        return
    if folder is not None:
        raise UsageError(f'"{folder}": a second argument follows check alone: conflict rules check DIR')
    chosen = _choose(rule_id, rules_dir)
    if check:
        _check(chosen, rules_dir)
    elif rule_id is None:
        output.write(map(visible, _list(chosen)), None)
    else:
        output.write(map(visible, _show(chosen)), None)


def _choose(rule_id: str | None, rules_dir: Path | None) -> list[Rule]:
    from conflict_cli.matcher.loader import load_rules

    every = [rule for family in load_rules(rules_dir).values() for rule in family]
    if rule_id is None:
        return every
    chosen = [rule for rule in every if rule_id in _names(rule)]
    if not chosen:
        known = dict.fromkeys(name for rule in every for name in _names(rule))
        raise UsageError(f'no rule "{rule_id}"; conflict rules lists them{did_you_mean(rule_id, known)}')
    return chosen


def _own(folder: Path) -> list[Rule]:
    """Return the rules of a user's folder, and warn of those with too few examples to be trusted."""
    from conflict_cli.matcher.loader import load_rules

    built_in = {rule.id for family in load_rules(None).values() for rule in family}
    own = [rule for rule in _choose(None, folder) if rule.id not in built_in]
    for rule in own:
        misses = sum(example.finds_nothing for example in rule.examples)
        found = len(rule.examples) - misses
        if found < ENOUGH_FOUND or not misses:
            console.warn(f"{rule.id}: {found} to find and {misses} near misses; write at least {ENOUGH_FOUND} and 1")
    return own


def _names(rule: Rule) -> tuple[str, ...]:
    """Return what a rule can be asked for by: its id, its file, the subtype of its events, its family."""
    subtype = rule.meaning.get("subtype")
    return (rule.id, rule.id.partition(".")[0], *([subtype] if subtype else ()), rule.family)


def _complete(incomplete: str) -> list[str]:
    from conflict_cli.matcher.loader import load_rules

    names = (name for family in load_rules(None).values() for rule in family for name in _names(rule))
    return [name for name in dict.fromkeys(names) if name.startswith(incomplete)]


def _check(chosen: list[Rule], rules_dir: Path | None) -> None:
    shorten_import()
    from conflict_cli import api
    from conflict_cli.rule_check import check_rule

    nlp = api.build_pipeline(rules=rules_dir, corrected=False)
    failures = [str(failure) for rule in chosen for failure in check_rule(rule, nlp)]
    output.write((f"{visible(failure)}\n" for failure in failures), None)
    number = sum(len(rule.examples) for rule in chosen)
    if failures:
        raise RuleError(f"{len(failures)} of {number} examples fail")
    output.write([f"{number} examples of {len(chosen)} rules: all as they should be\n"], None)


def _list(chosen: list[Rule]) -> Iterator[str]:
    width = max(len(rule.id) for rule in chosen)
    for family, members in groupby(chosen, key=lambda rule: rule.family):
        yield f"{family}\n"
        for rule in members:
            yield f"  {rule.id:<{width}}  {_meaning(rule.meaning)}\n"


def _show(chosen: list[Rule]) -> Iterator[str]:
    for number, rule in enumerate(chosen):
        yield "\n" * bool(number) + f"{rule.id} ({rule.file})\n"
        yield f"  means    {_meaning(rule.meaning)}\n"
        if rule.form:
            yield f"  form     {rule.form}\n"
        for alternative in rule.trigger:
            yield f"  trigger  {' + '.join(map(_test, alternative))}\n"
        for role, paths in rule.arguments.items():
            yield f"  {role}: {', '.join(paths)}\n"
        yield from map(_example, rule.examples)


def _meaning(meaning: dict[str, Any]) -> str:
    return ", ".join(f"{key} {_words(value)}" for key, value in meaning.items() if value is not None)


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key}={_words(item)}" for key, item in value.items())
    return "|".join(map(_words, value)) if isinstance(value, list) else str(value)


def _test(test: TokenTest) -> str:
    asked = (
        ("class", test.classes),
        ("lemma", test.lemma),
        ("lower", test.lower),
        ("pos", test.pos),
        ("tag", test.tag),
    )
    return " ".join(f"{key}={'|'.join(sorted(values))}" for key, values in asked if values) or "any word"


def _example(example: Example) -> str:
    if example.finds_nothing:
        note = "finds nothing"
    else:
        note = ", ".join(f"{role}: {_words(words)}" for role, words in example.expected.items())
    missed = f" [known miss: {example.known_miss}]" if example.known_miss else ""
    return f"  example  {one_line(example.text)}\n           -> {one_line(note)}{missed}\n"
