"""conflict_actors: which mentions are one actor: names, aliases, acronyms, nominals and pronouns."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from conflict_cli.folding import fold
from conflict_cli.lexicon.actors import ActorEntry, load_actors
from conflict_cli.lexicon.countries import load_country_names
from conflict_cli.lexicon.terms import PhraseIndex, load_countries, load_nominal_actors, load_titles
from conflict_cli.matcher import syntax
from conflict_cli.pipeline.affiliations import set_affiliations
from conflict_cli.pipeline.annotations import Mention, ResolvedActor
from conflict_cli.pipeline.inner_names import inner_mentions

STATE_KINDS = frozenset({"government", "police", "state_forces"})
ARMED_GROUPS = frozenset({"militia", "rebel_group"})
# "the group", "the movement": whatever armed group or party was named last
GROUP_NOUNS = frozenset({"faction", "group", "militia", "movement", "organisation", "organization"})
# "fighters of Hezbollah" act as Hezbollah
MEMBER_NOUNS = frozenset(
    {
        "combatant",
        "fighter",
        "guerrilla",
        "gunman",
        "insurgent",
        "member",
        "militant",
        "militiaman",
        "rebel",
        "terrorist",
    }
)
SINGULAR_PERSON = frozenset({"he", "him", "his", "she", "her"})
PLURAL = frozenset({"they", "them", "their"})
NEUTER = frozenset({"it", "its"})
FIRST_PERSON = frozenset({"i", "we", "us", "our", "my"})
PRONOUNS = SINGULAR_PERSON | PLURAL | NEUTER
# words that say nothing on who is meant: "the Syrian army" and "the army" may be one
LEADING_WORDS = re.compile(r"^(?:the|a|an|some|several|many|its|their|his|her|our|those|these|this|that)\s+", re.I)
DEFINITE = frozenset({"that", "the", "these", "this", "those"})
LONGEST_ACRONYM = 4  # "HTS" is no plural of "HT"
WINDOW_ACTORS = 200  # how many of the actors named last "the army" is compared with; keeps long articles linear
PRONOUN_REACH = 3  # sentences back that a pronoun is looked for in


@Language.factory(
    "conflict_actors",
    default_config={"actors": None},
    requires=["doc._.mentions", "doc._.places"],
    assigns=["doc._.actors", "doc._.mentions"],
)
def create_actors(nlp: Language, name: str, actors: str | None) -> ActorResolver:
    """Build the component, with a user's actors where there is a file of them."""
    return ActorResolver(load_actors(actors))


class ActorResolver:
    """Write `doc._.actors`: "Hayat Tahrir al Sham", "HTS" and "the group" are one actor."""

    def __init__(self, known: PhraseIndex[ActorEntry]):
        self._known = known

    def __call__(self, doc: Doc) -> Doc:
        """Resolve the actors of one Doc."""
        clusters = _Clusters(doc)
        mentions = [mention for mention in doc._.mentions if mention.label == "actor"]
        inner = list(inner_mentions(doc, mentions, self._known))
        mentions += inner
        mentions.sort(key=lambda mention: mention.span.start)
        for mention in mentions:
            if not mention.nominal and not mention.countries:
                clusters.add_name(mention)
        for mention in mentions:
            if mention.countries:
                clusters.add_joint(mention)
            elif mention.nominal:
                clusters.add_nominal(mention)
        pronouns = list(_pronoun_mentions(doc, clusters))
        doc._.mentions = sorted([*doc._.mentions, *pronouns], key=lambda mention: mention.span.start)
        doc._.actors = clusters.actors(inner)
        _set_home_countries(doc)
        set_affiliations(doc._.actors, doc._.relations)
        return doc


def _set_home_countries(doc: Doc) -> None:
    """Give "the army" and "the government" the country of an article whose places all lie in one."""
    countries = {place.country for place in doc._.places if place.country is not None}
    if len(countries) != 1:
        return
    for actor in doc._.actors:
        if actor.country is None and actor.kind in STATE_KINDS and all(mention.nominal for mention in actor.mentions):
            (actor.country,) = countries


