"""Fill an event's roles: who, to whom, where, when, with what; the words of each as short as identifies it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

from conflict_cli.lexicon.terms import load_kinds
from conflict_cli.matcher import syntax
from conflict_cli.matcher.compiler import Classes, Finding
from conflict_cli.pipeline.annotations import Argument, EventMention, Mention, Timex
from conflict_cli.pipeline.location_relations import leads_to, location_relation
from conflict_cli.pipeline.token_index import TokenIndex

# prepositions that say where: "in Aleppo", "near the border", "towards Goma"
PLACE_PREPOSITIONS = frozenset(
    """across along around at behind beside by in inside into near off on onto outside over through throughout to
    toward towards under within from between beyond of""".split()
)
# "shelling of Sarmin": with these the place is what was attacked, and where
PARTICIPANT_POS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
# pronouns that never take part in an event
IDLE_PRONOUNS = frozenset(
    {"what", "whatever", "there", "which", "that", "this", "who", "itself", "everything", "something", "other"}
)
# what the entity model calls a measure takes no part: "killed on Tuesday", "worth $3 million"
# "fled in 2015 after an offensive": the offensive was before
OTHER_TIME_PREPOSITIONS = frozenset({"after", "before", "despite", "following", "since", "until"})
BORDERS = frozenset({"border", "frontier"})
LEADING_KINDS = frozenset({"admin", "region", "settlement"})  # "the hospital of Mokha" is a place of its own
HOURS = frozenset("dawn daybreak dusk midday midnight moment night nightfall noon sunrise sunset time".split())
OCCASIONS = frozenset({"conflict", "crisis", "unrest", "war"})
MEASURE_LABELS = frozenset({"DATE", "MONEY", "PERCENT", "QUANTITY", "TIME"})
# what happens does not act: "the war uprooted millions"
IDLE_NOUNS = frozenset(
    """attack campaign clash conflict crisis explosion fight fighting incident offensive strike unrest violence
    war""".split()
)
# between a place and the larger one that holds it: "Fambita, Niger", "the Bari region of Somalia"
CONTAINMENT_WORDS = frozenset({",", "capital", "in", "of", "the"})
LARGER_KINDS = frozenset({"admin", "country", "region"})
# "guerrilla attacks", "twin bombings": how, not who
MANNER = frozenset({"commando", "guerilla", "guerrilla", "terrorist", "twin"})
# what goes off in a place harms it
BLASTS = frozenset({"Grenade", "Remote explosive/landmine/IED", "Suicide bomb"})
TAKEOVERS = frozenset({"Government regains territory", "Non-state actor overtakes territory"})
ARMED = frozenset({"external_forces", "government", "militia", "rebel_group", "state_forces"})
NOBODY = frozenset({"no", "nobody", "none"})  # "No group claimed responsibility for the attack"
# strikes are weapons in the entity sense; as events they have means, and are none
STRIKE_KINDS = frozenset({"air_strike", "strike"})
STRIKE_VERBS = frozenset({"damage", "destroy", "engage", "flatten", "hit", "suppress", "target"})
STRIKE_NOUNS = frozenset({"bombardment", "shelling"})


class ArgumentFiller:
    """Fill the roles of the events of one Doc.

    Args:
        mentions: the Doc's typed mentions.
        timexes: the Doc's time expressions.
        classes: gives the classes of a word.
        triggers: the words that are heads of event triggers; an event is no participant of another.
    """

    def __init__(self, mentions: Iterable[Mention], timexes: Iterable[Timex], classes: Classes, triggers: set[int]):
        self._mention_at = {token.i: mention for mention in mentions for token in mention.span}
        self._timexes = TokenIndex((timex, timex.span.start, timex.span.end) for timex in timexes)
        self._classes = classes
        self._triggers = triggers

    def fill(self, event: EventMention, finding: Finding) -> None:
        """Write initiators, targets, weapons, locations and time of one event."""
        doers = finding.arguments.get("initiators", ())
        for token in doers:
            # "the army stepped up its campaign": the owner is the subject again
            if token.tag_ != "PRP$" or len(doers) == 1:
                self._add_initiator(event, token)
        for token in (*finding.arguments.get("targets", ()), *self._losers(event)):
            self._add_target(event, token)
        for token in finding.arguments.get("weapons", ()):
            if "weapon" in self._classes(token):
                self._add_weapon(event, token)
        scope = event_scope(event.head)
        self._add_weapons_of(event, scope)
        self._add_strike(event)
        for token in finding.arguments.get("locations", ()):
            _add(event.locations, Argument(self._phrase(token)))
        self._add_locations(event, scope)
        self._drop_described(event)
        self._add_place_of_thing_hit(event)
        self._add_place_hit(event)
        event.time = self._time_of(event, scope)

    def add(self, event: EventMention, role: str, token: Token) -> None:
        """Let a word fill a role, where it may: initiators, targets, weapons or locations."""
        if role == "initiators":
            self._add_initiator(event, token)
        elif role == "targets":
            self._add_target(event, token)
        elif role == "weapons" and "weapon" in self._classes(token):
            self._add_weapon(event, token)
        elif role == "locations" and "place" in self._classes(token):
            self._add_location(event, token)

    def _add_location(self, event: EventMention, token: Token) -> None:
        mention = self._mention_at.get(token.i)
        found = [self._mention_at.get(location.span.root.i) for location in event.locations]
        others = [other for other in found if other is not None]
        if mention is None or any(_says_where(mention, other) for other in others):
            return
        _add(event.locations, Argument(self._phrase(token)))
        self._drop_described(event)

    # ------------------------------------------------------------ participants

    def _losers(self, event: EventMention) -> list[Token]:
        """Return from whom a place was taken: "recaptured from the rebels"."""
        if event.subtype not in TAKEOVERS:
            return []
        verb = event.head if event.head.pos_ in syntax.VERBAL_POS else syntax.supporting_verb(event.head)
        holders = [event.head, *([verb] if verb is not None and verb != event.head else [])]
        found = [end for holder in holders for end in syntax.preposition_objects(holder, "from")]
        return [token for token in found if self._classes(token) & ARMED]

    def _add_initiator(self, event: EventMention, token: Token) -> None:
        classes = self._classes(token)
        if (
            token.left_edge.lower_ in NOBODY
            or not self._can_take_part(token)
            or "place" in classes
            or token.lemma_.lower() in IDLE_NOUNS
        ):
            return
        if token.pos_ in {"ADJ", "NUM"} and "actor" not in classes and not syntax.counted(token):
            return
        if token.pos_ == "NOUN" and not self._may_act(token):
            return
        if syntax.is_modifier(token) and token.head.i > token.i and ("actor" not in classes or token.lower_ in MANNER):
            return
        if "weapon" in classes and "actor" not in classes:
            self._add_weapon(event, token)
            if not self._owner(token):
                return
        _add(event.initiators, Argument(self._phrase(token)))
        platform = load_kinds("weapons.yaml").get(token.lemma_.lower())
        if platform is not None:
            # "Russian drones struck": the drones stand for who sent them, and are the means
            _add(event.weapons, Argument(token.doc[token.i : token.i + 1], kind=platform))

    def _add_target(self, event: EventMention, token: Token) -> None:
        classes = self._classes(token)
        if event.subtype in BLASTS and event.head.pos_ == "NOUN" and "weapon" in classes and "actor" not in classes:
            self._add_weapon(event, token)  # "the explosion of a parcel bomb"
            return
        if "weapon" in classes and "actor" not in classes and syntax.preposition_of(token) == "with":
            self._add_weapon(event, token)  # "fought with machine guns"
            return
        bare = "number" in classes and token.pos_ in {"ADJ", "NUM"} and not syntax.counted(token)
        if bare or not self._can_take_part(token):
            return
        if syntax.is_modifier(token) and token.head.i > token.i and not classes & {"actor", "place"}:
            return
        phrase = self._phrase(token)
        if len(event.trigger) > 1 and phrase.start < event.trigger.end <= token.i:
            phrase = token.doc[event.trigger.end : phrase.end]  # "shot dead two herders"
        argument = Argument(phrase)
        if any(_overlap(argument.span, other.span) for other in event.initiators):
            return
        _add(event.targets, argument)
        self._add_hit_weapon(event, token)
        if "place" in classes and "actor" not in classes:
            _add(event.locations, Argument(argument.span))

    def _can_take_part(self, token: Token) -> bool:
        classes = self._classes(token)
        if token.pos_ not in PARTICIPANT_POS or token.i in self._triggers or token.lower_ in IDLE_PRONOUNS:
            return False
        bare_number = token.text.isdigit() and "quantity" not in classes and not syntax.counted(token)
        if bare_number or token.lemma_.lower() in HOURS | OCCASIONS:
            return False  # "launched at dawn", "at 0600", "the deadliest attack of the war"
        if token.ent_type_ == "QUANTITY" and self._of_weapons(token):
            return True  # "40 kilograms of explosives"
        return bool(classes & {"actor", "place"}) or not ("time" in classes or token.ent_type_ in MEASURE_LABELS)

    def _of_weapons(self, token: Token) -> bool:
        return any("weapon" in self._classes(end) for end in syntax.preposition_objects(token, "of"))

    def _may_act(self, noun: Token) -> bool:
        """Tell whether a common noun acts: it is a subject, or it names an actor, their means or a number of them."""
        heads = [noun, *syntax.preposition_objects(noun, "of")]
        return syntax.is_subject(noun) or any(self._classes(head) & {"actor", "weapon"} for head in heads)

    def _owner(self, weapon: Token) -> bool:
        owners = [*syntax.possessors(weapon), *syntax.modifiers(weapon)]
        return any("actor" in self._classes(owner) for owner in owners)

    def _phrase(self, token: Token) -> Span:
        mention = self._mention_at.get(token.i)
        if syntax.is_modifier(token) or syntax.is_possessor(token):
            return mention.span if mention is not None else token.doc[token.i : token.i + 1]
        name = self._name_beside(token)
        phrase = syntax.noun_phrase(token if name is None else name)
        if name is None and mention is not None and mention.span.end > phrase.end and mention.span[-1].pos_ != "ADJ":
            return token.doc[min(phrase.start, mention.span.start) : mention.span.end]
        return phrase

    def _name_beside(self, token: Token) -> Token | None:
        """Return the name that a description is set beside: "a senior commander, Omar Diriye", "the capital, Sanaa"."""
        described = self._classes(token) & {"person", "place"}
        if token.pos_ != "NOUN" or not described:
            return None
        names = [noun for noun in syntax.appositions(token) if noun.pos_ == "PROPN"]
        return next((name for name in names if described & self._classes(name)), None)

    # ------------------------------------------------------------ means, places, time

    def _add_weapon(self, event: EventMention, token: Token) -> None:
        mention = self._mention_at.get(token.i)
        if mention is not None and mention.kind not in STRIKE_KINDS and token.lemma_.lower() not in STRIKE_NOUNS:
            _add(event.weapons, Argument(mention.span, kind=mention.kind))

    def _add_weapons_of(self, event: EventMention, scope: list[Token]) -> None:
        for token in scope:
            mention = self._mention_at.get(token.i)
            if mention is None or mention.label != "weapon" or mention.span.root != token:
                continue
            if any(_overlap(mention.span, argument.span) for argument in event.targets):
                self._add_hit_weapon(event, token)
            else:
                self._add_weapon(event, token)

    def _add_hit_weapon(self, event: EventMention, token: Token) -> None:
        # "shot down a helicopter": what is attacked is no means of the attack
        mention = self._mention_at.get(token.i)
        if mention is not None and mention.label == "weapon":
            _add(event.weapons, Argument(mention.span, kind=mention.kind, hit=True))

    def _add_strike(self, event: EventMention) -> None:
        """Take strikes as means where they are counted: "two strikes hit a bridge", not "strikes on Tyre"."""
        mention = self._mention_at.get(event.head.i)
        if mention is None or mention.kind not in STRIKE_KINDS:
            return
        counted = any(syntax.is_number_modifier(child) for child in event.head.children)
        if counted or (syntax.is_subject(event.head) and event.head.head.lemma_ in STRIKE_VERBS):
            _add(event.weapons, Argument(mention.span, kind=mention.kind))

    def _add_locations(self, event: EventMention, scope: list[Token]) -> None:
        places = list(self._place_mentions(scope))
        for mention in places:
            root = mention.span.root
            if _is_state_of_being(mention):
                continue
            if any(_says_where(mention, other) for other in places):
                continue
            named = self._named_beside(mention)
            taken = [argument.span for argument in event.initiators]
            if any(_overlap(mention.span, span) for span in taken) or self._inside_initiator(root, event):
                continue
            preposition = syntax.preposition_of(root)
            if preposition == "from" and mention.kind == "country" and self._tells_origin(root, event):
                continue
            if preposition in PLACE_PREPOSITIONS or (syntax.is_modifier(root) and root.head == event.head):
                _add(event.locations, Argument(named or mention.span))

    def _tells_origin(self, country: Token, event: EventMention) -> bool:
        """Tell whether "from" says whose or who: "aggression from the United States", "a peacekeeper from Togo"."""
        governors = syntax.prepositional_governors(country)
        return event.head.pos_ == "NOUN" or any("actor" in self._classes(governor) for governor in governors)

    def _add_place_of_thing_hit(self, event: EventMention) -> None:
        """Take where what was hit is said to stand: "hit a school sheltering families in Gaza City"."""
        named = {argument.span.root for argument in event.locations} - {a.span.root for a in event.targets}
        if named:
            return
        for target in event.targets:
            for clause in syntax.adjectival_clauses(target.span.root):
                for mention in self._place_mentions(list(clause.subtree)):
                    if not mention.nominal and syntax.preposition_of(mention.span.root) in {"at", "in", "near"}:
                        _add(event.locations, Argument(mention.span))

    def _add_place_hit(self, event: EventMention) -> None:
        """Take the building where something exploded as hit: "a bomb exploded in a hotel"."""
        if event.targets or event.subtype not in BLASTS:
            return
        for argument in event.locations:
            mention = self._mention_at.get(argument.span.root.i)
            verb = syntax.occurrence_verb(event.head)  # "a blast tore through a market"
            holds = any(end in (event.head, verb) for end in syntax.prepositional_governors(argument.span.root))
            if holds and mention is not None and mention.kind == "facility":
                event.targets.append(Argument(argument.span))

    def _drop_described(self, event: EventMention) -> None:
        """Leave out several or larger places without a name beside named ones: "a dozen villages in Aleppo"."""
        found = [(location, self._mention_at.get(location.span.root.i)) for location in event.locations]
        if any(mention is not None and not mention.nominal for _, mention in found):
            event.locations = [location for location, mention in found if mention is None or not _is_vague(mention)]

    def _named_beside(self, place: Mention) -> Span | None:
        """Return the name that a described place is set beside: "the capital, Sanaa" is Sanaa."""
        if not place.nominal:
            return None
        beside = [self._mention_at.get(noun.i) for noun in syntax.appositions(place.span.root)]
        return next((name.span for name in beside if name and name.label == "place" and not name.nominal), None)

    def _place_mentions(self, scope: list[Token]) -> Iterator[Mention]:
        for token in scope:
            mention = self._mention_at.get(token.i)
            if mention is not None and mention.label == "place" and mention.span.root == token:
                yield mention

    def _inside_initiator(self, root: Token, event: EventMention) -> bool:
        """Tell whether a place says who did it: "a militia from Beni", not "was killed by gunmen near Beni"."""
        where = syntax.preposition_of(root) in {"at", "in", "near", "outside"}
        return any(
            argument.span.root.is_ancestor(root) and not (where and syntax.is_agent(argument.span.root))
            for argument in event.initiators
        )

    def _time_of(self, event: EventMention, scope: list[Token]) -> Timex | None:
        own = [
            timex
            for timex in self._timexes.among(token.i for token in scope)
            if not syntax.is_compared_with(timex.span)
            if not _measures_another(timex, event)
        ]
        described = syntax.described_by_clause(syntax.clause_verb(event.head))
        if not own and described is not None:
            # "since March 2020, when Russia and Turkey agreed to a ceasefire"
            own = self._timexes.at(described.i)
        own = (
            own
            or self._since_clause(event)
            or self._duration_of(event)
            or self._time_of_second_verb(event)
            or self._time_of_sentence(event)
        )
        dated = [timex for timex in own if timex.earliest or timex.latest] or own
        return min(dated, key=lambda timex: abs(timex.span.start - event.head.i), default=None)

    def _since_clause(self, event: EventMention) -> list[Timex]:
        """Return the time since something dated: "killed since the war began in April 2023" begins in April 2023."""
        for since, clause in syntax.since_clauses(syntax.clause_verb(event.head)):
            for timex in self._timexes.among(token.i for token in clause):
                if timex.earliest and timex.span.root in clause and not timex.span.start <= since.i < timex.span.end:
                    span = since.doc[since.i : timex.span.end]
                    return [Timex(span, timex.earliest, since.doc._.published, "interval")]
        return []

    def _duration_of(self, event: EventMention) -> list[Timex]:
        """Return how long an event took: "weeks of protests"."""
        if syntax.preposition_of(event.head) != "of":
            return []
        measure = event.head.head.head
        return self._timexes.at(measure.i)

    def _time_of_second_verb(self, event: EventMention) -> list[Timex]:
        """Return the time behind a verb with the same subject: "fired and hit a boy yesterday"."""
        inside = {token.i for verb in syntax.coordinated_verbs(event.head) for token in syntax.clause_tokens(verb)}
        return [timex for timex in self._timexes.among(inside) if timex.span.root.i in inside]

    def _time_of_sentence(self, event: EventMention) -> list[Timex]:
        """Return the sentence's one time expression, unless it dates another clause: "said on Monday that ..."."""
        if is_dated_apart(event):
            return []
        sentence = syntax.sentence_of(event.head)
        found = [
            timex
            for timex in self._timexes.among(range(sentence.start, sentence.end))
            if sentence.start <= timex.span.start < sentence.end and not syntax.is_compared_with(timex.span)
            if not _measures_another(timex, event)
        ]
        if len(found) != 1:
            return []
        return found if syntax.shares_clause_time(event.head, syntax.clause_verb(found[0].span.root)) else []


