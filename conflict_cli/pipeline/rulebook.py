"""What the rule stages share: the loaded rules, the grammar with its light verbs, the classes of words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Token

from conflict_cli.lexicon.terms import load_kinds, read_yaml
from conflict_cli.matcher.compiler import RuleMatcher
from conflict_cli.matcher.loader import load_rules
from conflict_cli.matcher.paths import Grammar
from conflict_cli.matcher.rule import Rule

NO_CLASSES: frozenset[str] = frozenset()
EVENT_WORD = frozenset({"event_word"})
NAME = frozenset({"name"})
PRONOUN = frozenset({"pronoun"})


@cache
def load_grammar() -> Grammar:
    """Return the grammar that rule paths are followed with, light verbs from data/lexicons/light_verbs.yaml."""
    words = {name: frozenset(listed) for name, listed in read_yaml("light_verbs.yaml").items()}
    return Grammar(
        doer_verbs=words["doer"],
        undergoer_verbs=words["undergoer"],
        means_verbs=words["means"],
        containers=words["containers"],
        sufferers=words["sufferers"],
        effects=words["effects"],
    )


@cache
def rules_of(family: str, rules_dir: str | None) -> tuple[Rule, ...]:
    """Return the rules of one family, a user's folder included.

    Raises:
        RuleError: a rule file is wrong.
    """
    return tuple(load_rules(Path(rules_dir) if rules_dir else None)[family])


def build_matcher(family: str, rules_dir: str | None) -> RuleMatcher:
    """Return the matcher of one family of rules."""
    return RuleMatcher(rules_of(family, rules_dir), load_grammar())


def word_classes(doc: Doc) -> Callable[[Token], frozenset[str]]:
    """Return a function that gives the classes of a word in this Doc.

    A word inside a mention has the mention's label and kind ("actor", "rebel_group"); a word of a time expression
    is "time", a counted noun or a number is "quantity", the number itself "number" too. Outside mentions a proper
    noun is a "name", and he, she, it, we, they are each a "pronoun". A word that the trained model reads as an event
    is an "event_word" too.
    """
    classes: dict[int, frozenset[str]] = {}
    for quantity in doc._.quantities:
        classes[quantity.span.root.head.i] = frozenset({"quantity"})
        for token in quantity.span:
            classes[token.i] = frozenset({"quantity", "number"})
    for timex in doc._.timexes:
        for token in timex.span:
            classes[token.i] = frozenset({"time"})
    for mention in doc._.mentions:
        craft = (
            load_kinds("weapons.yaml").get(mention.span.root.lemma_.lower()) if mention.source == "platform" else None
        )
        named = frozenset(name for name in (mention.label, mention.kind, craft) if name)
        # "supporters of the motion": the motion is no actor
        last = mention.span.root.i + 1 if mention.nominal else mention.span.end
        for token in mention.span.doc[mention.span.start : last]:
            classes[token.i] = classes.get(token.i, NO_CLASSES) | named
        for name in mention.within:
            if name.label == "actor":
                classes |= dict.fromkeys(
                    (token.i for token in name.span), frozenset(filter(None, ("actor", name.kind)))
                )
    for word in doc._.event_words:
        classes[word.token.i] = (classes.get(word.token.i) or _outside_mentions(word.token)) | EVENT_WORD
    return lambda token: classes.get(token.i) or _outside_mentions(token)


def _outside_mentions(token: Token) -> frozenset[str]:
    if token.pos_ == "PROPN":
        return NAME
    return PRONOUN if token.tag_ == "PRP" else NO_CLASSES
