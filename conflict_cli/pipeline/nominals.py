"""Find nouns that name actors, places and weapons without being names: "the rebels", "a village", "car bomb"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from conflict_cli.lexicon.countries import load_country_names
from conflict_cli.lexicon.terms import load_kinds, load_nominal_actors, words_of
from conflict_cli.matcher import syntax
from conflict_cli.pipeline.annotations import Mention
from conflict_cli.pipeline.country_roles import is_act, place_nouns
from conflict_cli.pipeline.token_index import TokenIndex

PLATFORMS = frozenset({"aircraft", "armour", "artillery", "drone", "naval"})
RELATIONAL = frozenset(
    {
        "ally",
        "backer",
        "chief",
        "commander",
        "fighter",
        "founder",
        "head",
        "leader",
        "member",
        "official",
        "soldier",
        "spokesman",
        "spokesperson",
        "spokeswoman",
        "supporter",
        "troop",
        "unit",
    }
)
CIVILIAN_CRAFT = frozenset({"cargo", "chartered", "civil", "civilian", "commercial", "fishing", "passenger", "private"})
WORD_OR_HYPHEN = re.compile(r"\w+|-")
CREW_OR_CRAFT = frozenset({"bomber", "fighter"})
COUNT_WORDS = frozenset(
    {"all", "any", "both", "dozens", "few", "many", "more", "no", "other", "several", "some", "such"}
)
CHANGEABLE_KINDS = frozenset({"state_forces", "unidentified", "rebel_group", "external_forces", None})
ARMED_GROUPS = frozenset({"militia", "rebel_group"})
# "a political settlement" is no place
AGREED = frozenset({"comprehensive", "diplomatic", "final", "lasting", "negotiated", "peace", "peaceful", "political"})
NAME_LINKS = frozenset({"de", "del", "el", "of"})
SINGULAR_TAGS = frozenset({"NN", "NNP"})


def actor_phrases(doc: Doc, names: list[Mention], taken: set[int]) -> list[Mention]:
    """Return nominal actors; a name before the noun is part of it: "Islamic State fighters"."""
    named = TokenIndex((name, name.span.start, name.span.end) for name in names)
    phrases = [
        mention
        for token in doc
        if token.i not in taken and (token.tag_.startswith("NN") or _is_acting_adjective(token))
        for mention in [_actor_phrase(token, named)]
        if mention is not None
    ]
    # "government-aligned forces" are not the government
    return sorted(phrases, key=lambda mention: doc[mention.span.end : mention.span.end + 1].text == "-")


def _actor_phrase(head: Token, names: TokenIndex[Mention]) -> Mention | None:
    lexicon = load_nominal_actors()
    noun = noun_form(head)
    kind = lexicon.heads.get(noun)
    plural_kind = lexicon.persons.get(noun)
    # "Baloch separatists", "Dinka and Nuer youths" are named by their noun
    described = syntax.is_modifier(head) and _is_actor_noun(syntax.first_conjunct(head).head)
    if head.text in lexicon.peoples and not described:
        return Mention(naming_phrase(head), "actor", "civilians", nominal=True, source="nominal")
    if kind is None and plural_kind is None:
        return None
    # "rebel positions": whose they are, told of another noun
    stands_before_noun = syntax.is_compound(head) and head.i + 1 < len(head.doc) and head.doc[head.i + 1] == head.head
    if stands_before_noun and (_is_actor_noun(head.head) or noun in lexicon.needs_modifier or plural_kind):
        return None
    if (noun in lexicon.descriptive and syntax.is_modifier(head)) or _is_craft(head):
        return None
    span = naming_phrase(head)
    inside = _names_in(names, span, head)
    described = any(not syntax.is_bare(token) for token in span if token != head)
    if noun in lexicon.needs_modifier and not described and not _of_name(head, names):
        return None
    mention = Mention(span, "actor", kind or plural_kind, nominal=True, source="nominal")
    _describe(mention, head, inside, names)
    one = head.tag_ in SINGULAR_TAGS and head.lower_ == noun and not stands_before_noun
    if one and noun != "source" and (plural_kind or noun in lexicon.individuals):
        # "a Hezbollah fighter" is one of Hezbollah's, not Hezbollah
        mention.kind, mention.name = "person", None
    return mention


def _is_acting_adjective(token: Token) -> bool:
    # "a rebel offensive": tagged as an adjective, names who attacks
    armed = token.tag_ == "JJ" and load_nominal_actors().heads.get(token.lower_) in ARMED_GROUPS
    return armed and is_act(syntax.first_conjunct(token).head)


def _describe(mention: Mention, head: Token, inside: list[Mention], names: TokenIndex[Mention]) -> None:
    """Set kind, name and country from the names and adjectives that go with the noun."""
    owner = _of_name(head, names)
    named = [name for name in inside if name.source == "lexicon" and name.label == "actor" and not _is_hyphenated(name)]
    if owner is not None and owner.source == "lexicon" and noun_form(head) in RELATIONAL:
        named = named or [owner]
    countries = _countries_in(mention.span)
    if len(countries) == 1:
        mention.country = countries.pop()
    elif countries:
        mention.countries = tuple(sorted(countries))
    elif owner is not None:
        mention.country = owner.country
    if len(named) == 1:
        mention.name, mention.country = named[0].name, named[0].country
        mention.kind = named[0].kind
        return
    kinds = load_nominal_actors().modifiers
    for token in reversed(list(mention.span[:-1])):
        kind = kinds.get(token.lower_) or kinds.get(noun_form(token)) or _hyphenated_kind(token)
        if kind is not None and _may_change(mention.kind, head):
            mention.kind = kind
            return


def _is_hyphenated(name: Mention) -> bool:
    # "al-Qaeda-linked militants" are not al-Qaeda
    return name.span.end < len(name.span.doc) and name.span.doc[name.span.end].text == "-"


def _may_change(kind: str | None, head: Token) -> bool:
    # "rebel soldiers" are rebels, "armed men" no civilians; "local civilians", "security officials" stay what they are
    return kind in CHANGEABLE_KINDS or noun_form(head) in {"boy", "man", "staff", "woman", "worker", "youth"}


def _hyphenated_kind(token: Token) -> str | None:
    doc = token.doc
    if token.i >= 2 and doc[token.i - 1].text == "-":
        return load_nominal_actors().modifiers.get(f"{doc[token.i - 2].lower_}-{token.lower_}")
    return None


def _countries_in(span: Span) -> set[str]:
    """Return the countries that adjectives and names in a phrase say, "Iranian-backed" not counted."""
    text, found = span[:-1].text, set()
    for name in load_country_names().find(text, words_of(text)):
        # "Iranian-backed" and "pro-Iranian" militias are not Iran's
        hyphenated = text[name.end : name.end + 1] == "-" or (name.start > 0 and text[name.start - 1] == "-")
        if not hyphenated and name.value.form in {"adjective", "name"}:
            found.add(name.value.country)
    return found


def _of_name(head: Token, names: TokenIndex[Mention]) -> Mention | None:
    """Return the name in "members of Hezbollah", "Hezbollah's members"."""
    owners = [child for child in head.children if syntax.is_possessor(child)]
    owners += [end for child in head.children if child.lower_ == "of" for end in child.children]
    for owner in owners:
        name = names.first_at(owner.i)
        if name is not None:
            return name
    return None


def _names_in(names: TokenIndex[Mention], span: Span, head: Token) -> list[Mention]:
    inside = names.among(range(span.start, head.i))
    return [name for name in inside if span.start <= name.span.start and name.span.end <= head.i]


def _is_actor_noun(token: Token) -> bool:
    lexicon = load_nominal_actors()
    return noun_form(token) in lexicon.heads or noun_form(token) in lexicon.persons


def noun_form(token: Token) -> str:
    """Return the dictionary form of a noun, of a capitalised one too: "Rebels", "the Army"."""
    if token.tag_ in {"NNP", "NNPS"}:
        word = token.lower_
        if word.endswith("men"):
            return f"{word[:-3]}man"
        return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word
    return token.lemma_.lower()


def naming_phrase(head: Token) -> Span:
    """Return the noun with the words before it that tell which: article, adjectives, names, not a count.

    A possessor with 's is a mention of its own: "Turkey's army" gives "army"; "their army" stays whole.
    """
    start = head.i
    for token in reversed(list(head.doc[syntax.naming_start(head) : head.i])):
        if _ends_phrase(token):
            break
        start = token.i
        if token.tag_ in {"DT", "PRP$"}:
            break
    while start < head.i and _opens_badly(head.doc[start]):
        start += 1
    return head.doc[start : head.i + 1]


def _ends_phrase(token: Token) -> bool:
    """Tell whether a word before the noun is outside its phrase: a count, a possessor, a mark."""
    if token.tag_ == "POS" or (token.is_punct and token.text != "-") or token.is_space:
        return True
    if _is_count(token):
        # "at least 12 rebels": outside; "the two rebels" is one phrase
        return token.i == 0 or token.nbor(-1).lower_ not in {"the", "these", "those"}
    if token.tag_.startswith("W"):
        return True  # "whose members"
    return token.pos_ in {"ADP", "SCONJ", "PRON"} and token.tag_ != "PRP$"


def _opens_badly(token: Token) -> bool:
    return token.is_punct or (token.pos_ in {"ADV", "CCONJ", "VERB", "PART"} and token.tag_ not in {"VBN", "VBG"})


def _is_count(token: Token) -> bool:
    return syntax.is_number_modifier(token) or token.pos_ == "NUM" or token.lower_ in COUNT_WORDS


def place_phrases(doc: Doc, names: list[Mention], taken: set[int]) -> list[Mention]:
    """Return nominal places and facilities, with the name before the noun: "al-Nayrab airport", "the village"."""
    nouns, mentions = place_nouns(), []
    named = TokenIndex((name, name.span.start, name.span.end) for name in names)
    for token in doc:
        if not token.tag_.startswith("NN") or token.i in taken:
            continue
        pair = f"{token.nbor(-1).lower_} {noun_form(token)}" if token.i else ""
        kind = nouns.get(pair) or nouns.get(noun_form(token))
        if kind is not None and not syntax.is_compound(token):
            mentions.append(_place_phrase(token, kind, named))
    return [mention for mention in mentions if mention is not None]


def _place_phrase(head: Token, kind: str, names: TokenIndex[Mention]) -> Mention | None:
    span = naming_phrase(head)
    if head.lemma_ == "settlement" and AGREED.intersection(token.lower_ for token in span):
        return None
    for name in _names_in(names, span, head):
        if name.label == "actor" and name.kind not in {"person", None}:
            # "Islamic State positions": the actor is a mention of its own
            span = head.doc[name.span.end : head.i + 1]
    while len(span) > 1 and (span[0].is_punct or span[0].tag_ == "POS"):
        span = span[1:]
    named = any(_is_name_part(token) for token in span if token != span[0] or not token.is_sent_start or len(span) > 1)
    if not named and any(
        child.lower_ == "of" and any(end.text[:1].isupper() for end in child.children) for child in head.rights
    ):
        # "the village of Sarmin": the name is the mention
        return None
    countries = _countries_in(span)
    country = countries.pop() if len(countries) == 1 else None
    return Mention(span, "place", kind, country=country, nominal=not named, source="nominal")


def _is_name_part(token: Token) -> bool:
    """Tell whether a word is part of a place's name: "Aleppo" in "Aleppo city", not "Turkish" in "Turkish border"."""
    if not token.text[:1].isupper() or token.tag_ == "DT" or (token.is_sent_start and token.pos_ != "PROPN"):
        return False
    country = load_country_names().get(token.text)
    adjective = country is not None and country.form == "adjective"
    return not adjective and token.lower_ not in load_nominal_actors().people_adjectives