def is_dated_apart(event: EventMention) -> bool:
    """Tell whether the time of the sentence is not the event's: "fled in 2015 after an offensive"."""
    return event.head.pos_ == "NOUN" and syntax.preposition_of(event.head) in OTHER_TIME_PREPOSITIONS


def _measures_another(timex: Timex, event: EventMention) -> bool:
    """Tell whether an expression is how long something else took: "a truce that ended years of fighting"."""
    doc, end = timex.span.doc, timex.span.end
    if syntax.preposition_of(timex.span.root) in {"during", "in", "over"}:
        return False  # "killed twenty in two days of clashes"
    return end < len(doc) and doc[end].lower_ == "of" and event.head.head != doc[end]


def _says_where(mention: Mention, other: Mention) -> bool:
    """Tell whether a place only leads to another or says where that lies."""
    return _is_told_by(mention, other) or _only_describes(mention, other) or _is_landmark(mention, other)


def _is_told_by(mention: Mention, other: Mention) -> bool:
    """Tell whether a place only says where another lies: "Fambita, Niger", "Pokrovsk in Donetsk Oblast"."""
    if syntax.is_possessor(mention.span.root) and mention.span.root.head == other.span.root:
        return True  # "the Tirah valley's Bagh area"
    owners = syntax.possessors(mention.span.root)
    start = min([mention.span.start, *(owner.left_edge.i for owner in owners)])
    if other.nominal or other.span.end > start:
        return False  # "attacks on bases in Iraq", "a village in Mali"
    between = [token.lower_ for token in mention.span.doc[other.span.end : start]]
    if not 0 < len(between) <= 3 or not CONTAINMENT_WORDS.issuperset(between):
        return False
    if "of" in between and _introduces(other):
        return False  # "the port town of Mokha"
    root = mention.span.root
    larger = mention.kind in LARGER_KINDS and (mention.kind == "country" or syntax.first_conjunct(root) == root)
    return larger or (other.kind != "facility" and not {"in", "of"}.isdisjoint(between))