class _Cluster:
    """An actor under construction; long articles stay linear, as words said before are not compared again."""

    def __init__(self, actor: ResolvedActor, number: int):
        self.actor = actor
        self.number = number
        self.distinct: dict[str, Mention] = {}
        self.roots: set[int] = set()  # heads of the names among its mentions
        self.heads: set[str] = set()  # of all mentions, singular
        self.names: set[str] = set()  # bare
        self.nominals: set[str] = set()  # in their dictionary form
        self._starts: list[int] = []
        for mention in actor.mentions:
            self._note(mention)

    def add(self, mention: Mention) -> None:
        """Add a mention."""
        self.actor.mentions.append(mention)
        self._note(mention)

    def last_before(self, start: int) -> int:
        """Return where the last mention before a word begins, -1 when there is none."""
        place = bisect_left(self._starts, start)
        return self._starts[place - 1] if place else -1

    def _note(self, mention: Mention) -> None:
        insort(self._starts, mention.span.start)
        if not mention.nominal:
            self.roots.add(mention.span.root.i)
        if mention.span.text in self.distinct:
            return
        self.distinct[mention.span.text] = mention
        self.heads.add(_singular(mention.span.root))
        if mention.nominal:
            self.nominals.add(_dictionary_form(mention.span))
        else:
            self.names.add(_bare(mention.span))