@dataclass(frozen=True, slots=True)
class WeaponWords:
    """The content of weapons.yaml: phrases with their kinds, and the longest phrase that begins with a word."""

    kinds: dict[tuple[str, ...], str]
    longest: dict[str, int]


@cache
def _weapon_words() -> WeaponWords:
    kinds = {tuple(WORD_OR_HYPHEN.findall(phrase)): kind for phrase, kind in load_kinds("weapons.yaml").items()}
    longest: dict[str, int] = {}
    for words in kinds:
        longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return WeaponWords(kinds, longest)


def weapon_phrases(doc: Doc, taken: set[int]) -> list[Mention]:
    """Return weapons and platforms: "barrel bombs", "rocket-propelled grenade", "helicopter gunship"."""
    words, mentions = _weapon_words(), []
    nouns = [noun_form(token) if token.tag_.startswith("NN") else token.lower_ for token in doc]
    # "Grad-rocket", "F-16" are one token or three: compared part by part
    parts = [(part, position) for position, noun in enumerate(nouns) for part in WORD_OR_HYPHEN.findall(noun)]
    position = 0
    while position < len(parts):
        found = _weapon_at(parts, position, words)
        if found is None or parts[position][1] in taken:
            position += 1
            continue
        length, kind = found
        span = doc[parts[position][1] : parts[position + length - 1][1] + 1]
        verb = span[-1].tag_.startswith("VB") and len(span) == 1
        if not verb and not _is_civilian(span, kind):
            mentions.append(_weapon(span, kind))
        position += length
    craft = [doc[token.i : token.i + 1] for token in doc if _is_craft(token)]
    mentions += [Mention(span, "weapon", "aircraft", nominal=True) for span in craft]
    mentions += [ship for ship in _named_ships(doc) if taken.isdisjoint(token.i for token in ship.span)]
    return mentions


