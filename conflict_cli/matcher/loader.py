"""Read rule files: YAML -> Rule. Every error names the file, the rule and the key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, ClassVar

import yaml

from conflict_cli.errors import RuleError
from conflict_cli.matcher.rule import FAMILIES, FORMS, TOKEN_KEYS, Condition, Example, Rule, TokenTest
from conflict_cli.suggest import known_words
from conflict_cli.users_yaml import parse_yaml, read_limited

FILE_KEYS = ("rules", *FAMILIES.values())
RULE_KEYS = ("arguments", "at_least_one", "examples", "form", "id", "priority", "requires", "trigger", "unless")
EXAMPLE_KEYS = ("finds", "known_miss", "published", "text")
LONGEST_SHOWN = 60  # characters of what stands in the wrong place
Place = str


def _plain_words(loader: type[yaml.SafeLoader]) -> type[yaml.SafeLoader]:
    """Return the loader with yes, no, on and off as words: rules are full of them, and YAML 1.2 means words."""

    class PlainWords(loader):  # type: ignore[valid-type,misc]
        yaml_implicit_resolvers: ClassVar = {
            first: [pair for pair in resolvers if pair[0] != "tag:yaml.org,2002:bool" or first in "tTfF"]
            for first, resolvers in loader.yaml_implicit_resolvers.items()
        }

    return PlainWords


# the C loader is ten times faster, but crashes the process on deep nesting: it is for our own files only
_TRUSTED_LOADER = _plain_words(getattr(yaml, "CSafeLoader", yaml.SafeLoader))
_LOADER = _plain_words(yaml.SafeLoader)


def load_rules(extra: Path | None = None) -> dict[str, list[Rule]]:
    """Load the built-in rules and those of a user's folder.

    Args:
        extra: a folder laid out like data/rules: events/*.yaml, claims/*.yaml, relations/*.yaml, casualties.yaml,
            factuality.yaml. None loads the built-in rules alone.

    Returns:
        Family -> rules, built-in ones first.

    Raises:
        RuleError: a file can't be read, lies in no known place, is not YAML, has an unknown key or repeats a rule id.
    """
    rules: dict[str, list[Rule]] = {family: list(found) for family, found in _builtin_rules().items()}
    if extra is not None:
        if not extra.is_dir():
            raise RuleError(f"{extra}: no such rules folder")
        _check_layout(extra)
        own = [rule for file, path in _rule_files(extra) for rule in _read_file(file, path, trusted=False)]
        if not own:
            raise RuleError(f"{extra}: no rule file in it; expected e.g. {extra}/events/my_rules.yaml")
        for rule in own:
            rules[rule.family].append(rule)
    _check_unique(rule for family in rules.values() for rule in family)
    return rules


@cache
def _builtin_rules() -> dict[str, tuple[Rule, ...]]:
    folder = resources.files("conflict_cli.data").joinpath("rules")
    rules = [rule for file, path in _rule_files(folder) for rule in _read_file(file, path, trusted=True)]
    return {family: tuple(rule for rule in rules if rule.family == family) for family in FAMILIES}


def _rule_files(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Yield (path below the folder, file) of every rule file of a known family, sorted by name."""
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir() and entry.name in FAMILIES:
            for file in sorted(entry.iterdir(), key=lambda item: item.name):
                if file.name.endswith((".yaml", ".yml")):
                    yield f"{entry.name}/{file.name}", file
        elif entry.name.rpartition(".")[0] in FAMILIES and entry.name.endswith((".yaml", ".yml")):
            yield entry.name, entry


def _check_layout(folder: Path) -> None:
    """Raise RuleError for a rule file of a user's folder that would not be read where it lies."""
    known = {path for _, path in _rule_files(folder)}
    for path in sorted(folder.rglob("*.y*ml")):
        if path.suffix in {".yaml", ".yml"} and path not in known:
            folders = ", ".join(f"{family}/" for family in ("events", "claims", "relations"))
            raise RuleError(
                f"{path.relative_to(folder)}: not a place for rules; they go into {folders}, casualties.yaml or "
                "factuality.yaml"
            )


def _read_file(file: str, path: Traversable, *, trusted: bool) -> list[Rule]:
    family = file.split("/", maxsplit=1)[0].rpartition(".")[0] if "/" not in file else file.split("/", maxsplit=1)[0]
    content = _load_yaml(file, path, trusted=trusted)
    if not isinstance(content, dict) or not isinstance(content.get("rules"), list):
        raise RuleError(f'{file}: expected a mapping with a list "rules"')
    block = FAMILIES[family]
    _check_keys(content, ("rules", block), where=file, what="the file")
    shared = _mapping(content.get(block), where=f"{file}: {block}")
    stem = file.rpartition("/")[2].rpartition(".")[0]
    return [_read_rule(raw, family=family, file=file, stem=stem, shared=shared) for raw in content["rules"]]


def _load_yaml(file: str, path: Traversable, *, trusted: bool) -> Any:
    text = read_limited(file, path, error=RuleError)
    return parse_yaml(file, text, error=RuleError, loader=_TRUSTED_LOADER if trusted else _LOADER)


def _read_rule(raw: Any, *, family: str, file: str, stem: str, shared: dict[str, Any]) -> Rule:
    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
        raise RuleError(f'{file}: every rule is a mapping with an "id"')
    if "\n" in raw["id"]:
        raise RuleError(f"{file}: {' '.join(raw['id'].split())[:LONGEST_SHOWN]}: an id is one line")
    where = f"{file}: {raw['id']}"
    block = FAMILIES[family]
    _check_keys(raw, (*RULE_KEYS, block), where=where, what="the rule")
    if not raw["id"].startswith(f"{stem}."):
        raise RuleError(f'{where}: the id must begin with the file name: "{stem}.…"')
    form = _read_form(raw, family, where=where)
    if form is None and "trigger" not in raw:
        raise RuleError(f'{where}: "trigger" is missing')
    arguments = {
        role: tuple(_strings(paths, where=f"{where}: arguments: {role}"))
        for role, paths in _mapping(raw.get("arguments"), where=f"{where}: arguments").items()
    }
    at_least_one = tuple(_strings(raw.get("at_least_one"), where=f"{where}: at_least_one"))
    for role in at_least_one:
        if role not in arguments:
            raise RuleError(f'{where}: at_least_one: "{role}" is not among its arguments')
    return Rule(
        id=raw["id"],
        family=family,
        file=file,
        meaning={**shared, **_mapping(raw.get(block), where=f"{where}: {block}")},
        trigger=() if form else _read_trigger(raw["trigger"], where=f"{where}: trigger"),
        arguments=arguments,
        at_least_one=at_least_one,
        requires=_read_conditions(raw.get("requires"), where=f"{where}: requires"),
        unless=_read_conditions(raw.get("unless"), where=f"{where}: unless"),
        priority=_whole_number(raw.get("priority", 0), where=f"{where}: priority"),
        examples=tuple(
            _read_example(item, where=where) for item in _list(raw.get("examples"), where=f"{where}: examples")
        ),
        form=form,
    )


def _read_form(raw: dict[str, Any], family: str, *, where: Place) -> str | None:
    if "form" not in raw:
        return None
    known = FORMS.get(family, ())
    if raw["form"] not in known:
        raise RuleError(f'{where}: unknown form "{raw["form"]}"; {known_words(str(raw["form"]), known)}')
    if "trigger" in raw:
        raise RuleError(f"{where}: has a form and a trigger; one of them is enough")
    return str(raw["form"])


def _read_trigger(raw: Any, *, where: Place) -> tuple[tuple[TokenTest, ...], ...]:
    """Read a word test, a sequence of them, or `phrases`: lemmas with spaces between."""
    if isinstance(raw, list) and raw:
        return (tuple(_read_test(item, where=where) for item in raw),)
    if isinstance(raw, dict) and "phrases" in raw:
        _check_keys(raw, ("phrases",), where=where, what="a trigger of phrases")
        phrases = [phrase.split() for phrase in _strings(raw["phrases"], where=where)]
        if not phrases or not all(phrases):
            raise RuleError(f"{where}: no phrase in it")
        return tuple(tuple(TokenTest(lemma=frozenset({word})) for word in words) for words in phrases)
    return ((_read_test(raw, where=where),),)


def _read_test(raw: Any, *, where: Place) -> TokenTest:
    test = _mapping(raw, where=where)
    _check_keys(test, TOKEN_KEYS, where=where, what="a word test")
    if not test:
        raise RuleError(f"{where}: an empty word test would match every word")
    sets = {key: frozenset(_strings(value, where=f"{where}: {key}")) for key, value in test.items()}
    return TokenTest(classes=sets.pop("class", frozenset()), **sets)


def _read_conditions(raw: Any, *, where: Place) -> tuple[Condition, ...]:
    """Read {path: word test, ...}; the test `any` asks only that something stands there."""
    return tuple(
        Condition(path, TokenTest() if test == "any" else _read_test(test, where=f"{where}: {path}"))
        for path, test in _mapping(raw, where=where).items()
    )


def _read_example(raw: Any, *, where: Place) -> Example:
    example = dict(_mapping(raw, where=f"{where}: examples"))
    text = example.pop("text", None)
    if not isinstance(text, str) or not text.strip():
        raise RuleError(f'{where}: examples: every example needs a "text"')
    finds = example.pop("finds", None)
    if finds not in (None, "nothing"):
        raise RuleError(f'{where}: examples: "finds" may only be "nothing"')
    known_miss = example.pop("known_miss", None)
    published = example.pop("published", None)
    return Example(
        text=text,
        expected=example,
        finds_nothing=finds == "nothing",
        known_miss=known_miss,
        published=str(published) if published else None,
    )


def _check_keys(raw: dict[str, Any], known: Iterable[str], *, where: Place, what: str) -> None:
    known = sorted(known)
    for key in raw:
        if key not in known:
            shown = " ".join(str(key).split())[:LONGEST_SHOWN]
            raise RuleError(f'{where}: unknown key "{shown}" in {what}; {known_words(shown, known)}')


def _mapping(raw: Any, *, where: Place) -> dict[str, Any]:
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise RuleError(f"{where}: expected a mapping, got {type(raw).__name__}")
    return raw


def _list(raw: Any, *, where: Place) -> list[Any]:
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise RuleError(f"{where}: expected a list, got {type(raw).__name__}")
    return raw


def _whole_number(raw: Any, *, where: Place) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise RuleError(f"{where}: expected a whole number, got {type(raw).__name__}")
    return raw


def _strings(raw: Any, *, where: Place) -> list[str]:
    values = [raw] if isinstance(raw, str) else raw or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise RuleError(f"{where}: expected words (put quotation marks around true, false and numbers)")
    return values


def _check_unique(rules: Iterable[Rule]) -> None:
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"{rule.file}: {rule.id}: this id is taken by {seen[rule.id]}")
        seen[rule.id] = rule.file