class _Clusters:
    """Actors under construction, in order of first mention."""

    def __init__(self, doc: Doc) -> None:
        self._clusters: list[_Cluster] = []
        self._by_key: dict[str, set[int]] = {}
        self._sentence_of: list[int] = list(accumulate(int(bool(token.is_sent_start)) for token in doc))
        self._in_sentence: dict[int, list[tuple[_Cluster, Mention]]] = {}
        self._named_at: dict[int, _Cluster] = {}

    def add_name(self, mention: Mention) -> None:
        """Put a name with the actor that has its canonical name, its words, its surname or its acronym."""
        keys = _name_keys(mention.span.text, mention.name)
        for number in sorted({number for key in keys for number in self._by_key.get(key, ())}):
            if _same_name(self._clusters[number], mention):
                self._join(self._clusters[number], mention)
                return
        self._open(mention, mention.name or mention.span.text)

    def add_nominal(self, mention: Mention) -> None:
        """Put "the army", "the militants" with the actor they fit best among those mentioned before."""
        for name in syntax.names_given_to(mention.span.root):
            named = self._named_at.get(name.i)
            if named is not None and (named.actor.kind == "person") == (mention.kind == "person"):
                self._join(named, mention)  # "a man named Omar Haddad"
                return
        before = [(cluster.last_before(mention.span.start), cluster) for cluster in self._clusters]
        near = sorted(((at, cluster) for at, cluster in before if at >= 0), key=lambda item: -item[0])[:WINDOW_ACTORS]
        nominal = _Nominal(mention)
        for fits in (_is_description, _are_members, _is_same_government, _same_words, _begins_with_name, _nominal_fits):
            for _, cluster in near:
                if fits(cluster, nominal):
                    self._join(cluster, mention)
                    return
        for number in sorted(self._by_key.get(f"name {mention.name}", ())) if mention.name is not None else ():
            if _is_listed(self._clusters[number].actor) and self._clusters[number].actor.country == mention.country:
                self._join(self._clusters[number], mention)  # "al-Shabaab fighters", before al-Shabaab is named
                return
        self._open(mention, _bare(mention.span))

    def add_joint(self, mention: Mention) -> None:
        """Put "the Russian and Syrian air forces" with two actors, a force of each country."""
        head = mention.span.root
        for code in mention.countries:
            country = load_countries()[code]
            adjective = country.adjectives[0] if country.adjectives else country.name
            words = [word.text for word in head.doc[_after_last_adjective(mention) : mention.span.end]]
            name = f"{adjective} {' '.join(words)}"
            for cluster in self._clusters:
                actor = cluster.actor
                if actor.country == code and actor.kind == mention.kind and actor.name.lower() == name.lower():
                    self._note(cluster, mention)
                    cluster.add(mention)
                    break
            else:
                self._start(ResolvedActor(name, mention.kind, code, None, [mention]))

    def latest(self, span: Span, *, plural: bool, person: bool) -> _Cluster | None:
        """Return the actor a pronoun most likely means, within a few sentences: the nearest sentence's main subject."""
        for mentions in self._sentences_before(span):
            fitting = [
                ((syntax.subject_rank(mention.span.root), mention.span.start), cluster)
                for cluster, mention in mentions
                if mention.span.end <= span.start and not syntax.is_possessor(mention.span.root)
                if _agrees(cluster, plural=plural, person=person)
            ]
            if fitting:
                return max(fitting, key=lambda item: item[0])[1]
        return None

    def latest_group(self, span: Span) -> _Cluster | None:
        """Return the armed group that "the group" most likely means: the one mentioned last."""
        for mentions in self._sentences_before(span):
            groups = [
                (mention.span.start, cluster)
                for cluster, mention in mentions
                if mention.span.end <= span.start and cluster.actor.kind in ARMED_GROUPS
            ]
            if groups:
                return max(groups, key=lambda item: item[0])[1]
        return None

    def has(self, span: Span) -> bool:
        """Tell whether a mention known already covers the words."""
        known = self._in_sentence.get(self._sentence_of[span.start], [])
        return any(mention.span.start < span.end and span.start < mention.span.end for _, mention in known)

    def join(self, cluster: _Cluster, mention: Mention) -> None:
        """Add a resolved pronoun to its actor."""
        self._join(cluster, mention)

    def actors(self, inner: list[Mention]) -> list[ResolvedActor]:
        """Return the actors in order of first mention, their mentions in text order.

        Args:
            inner: mentions inside longer ones, set apart where the actor has mentions of its own.
        """
        actors = [cluster.actor for cluster in self._clusters]
        within = {id(mention) for mention in inner}
        for actor in actors:
            actor.mentions.sort(key=lambda mention: mention.span.start)
            own = [mention for mention in actor.mentions if id(mention) not in within]
            if own:
                actor.inner = [mention for mention in actor.mentions if id(mention) in within]
                actor.mentions = own
            if actor.kind == "person" and not _is_listed(actor) and not actor.mentions[0].nominal:
                actor.name = _without_titles(actor.name)
        return sorted(actors, key=lambda actor: actor.mentions[0].span.start)

    def _open(self, mention: Mention, name: str) -> None:
        self._start(ResolvedActor(name, mention.kind, mention.country, mention.wikidata, [mention]))

    def _start(self, actor: ResolvedActor) -> None:
        cluster = _Cluster(actor, len(self._clusters))
        self._clusters.append(cluster)
        self._note(cluster, actor.mentions[0])
        self._index(cluster, actor.mentions[0])

    def _index(self, cluster: _Cluster, mention: Mention) -> None:
        for key in _name_keys(mention.span.text, mention.name) | _name_keys(cluster.actor.name, None):
            self._by_key.setdefault(key, set()).add(cluster.number)

    def _join(self, cluster: _Cluster, mention: Mention) -> None:
        actor = cluster.actor
        self._note(cluster, mention)
        cluster.add(mention)
        if actor.kind is None or (
            mention.nominal and not _is_listed(actor) and _is_description(cluster, _Nominal(mention))
        ):
            # what the text calls it beats what its name sounds like
            actor.kind = mention.kind or actor.kind
        actor.country = actor.country or mention.country
        actor.wikidata = actor.wikidata or mention.wikidata
        unnamed = mention.name is None and actor.mentions[0].name is None
        if unnamed and mention.source != "pronoun" and mention.nominal == actor.mentions[0].nominal:
            # the longest is the fullest: "General Qasem Soleimani" over "Soleimani", "rebels" over "rebel"
            actor.name = max(actor.name, _bare(mention.span), key=len)
        self._index(cluster, mention)

    def _note(self, cluster: _Cluster, mention: Mention) -> None:
        if not mention.nominal:
            self._named_at[mention.span.root.i] = cluster
        self._in_sentence.setdefault(self._sentence_of[mention.span.start], []).append((cluster, mention))

    def _sentences_before(self, span: Span) -> Iterator[list[tuple[_Cluster, Mention]]]:
        """Yield the mentions of the span's own sentence, then of those before it, as far as a pronoun reaches."""
        here = self._sentence_of[span.start]
        for sentence in range(here, here - PRONOUN_REACH - 1, -1):
            yield self._in_sentence.get(sentence, [])


def _is_listed(actor: ResolvedActor) -> bool:
    return any(mention.name is not None for mention in actor.mentions)


def _after_last_adjective(mention: Mention) -> int:
    """Return where the noun of a joint phrase begins: "air" in "the Russian and Syrian air forces"."""
    index = load_country_names()
    capitals = [
        token.i for token in mention.span[:-1] if token.text[:1].isupper() and index.get(token.text) is not None
    ]
    return max(capitals, default=mention.span.start) + 1


# ---------------------------------------------------------------- names