def _is_craft(token: Token) -> bool:
    """Tell whether "fighter" or "bomber" is a craft: it stands among them, "bomber and fighter aircraft"."""
    if token.lemma_.lower() not in CREW_OR_CRAFT or not syntax.stands_bare(token):
        return False
    first = syntax.first_conjunct(token)
    row = [*syntax.with_conjuncts([first]), *([first.head] if syntax.is_modifier(first) else [])]
    return any(load_kinds("weapons.yaml").get(other.lemma_.lower()) == "aircraft" for other in row)


def _named_ships(doc: Doc) -> list[Mention]:
    """Return warships by name: "HMS Ocean", "FS Charles de Gaulle", and later "Ocean" alone."""
    prefixes, mentions = load_kinds("ship_prefixes.yaml"), []
    names: dict[str, str] = {}
    for token in doc:
        if token.text in prefixes:
            end = _name_end(doc, token.i + 1)
            if end > token.i + 1:
                mentions.append(Mention(doc[token.i : end], "weapon", prefixes[token.text]))
                names[doc[token.i + 1 : end].text] = prefixes[token.text]
        elif token.pos_ == "PROPN" and token.text in names and doc[token.i - 1].text not in prefixes:
            mentions.append(Mention(doc[token.i : token.i + 1], "weapon", names[token.text]))
    return mentions


