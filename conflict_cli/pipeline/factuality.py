"""conflict_factuality: did it happen, is it going on, planned, threatened, hypothetical, denied?"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

from conflict_cli.errors import RuleError
from conflict_cli.matcher import syntax
from conflict_cli.pipeline.annotations import EventMention
from conflict_cli.pipeline.model_reading import ModelReading
from conflict_cli.pipeline.rulebook import build_matcher, load_grammar, rules_of, word_classes
from conflict_cli.taxonomy import load_taxonomy

LEAST_NAMED = 0.5  # how surely the model takes a word for an event that it may say the status of
LEAST_STATUS, MOST_OF_STATUS = 0.8, 0.1  # its own, and that of the rules, for its own to count
DEPTH = 3  # "plans to try to begin to attack": infinitives followed below a cue


@Language.factory(
    "conflict_factuality",
    default_config={"rules_dir": None},
    requires=["doc._.events"],
    assigns=["doc._.events"],
)
def create_factuality(nlp: Language, name: str, rules_dir: str | None) -> FactualityJudge:
    """Build the component with the factuality rules, a user's included."""
    return FactualityJudge(nlp, rules_dir)


class FactualityJudge:
    """Set `event.status`: "plans to attack" is planned, "denied shelling" denied."""

    def __init__(self, nlp: Language, rules_dir: str | None):
        for rule in rules_of("factuality", rules_dir):
            if rule.meaning.get("status") not in load_taxonomy().statuses or set(rule.meaning) != {"status"}:
                known = ", ".join(sorted(load_taxonomy().statuses))
                raise RuleError(f"{rule.file}: {rule.id}: factuality needs one key, status; known: {known}")
        self._matcher = build_matcher("factuality", rules_dir)
        self._grammar = load_grammar()

    def __call__(self, doc: Doc) -> Doc:
        """Judge the events of one Doc."""
        if not doc._.events:
            return doc
        anchors = _anchors(doc._.events)
        best: dict[int, int] = {}
        for finding in self._matcher(doc, word_classes(doc)):
            status, priority = finding.rule.meaning["status"], finding.rule.priority
            for reached in self._reach(finding.arguments["scope"]):
                for event in anchors.get(reached.i, ()):
                    if priority > best.get(id(event), 0):
                        best[id(event)] = priority
                        event.status = status
        for event in doc._.events:
            if id(event) not in best and event.status == "happened" and syntax.is_progressive_present(event.head):
                event.status = "ongoing"
            if doc._.model_reading is not None:
                _check_status(event, doc._.model_reading)
        return doc

    def _reach(self, heads: list[Token]) -> list[Token]:
        """Return the heads a cue reaches: those given, verbs coordinated with them, infinitives below."""
        reached: list[Token] = []
        layer = heads
        for _ in range(DEPTH):
            layer = [token for head in layer for token in (head, *_shared_by(head)) if token not in reached]
            reached += layer
            layer = [below for token in layer for below in syntax.infinitives(token)]
        return reached


def _check_status(event: EventMention, reading: ModelReading) -> None:
    """Take the status that the model surely reads: "fears grow of an attack on the port"."""
    word = reading.trigger_of(event)
    likely = reading.statuses(word) if reading.named(word) >= LEAST_NAMED else {}
    best = max(likely, key=lambda status: likely[status], default=event.status)
    if best != event.status and likely[best] >= LEAST_STATUS and likely[event.status] <= MOST_OF_STATUS:
        event.status = best


def _shared_by(head: Token) -> list[Token]:
    """Return what a cue reaches beside a head: coordinated verbs, and what "there was" there."""
    existing = syntax.complements(head) if head.lemma_ == "be" else []
    return [*syntax.coordinated_verbs(head), *existing]


def _anchors(events: list[EventMention]) -> dict[int, list[EventMention]]:
    """Index events by the words a cue may reach them through: trigger head, light verb, merged harm verbs."""
    grammar = load_grammar()
    anchors: dict[int, list[EventMention]] = {}
    for event in events:
        heads = [event.head, *event.absorbed]
        verb = grammar.light_verb_of(event.head)
        if verb is not None:
            heads.append(verb)
        for head in heads:
            anchors.setdefault(head.i, []).append(event)
    return anchors