def _same_name(cluster: _Cluster, mention: Mention) -> bool:
    actor = cluster.actor
    first = actor.mentions[0]
    if mention.name is not None or first.name is not None:
        same_lexicon_name = mention.name == first.name
        if mention.name is not None and first.name is not None:
            return same_lexicon_name and actor.country == mention.country
    if "person" in {actor.kind, mention.kind}:
        return actor.kind == mention.kind and _same_person(cluster, mention)
    if _bare(mention.span).lower() in {_bare(m.span).lower() for m in cluster.distinct.values()}:
        return True
    return _is_acronym(mention.span.text, actor.name) or _is_acronym(actor.name, mention.span.text)


def _name_keys(text: str, name: str | None) -> set[str]:
    """Return what two names of one actor have in common: `_same_name` is asked only of those that share a key."""
    keys = {f"bare {LEADING_WORDS.sub('', text).lower()}"}
    keys.update(f"last {word}" for word in _words(text)[-1:])
    if name is not None:
        keys.add(f"name {name}")
    acronym = text.replace(".", "")
    if acronym.isupper():
        keys.add(f"initials {acronym}")
    return keys | {f"initials {letters}" for letters in _initials(text)}


def _same_person(cluster: _Cluster, mention: Mention) -> bool:
    """Tell whether one name ends with the other: "Soleimani" and "General Qasem Soleimani"."""
    new = _words(mention.span.text)
    for other in cluster.distinct.values():
        old = _words(other.span.text)
        shorter, longer = sorted((new, old), key=len)
        if shorter and longer[-len(shorter) :] == shorter:
            return True
    return False


def _without_titles(name: str) -> str:
    """Return a person's full name without what stands before it: "Dutch reporter Jan Kuiper" -> "Jan Kuiper"."""
    words = name.split()
    posts = [number for number, word in enumerate(words) if _is_post(word)]
    start = posts[-1] + 1 if posts else 0
    if start == len(words):
        return name  # "Republican presidential candidate"
    if not words[start][:1].isupper():
        start = 0  # "Wagner's director of finance"
    while start < len(words) and (words[start][:1].islower() or _tells_origin(words[start])):
        start += 1
    return " ".join(words[start:]) if len(words) - start > 1 else name


def _is_post(word: str) -> bool:
    bare = fold(word).strip(".")
    lexicon = load_nominal_actors()
    return bare in load_titles() or bare in lexicon.persons or word in lexicon.heads  # "officer", not "Marine"


def _tells_origin(word: str) -> bool:
    country = load_country_names().get(word)
    return country is not None and country.form not in {"name", "capital"}  # "Dutch", not "Jordan"


def _is_acronym(short: str, name: str) -> bool:
    letters = short.replace(".", "")
    if not (letters.isupper() and 2 <= len(letters) <= 8):
        return False
    return letters in _initials(name)


def _initials(name: str) -> set[str]:
    # "the Free Dawn Movement (FDM)": the article has no letter
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", LEADING_WORDS.sub("", name)))
    return {initials.upper(), "".join(char for char in initials if char.isupper())}


# ---------------------------------------------------------------- nominals


class _Nominal:
    """A nominal and what it is compared with actors by, worked out once, when first asked for."""

    def __init__(self, mention: Mention):
        self.mention = mention
        self.is_person = mention.kind == "person"

    @cached_property
    def head(self) -> str:
        return _singular(self.mention.span.root)

    @cached_property
    def bare(self) -> str:
        return _bare(self.mention.span)

    @cached_property
    def words(self) -> str:
        return _dictionary_form(self.mention.span)

    @cached_property
    def is_definite(self) -> bool:
        return self.mention.span[0].lower_ in DEFINITE

    @cached_property
    def beside(self) -> set[int]:
        """Heads that it is an apposition to, a predicate of, or has as an apposition."""
        root = self.mention.span.root
        nouns = (*syntax.described_by_apposition(root), *syntax.predicated_of(root), *syntax.appositions(root))
        return {noun.i for noun in nouns}

    @cached_property
    def owners(self) -> set[int]:
        root = self.mention.span.root
        return {noun.i for noun in (*syntax.possessors(root), *syntax.preposition_objects(root, "of"))}


def _is_description(cluster: _Cluster, nominal: _Nominal) -> bool:
    """Tell whether the nominal says what a name beside it is: "the Badr Brigade, a Shi'ite militia"."""
    return (cluster.actor.kind == "person") == nominal.is_person and not nominal.beside.isdisjoint(cluster.roots)


def _is_same_government(cluster: _Cluster, nominal: _Nominal) -> bool:
    """Tell whether both name the government of one country: "the Syrian government", "the Assad regime"."""
    ruled = load_nominal_actors().ruled
    actor, mention = cluster.actor, nominal.mention
    if mention.country is None or actor.country != mention.country or mention.span.root.lemma_ not in ruled:
        return False
    return actor.kind == mention.kind and any(m.span.root.lemma_ in ruled for m in cluster.distinct.values())