def _introduces(place: Mention) -> bool:
    """Tell whether a described place with "of" only leads to its name: "the port of", not "Barmal district of"."""
    root = place.span.root
    return place.nominal or (root.is_lower and (place.kind == "settlement" or root.tag_ == "NNS"))


def _is_landmark(mention: Mention, other: Mention) -> bool:
    """Tell whether a place only says where a named one lies: Aleppo in "al-Nayrab airport east of Aleppo"."""
    if other.nominal or other.span.end > mention.span.start or not leads_to(other.span, mention.span):
        return False
    relation = location_relation(mention.span)
    return relation.endswith((" of", "near")) and not relation.startswith("the ")


def _is_vague(place: Mention) -> bool:
    return place.nominal and (place.span.root.tag_ == "NNS" or place.kind in LEADING_KINDS)


def _is_state_of_being(place: Mention) -> bool:
    """Tell whether a bare noun says how somebody is, not where: "in jail", "in hospital"."""
    return place.nominal and place.kind == "facility" and len(place.span) == 1 and place.span.root.tag_ == "NN"


def _only_describes(mention: Mention, other: Mention) -> bool:
    """Tell whether a noun only leads to a name ("the port town of Mokha"), or is a border beside a place."""
    if mention.source != "nominal" or mention is other:
        return False
    if mention.span.root.lemma_ in BORDERS and syntax.preposition_of(mention.span.root) != "of":
        return other.span.root.lemma_ not in BORDERS
    between = mention.span.doc[mention.span.end : other.span.start]
    joined = 0 < len(between) <= 2 and between[0].lower_ == "of"
    leads = joined and mention.kind in LEADING_KINDS and _introduces(mention)
    return leads and other.kind != "country" and not other.nominal


def event_scope(head: Token) -> list[Token]:
    """Return the words that may tell an event's place, time and means: its clause, and what a noun's verb adds."""
    if head.pos_ in syntax.VERBAL_POS:
        return syntax.clause_tokens(head)
    own = [*head.subtree, *syntax.trailing_row(head)]
    verb = syntax.supporting_verb(head)
    if verb is None and (syntax.is_subject(head) or syntax.is_passive_subject(head)):
        verb = syntax.first_conjunct(head).head
    if verb is not None and verb.pos_ in syntax.VERBAL_POS:
        own += syntax.clause_tokens(verb)
    return sorted(set(own), key=lambda token: token.i)


def _add(arguments: list[Argument], argument: Argument) -> None:
    """Add an argument unless one that covers it is there; a longer one replaces those it covers."""
    if any(other.span.start <= argument.span.start and argument.span.end <= other.span.end for other in arguments):
        return
    arguments[:] = [other for other in arguments if not _overlap(other.span, argument.span)]
    arguments.append(argument)


def _overlap(one: Span, other: Span) -> bool:
    return bool(one.start < other.end and other.start < one.end)
