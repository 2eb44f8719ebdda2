"""matcher/compiler.py: which rule finds what, and which one wins."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc, Token

from conflict_cli.errors import RuleError
from conflict_cli.matcher.compiler import Finding, RuleMatcher, fits
from conflict_cli.matcher.paths import Grammar
from conflict_cli.matcher.rule import Condition, Rule, TokenTest

Build = Callable[[str], Doc]
GRAMMAR = Grammar(doer_verbs=frozenset({"launch"}))
NONE: frozenset[str] = frozenset()
BOMB = TokenTest(lemma=frozenset({"bomb"}))
ANY_VERB = TokenTest(pos=frozenset({"VERB"}))


def no_classes(token: Token) -> frozenset[str]:
    return NONE


def lemma(*words: str) -> TokenTest:
    return TokenTest(lemma=frozenset(words))


def rule(
    name: str,
    *trigger: tuple[TokenTest, ...],
    arguments: dict[str, tuple[str, ...]] | None = None,
    at_least_one: tuple[str, ...] = (),
    requires: tuple[Condition, ...] = (),
    unless: tuple[Condition, ...] = (),
    priority: int = 0,
) -> Rule:
    return Rule(
        id=name,
        family="events",
        file="events/x.yaml",
        meaning={},
        trigger=trigger,
        arguments=arguments or {},
        at_least_one=at_least_one,
        requires=requires,
        unless=unless,
        priority=priority,
        examples=(),
    )


def run(doc: Doc, *rules: Rule, classes: Callable[[Token], frozenset[str]] = no_classes) -> list[Finding]:
    return RuleMatcher(rules, GRAMMAR)(doc, classes)


def names(findings: list[Finding]) -> list[str]:
    return [finding.rule.id for finding in findings]


# ---------------------------------------------------------------- matching


def test_a_rule_fills_its_roles(bombing: Doc) -> None:
    (found,) = run(bombing, rule("x.bomb", (BOMB,), arguments={"who": ("subject",), "whom": ("object", "agent")}))
    assert found.trigger.text == "bombed"
    assert found.head.text == "bombed"
    assert {role: [token.text for token in tokens] for role, tokens in found.arguments.items()} == {
        "who": ["Jets"],
        "whom": ["Sarmin"],
    }


def test_every_path_of_a_role_is_followed_and_no_word_taken_twice(bombing: Doc) -> None:
    (found,) = run(bombing, rule("x.bomb", (BOMB,), arguments={"all": ("subject", "object", "subject")}))
    assert [token.text for token in found.arguments["all"]] == ["Jets", "Sarmin"]


def test_words_of_the_trigger_fill_no_role(launched_incursion: Doc) -> None:
    phrase = (lemma("launch"), lemma("a"), lemma("incursion"))
    (found,) = run(launched_incursion, rule("x.launch", phrase, arguments={"what": ("object",)}))
    assert found.arguments["what"] == []


def test_a_rule_may_ask_for_the_trigger_itself(bombing: Doc) -> None:
    (found,) = run(bombing, rule("x.bomb", (BOMB,), arguments={"what": ("self",)}))
    assert [token.text for token in found.arguments["what"]] == ["bombed"]


@pytest.mark.parametrize(
    "test",
    [
        lemma("bomb"),
        TokenTest(lower=frozenset({"bombed"})),
        TokenTest(lemma=frozenset({"bomb"}), tag=frozenset({"VBD"})),
        ANY_VERB,
        TokenTest(tag=frozenset({"VBD"})),
    ],
    ids=["lemma", "lower", "lemma and tag", "pos", "tag"],
)
def test_every_kind_of_word_test_finds_the_verb(bombing: Doc, test: TokenTest) -> None:
    assert [found.trigger.text for found in run(bombing, rule("x.bomb", (test,)))] == ["bombed"]


@pytest.mark.parametrize(
    "test",
    [
        lemma("shell"),
        TokenTest(lemma=frozenset({"bomb"}), pos=frozenset({"NOUN"})),
        TokenTest(lower=frozenset({"bomb"})),
    ],
    ids=["another lemma", "another part of speech", "another form"],
)
def test_a_word_that_fails_one_test_is_not_found(bombing: Doc, test: TokenTest) -> None:
    assert run(bombing, rule("x.bomb", (test,))) == []


def test_a_class_is_asked_of_the_document(bombing: Doc) -> None:
    jets = rule("x.jets", (TokenTest(classes=frozenset({"weapon"})),))
    assert run(bombing, jets) == []
    found = run(bombing, jets, classes=lambda token: frozenset({"weapon"}) if token.text == "Jets" else NONE)
    assert [finding.trigger.text for finding in found] == ["Jets"]


def test_a_sequence_must_follow_word_by_word(launched_incursion: Doc) -> None:
    assert names(run(launched_incursion, rule("x.a", (lemma("launch"), lemma("a"))))) == ["x.a"]
    assert run(launched_incursion, rule("x.b", (lemma("launch"), lemma("incursion")))) == []


def test_a_sequence_that_would_run_over_the_end_is_not_found(bombing: Doc) -> None:
    assert run(bombing, rule("x.end", (TokenTest(lower=frozenset({"."})), ANY_VERB))) == []


def test_the_head_of_a_phrase_is_its_root(launched_incursion: Doc) -> None:
    (found,) = run(launched_incursion, rule("x.a", (lemma("a"), lemma("incursion"))))
    assert found.head.text == "incursion"


# ---------------------------------------------------------------- conditions


def test_requires_must_hold(bombing: Doc) -> None:
    town = Condition("object", lemma("sarmin"))
    other = Condition("object", lemma("aleppo"))
    assert names(run(bombing, rule("x.yes", (BOMB,), requires=(town,)))) == ["x.yes"]
    assert run(bombing, rule("x.no", (BOMB,), requires=(town, other))) == []


def test_any_asks_only_that_something_stands_there(bombing: Doc) -> None:
    assert names(run(bombing, rule("x.yes", (BOMB,), requires=(Condition("object", TokenTest()),)))) == ["x.yes"]
    assert run(bombing, rule("x.no", (BOMB,), requires=(Condition("agent", TokenTest()),))) == []


def test_unless_must_not_hold(bombing: Doc) -> None:
    assert run(bombing, rule("x.no", (BOMB,), unless=(Condition("subject", lemma("jet")),))) == []
    assert names(run(bombing, rule("x.yes", (BOMB,), unless=(Condition("subject", lemma("comedy")),)))) == ["x.yes"]


def test_conditions_ask_the_class_of_what_stands_there(bombing: Doc) -> None:
    def classes(token: Token) -> frozenset[str]:
        return frozenset({"place"}) if token.text == "Sarmin" else NONE

    wanted = Condition("object", TokenTest(classes=frozenset({"place", "facility"})))
    assert names(run(bombing, rule("x.yes", (BOMB,), requires=(wanted,)), classes=classes)) == ["x.yes"]
    assert run(bombing, rule("x.yes", (BOMB,), requires=(wanted,))) == []


def test_at_least_one_role_must_be_filled(bombing: Doc) -> None:
    arguments = {"who": ("agent",), "whom": ("object",)}
    assert run(bombing, rule("x.no", (BOMB,), arguments=arguments, at_least_one=("who",))) == []
    assert names(run(bombing, rule("x.yes", (BOMB,), arguments=arguments, at_least_one=("who", "whom")))) == ["x.yes"]


# ---------------------------------------------------------------- which rule wins


def test_higher_priority_wins(bombing: Doc) -> None:
    assert names(run(bombing, rule("x.a", (BOMB,)), rule("x.b", (ANY_VERB,), priority=1))) == ["x.b"]


def test_priority_beats_length(launched_incursion: Doc) -> None:
    long = rule("x.long", (lemma("launch"), lemma("a"), lemma("incursion")))
    assert names(run(launched_incursion, long, rule("x.short", (lemma("incursion"),), priority=1))) == ["x.short"]


def test_the_longer_trigger_wins(launched_incursion: Doc) -> None:
    long = rule("x.long", (lemma("launch"), lemma("a"), lemma("incursion")))
    assert names(run(launched_incursion, rule("x.short", (lemma("incursion"),)), long)) == ["x.long"]


def test_the_rule_that_fills_more_roles_wins(bombing: Doc) -> None:
    poor = rule("x.poor", (BOMB,), arguments={"who": ("agent",)})
    rich = rule("x.rich", (BOMB,), arguments={"who": ("subject",), "whom": ("object",)})
    assert names(run(bombing, poor, rich)) == ["x.rich"]


def test_else_the_earlier_rule_wins(bombing: Doc) -> None:
    assert names(run(bombing, rule("x.first", (BOMB,)), rule("x.second", (BOMB,)))) == ["x.first"]


def test_a_rule_that_fails_its_conditions_does_not_stand_in_the_way(bombing: Doc) -> None:
    strict = rule("x.strict", (BOMB,), requires=(Condition("agent", TokenTest()),), priority=9)
    assert names(run(bombing, strict, rule("x.plain", (BOMB,)))) == ["x.plain"]


def test_findings_come_in_text_order(shelling_by_army: Doc) -> None:
    army = rule("x.army", (lemma("army"),), priority=5)
    town = rule("x.town", (lemma("town"),))
    assert names(run(shelling_by_army, army, town)) == ["x.town", "x.army"]


def test_one_rule_may_match_many_times(parsed: Build) -> None:
    doc = parsed("bombed bomb VERB VBD ROOT 0\nbombed bomb VERB VBD conj 0")
    assert [found.head.i for found in run(doc, rule("x.bomb", (BOMB,)))] == [0, 1]


def test_an_empty_document_has_no_findings(parsed: Build) -> None:
    assert run(parsed(""), rule("x.bomb", (BOMB,))) == []


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize("part", ["arguments", "requires", "unless"])
def test_an_unknown_path_is_refused_when_the_rules_are_compiled(part: str) -> None:
    condition = (Condition("objects", TokenTest()),)
    wrong = {
        "arguments": rule("x.bomb", (BOMB,), arguments={"whom": ("objects",)}),
        "requires": rule("x.bomb", (BOMB,), requires=condition),
        "unless": rule("x.bomb", (BOMB,), unless=condition),
    }[part]
    with pytest.raises(RuleError, match=r'^events/x\.yaml: x\.bomb: unknown path "objects"; known: '):
        RuleMatcher([wrong], GRAMMAR)


def test_fits_compares_lemmas_without_regard_to_case(bombing: Doc) -> None:
    assert fits(bombing[2], lemma("sarmin"), no_classes)
