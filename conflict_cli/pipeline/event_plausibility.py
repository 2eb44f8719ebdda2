"""Drop violence that nothing else in the article bears out: the harm of an earthquake, a match, a speech."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Token

from conflict_cli.lexicon.terms import read_yaml
from conflict_cli.matcher import syntax
from conflict_cli.matcher.compiler import Classes
from conflict_cli.pipeline.annotations import EventMention
from conflict_cli.pipeline.confidence import HARM, WEAK
from conflict_cli.pipeline.event_types import VIOLENT_TYPES
from conflict_cli.pipeline.nominals import PLATFORMS

HARM_SUBTYPES = frozenset({"Casualties"})
POLICED_SUBTYPES = frozenset({"Arrests"})  # "arrested in connection with the attack": the attack was one
# who fights, and whom or what only an attacker attacks; a minister or a team may "attack" in words or on a pitch
ARMED = frozenset({"external_forces", "militia", "police", "rebel_group", "state_forces", "unidentified"})
ATTACKED = ARMED | {"civilians", "facility", "media", "ngo"}
FOUGHT_TYPES = VIOLENT_TYPES | {"Force movement", "Humanitarian impact", "Riots", "Strategic developments"}
# who of those unidentified fights: "players" and "the home side" are unidentified too
ARMED_NOUNS = frozenset(
    """assailant assassin attacker bandit bomber captor gunman hijacker insurgent kidnapper killer mercenary militant
    perpetrator pirate robber sniper terrorist""".split()
)
PEOPLE_HARMED = frozenset({"civilians", "media", "ngo", "protesters"})
PERSONS_HARMED = frozenset({"government", "person"})
CRASHING = frozenset({"capsize", "collide", "crash", "derail", "overturn"})
SURE_WEIGHT, TELLING, TELLING_BESIDE_A_WEAPON = 2, 2, 3
# with "no" or "not" these leave open whether anybody was hurt: "gave no details of casualties"
NEWS = frozenset("detail disclose figure give information mention news report word".split())
NOBODY = frozenset({"no", "nobody", "none"})


def plausible(events: list[EventMention], doc: Doc, classes: Classes) -> list[EventMention]:
    """Return the events without weak ones that stand alone.

    Words such as "battle" tell of violence only beside a weapon, an armed side or another event that is violent by
    its very words; deaths need one of these only where the article names a peaceful cause: a crash, a quake.
    """
    told = [event for event in events if not _harms_nobody(event) and not _is_crash(event, events, classes)]
    if _is_figurative(told, doc, classes):
        told = [event for event in told if event.type not in FOUGHT_TYPES]
    if any(_is_firm(event, classes) for event in told):
        return told
    peaceful = any(token.lemma_.lower() in _peaceful_causes() or _is_mishap(token) for token in doc)
    if not peaceful and any(event.type in VIOLENT_TYPES and event.absorbed for event in told):
        return told  # "12 people were killed in the attack"
    return [event for event in told if not _is_feeble(event, peaceful=peaceful)]


def _is_figurative(events: list[EventMention], doc: Doc, classes: Classes) -> bool:
    """Tell whether the words are those of a match, a recipe, a film: "the attack" is then no attack."""
    if any(_has_people_at_war(event, classes) or _leaves_dead(event) for event in events):
        return False
    sure, likely = _registers()
    words = {token.lemma_.lower() for token in doc}
    told = SURE_WEIGHT * len(words & sure) + len(words & likely)
    armed = any(not weapon.hit for event in events for weapon in event.weapons)
    return told >= (TELLING_BESIDE_A_WEAPON if armed else TELLING)


def _has_people_at_war(event: EventMention, classes: Classes) -> bool:
    """Tell whether somebody who fights takes part, or people suffer."""
    if _is_surely_policed(event):
        return True
    doers = _doers(event)
    sufferers = [argument.span.root for argument in event.targets]
    if any(classes(head) & PEOPLE_HARMED or head.pos_ == "NUM" for head in sufferers):
        return True
    if event.confidence >= WEAK and any(classes(head) & PERSONS_HARMED for head in sufferers):
        return True  # "the mayor was assassinated", "the ambassador is held hostage"
    return any(
        kind != "unidentified" or head.lemma_.lower() in ARMED_NOUNS
        for head in (*doers, *sufferers)
        for kind in classes(head) & ARMED
    )


def _is_surely_policed(event: EventMention) -> bool:
    """Tell whether somebody was arrested by more than a word that only the model reads: "caught behind for nine"."""
    return event.subtype in POLICED_SUBTYPES and event.confidence >= WEAK


def _doers(event: EventMention) -> list[Token]:
    """Return who does it, and whom a pronoun means: "the army said it struck a depot"."""
    roots = [argument.span.root for argument in event.initiators]
    return [token for root in roots for token in (root, *syntax.speakers_meant(root))]


def _leaves_dead(event: EventMention) -> bool:
    """Tell whether the sentence says that people died of it: "fans fought, leaving one man dead"."""
    return any(
        token.lower_ == "dead" and any(above.lemma_ == "leave" for above in token.ancestors)
        for token in syntax.sentence_of(event.head)
    )


@cache
def _registers() -> tuple[frozenset[str], frozenset[str]]:
    lists = read_yaml("registers.yaml")
    sure, likely = (frozenset(word for words in lists[name].values() for word in words) for name in ("sure", "likely"))
    return sure, likely


def _is_firm(event: EventMention, classes: Classes) -> bool:
    if _is_surely_policed(event):
        return True
    if event.subtype in HARM_SUBTYPES or event.type in VIOLENT_TYPES:
        doers = {name for doer in _doers(event) for name in classes(doer)}
        sufferers = {name for argument in event.targets for name in classes(argument.span.root)}
        used = any(not weapon.hit for weapon in event.weapons)
        if used or doers & ARMED or sufferers & (ARMED if _is_harm(event) else ATTACKED):
            return True
        if not _is_harm(event) and _told_of_fighters(event, classes):
            return True
    return event.type in VIOLENT_TYPES and event.confidence >= WEAK


def _told_of_fighters(event: EventMention, classes: Classes) -> bool:
    """Tell whether the sentence names an armed side: "security forces foiled an attack on the airport"."""
    return bool(event.locations) and any(classes(token) & ARMED for token in event.head.sent)


def _is_mishap(token: Token) -> bool:
    """Tell whether two words name a peaceful cause that neither names alone: "gas explosion"."""
    return token.i > 0 and f"{token.nbor(-1).lemma_} {token.lemma_}".lower() in _peaceful_causes()


def _is_harm(event: EventMention) -> bool:
    return event.subtype in HARM_SUBTYPES or (event.type in VIOLENT_TYPES and event.confidence <= HARM)


def _is_feeble(event: EventMention, *, peaceful: bool) -> bool:
    if peaceful:
        return _is_vague(event) or _is_harm(event)
    return _is_vague(event) and not _leaves_dead(event)  # "the clash left eleven people dead"


def _is_vague(event: EventMention) -> bool:
    return event.type in VIOLENT_TYPES and HARM < event.confidence < WEAK


@cache
def _peaceful_causes() -> frozenset[str]:
    return frozenset(word for words in read_yaml("peaceful_causes.yaml").values() for word in words)


def _is_crash(event: EventMention, events: list[EventMention], classes: Classes) -> bool:
    """Tell whether only a crash did the harm: "a plane crashed, injuring four".

    Not where it was shot down, and not where soldiers died: whether they did by enemy fire is often disputed.
    """
    if not _is_harm(event) or any(not weapon.hit and weapon.kind not in PLATFORMS for weapon in event.weapons):
        return False
    if any(classes(argument.span.root) & ARMED for argument in event.targets):
        return False
    sentence = syntax.sentence_of(event.head)
    if not any(token.lemma_ in CRASHING for token in sentence):
        return False
    here = {token.i for token in sentence}
    return not any(other is not event and other.type in VIOLENT_TYPES and other.head.i in here for other in events)


def _harms_nobody(event: EventMention) -> bool:
    """Tell whether the harm is said to have hit nobody, or not to be known: "no soldiers were injured"."""
    if event.subtype not in HARM_SUBTYPES:
        return False
    return any(argument.span[0].lower_ in NOBODY for argument in event.targets) or _is_untold(event)


def _is_untold(event: EventMention) -> bool:
    """Tell whether a noun of harm is what nobody tells of: "no reports of casualties", "without causing casualties"."""
    if event.head.pos_ in syntax.VERBAL_POS or event.targets:
        return False
    reports = syntax.prepositional_governors(event.head)
    verbs = [verb for verb in syntax.governors(event.head) if verb.pos_ in syntax.VERBAL_POS]
    if any(syntax.preposition_of(verb) == "without" for verb in verbs):
        return True
    return any(syntax.is_negated(word) and word.lemma_ in NEWS for word in (*reports, *verbs))