def _are_members(cluster: _Cluster, nominal: _Nominal) -> bool:
    """Tell whether the nominal means the people of a group: "members of Hezbollah", "Hezbollah's fighters"."""
    if nominal.is_person or cluster.actor.kind not in ARMED_GROUPS or nominal.head not in MEMBER_NOUNS:
        return False
    return not nominal.owners.isdisjoint(cluster.roots)


def _same_words(cluster: _Cluster, nominal: _Nominal) -> bool:
    return nominal.words in cluster.nominals


def _begins_with_name(cluster: _Cluster, nominal: _Nominal) -> bool:
    """Tell whether the nominal is led by an armed group's name: "FDM fighters" are the FDM."""
    if nominal.is_person or cluster.actor.kind not in ARMED_GROUPS:
        return False
    return any(nominal.bare.startswith(f"{name} ") for name in cluster.names)


def _nominal_fits(cluster: _Cluster, nominal: _Nominal) -> bool:
    """Tell whether a definite nominal may mean the actor: same kind, same head noun, no rival country."""
    actor, mention = cluster.actor, nominal.mention
    if mention.country is not None and actor.country not in (None, mention.country):
        return False
    if nominal.head in GROUP_NOUNS and " " not in nominal.bare:
        return nominal.is_definite and actor.kind in ARMED_GROUPS
    if actor.kind != mention.kind:
        return False
    if nominal.head in cluster.heads:
        return nominal.is_definite or mention.country == actor.country
    # "the rebels" after "Hayat Tahrir al Sham": an armed group named before
    alone = mention.country is None and " " not in nominal.bare
    return nominal.is_definite and mention.kind in ARMED_GROUPS and alone


# ---------------------------------------------------------------- pronouns


def _pronoun_mentions(doc: Doc, clusters: _Clusters) -> Iterable[Mention]:
    """Resolve the pronouns that take part in an event, speak, or stand in a relation."""
    for span in _participants(doc):
        word = span.root.lower_
        cluster = None
        if len(span) == 1 and word in PRONOUNS:
            cluster = clusters.latest(span, plural=word in PLURAL, person=word in SINGULAR_PERSON)
        elif len(span) == 2 and span[0].lower_ == "the" and word in GROUP_NOUNS and not clusters.has(span):
            cluster = clusters.latest_group(span)
        if cluster is not None:
            actor = cluster.actor
            mention = Mention(span, "actor", actor.kind, None, actor.country, None, nominal=True, source="pronoun")
            clusters.join(cluster, mention)
            yield mention


def _participants(doc: Doc) -> list[Span]:
    spans = [argument.span for event in doc._.events for argument in [*event.initiators, *event.targets]]
    spans += [
        span for claim in doc._.claims for span in (claim.speaker, claim.accused, claim.addressee) if span is not None
    ]
    spans += [span for relation in doc._.relations for span in (relation.subject, relation.object)]
    return sorted({(span.start, span.end): span for span in spans}.values(), key=lambda span: span.start)


def _agrees(cluster: _Cluster, *, plural: bool, person: bool) -> bool:
    if person or cluster.actor.kind == "person":
        return person and cluster.actor.kind == "person"
    return any(_is_plural(mention) == plural for mention in cluster.distinct.values())


def _is_plural(mention: Mention) -> bool:
    root = mention.span.root
    collective = mention.kind in {"civilians", "police", "protesters", "rebel_group", "militia"}
    return (
        root.tag_ in {"NNS", "NNPS"}
        or (collective and not mention.nominal)
        or root.lower_ in PLURAL | {"police", "people"}
    )


def _bare(span: Span) -> str:
    """Return the words without a leading article or possessive: "the rebels" -> "rebels"."""
    return LEADING_WORDS.sub("", span.text)


def _dictionary_form(span: Span) -> str:
    """Return the bare words with a singular head: "rebel" in "rebel offensive" and "the rebels" are one."""
    words = _bare(span).lower().split()
    return " ".join([*words[:-1], _singular(span.root)])


def _singular(noun: Token) -> str:
    # "Rebels" at the head of a sentence is often read as a name, which keeps its plural
    lemma = noun.lemma_.lower()
    return lemma.removesuffix("s") if noun.pos_ == "PROPN" and len(lemma) > LONGEST_ACRONYM else lemma


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