def _name_end(doc: Doc, start: int) -> int:
    """Return where the name that starts here ends: at `start` if none does."""
    end = start
    while end < len(doc) and (doc[end].is_title or (end > start and doc[end].lower_ in NAME_LINKS)):
        end += 1
    while end > start and doc[end - 1].lower_ in NAME_LINKS:
        end -= 1
    return end


def _weapon_at(parts: list[tuple[str, int]], position: int, words: WeaponWords) -> tuple[int, str] | None:
    longest = words.longest.get(parts[position][0], 0)
    for length in range(min(longest, len(parts) - position), 0, -1):
        kind = words.kinds.get(tuple(part for part, _ in parts[position : position + length]))
        # a word is used whole: "mine" is no part of "mine-sweeping"
        if kind is not None and _ends_words(parts, position, position + length):
            return length, kind
    return None


def _ends_words(parts: list[tuple[str, int]], start: int, end: int) -> bool:
    before = parts[start - 1][1] if start else -1
    after = parts[end][1] if end < len(parts) else -1
    return before != parts[start][1] and after != parts[end - 1][1]


def _is_civilian(span: Span, kind: str | None) -> bool:
    """Tell whether a craft carries passengers or freight: "a passenger jet"."""
    before = span.doc[span.start - 1].lower_ if span.start else ""
    return kind in PLATFORMS and before in CIVILIAN_CRAFT


def _weapon(span: Span, kind: str | None) -> Mention:
    phrase = naming_phrase(span.root)
    if kind in PLATFORMS and (syntax.is_subject(span.root) or syntax.is_agent(span.root)) and _countries_in(phrase):
        # "Russian jets bombed the town": who acts is Russia's air force
        country = _countries_in(phrase)
        return Mention(
            phrase,
            "actor",
            "state_forces",
            None,
            country.pop() if len(country) == 1 else None,
            nominal=True,
            source="platform",
        )
    return Mention(span, "weapon", kind, nominal=True)
