"""Certainty, polarity and mood by cue and scope: "may have taken", "denied that", "plans to", "if ... , ... will".

Each cue of `lexicons/cues.toml` says which label it gives and how far it reaches. A cue's reach is followed over the
words between it and the trigger: a modal governs the next verb and no noun after it, "denied that" the rest of its
clause, "if" its own clause and the main clause behind the comma. What a cue says counts as evidence beside the model's
own probabilities (`apply`), or as features under the model (`cue_features`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from fogline.claims import SPEECH_ACTS, STATES, Certainty, Claim, ClaimType, Mood, Polarity, Span
from fogline.reader import triggers
from fogline.reader.lexicons import load
from fogline.reader.sentences import sentence_at

_LEXICON = load("cues")
_BETWEEN = frozenset(_LEXICON["between"]["verb"].split())
_ARTICLES = frozenset(_LEXICON["between"]["article"].split())
_ENDS = frozenset(_LEXICON["clause"]["ends"])
_RARE_TRUST: float = _LEXICON["trust"]["rare"]
_DEFAULTS = {"certainty": Certainty.CERTAIN, "polarity": Polarity.POSITIVE, "mood": Mood.ACTUAL}
_LICENCES = {
    label: (frozenset(words.split()), float(_LEXICON["licence_trust"][label]))
    for label, words in _LEXICON["licence"].items()
}
#: Cues that stand against a rare label of the model as well: a plan in a condition is conditional.
_OUTRANKS = frozenset({"conditional", "unknown"})
_PASSIVE = frozenset({"be", "been", "being", "have", "get"})
_TYPE_NEGATIVE = {ClaimType(k): frozenset(v.split()) for k, v in _LEXICON["type_negative"].items()}
_DETERMINERS = frozenset(
    ["the", "a", "an", "its", "their", "his", "her", "our", "my", "your", "this", "that", "of", "at", "against"]
)
_ASKING = frozenset(
    [
        "clear",
        "unclear",
        "known",
        "unknown",
        "know",
        "knows",
        "asked",
        "ask",
        "asks",
        "sure",
        "say",
        "determine",
        "wonder",
        "wondered",
        "as",
    ]
)
_MODALS = frozenset(
    [
        "will",
        "would",
        "could",
        "may",
        "might",
        "can",
        "shall",
        "should",
        "threatened",
        "threatens",
        "promised",
        "vowed",
        "'ll",
        "’ll",
        "wo",
    ]
)
_FINITE = frozenset(["is", "are", "was", "were", "has", "have", "had", "did", "does"])
_NOT_CUES = tuple(_LEXICON["not_cues"]["before"])

_TOKEN = re.compile(r"n['’]t\b|['’]ll\b|[\w.]*\w(?=n['’]t\b)|[\w][\w-]*|[^\w\s]")
#: Farthest that an infinitive may stand behind its cue, in words: "urged all parties to the conflict to leave".
INFINITIVE_WORDS = 12
#: Farthest that an event noun may stand behind its cue.
NOUN_WORDS = 5


class Word(NamedTuple):
    """A word or mark of the text, folded, with its offsets."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cue that reaches a trigger: which field and label it speaks for, and where it stands."""

    field: str
    label: str
    reach: str
    cue: Span


@dataclass(frozen=True, slots=True)
class _Cue:
    field: str
    label: str
    reach: str
    words: tuple[str, ...]


@cache
def _cues() -> dict[str, tuple[_Cue, ...]]:
    """Cues by their first word, longest first."""
    table: dict[str, list[_Cue]] = {}
    for group in _LEXICON["cue"]:
        for phrase in group["words"]:
            words = tuple(w.lower() for w in _TOKEN.findall(phrase))
            table.setdefault(words[0], []).append(_Cue(group["field"], group["label"], group["reach"], words))
    return {first: tuple(sorted(cues, key=lambda c: -len(c.words))) for first, cues in table.items()}


def words_of(text: str, span: Span) -> list[Word]:
    """The words and marks of a stretch of text, folded to lower case."""
    return [Word(m[0].lower(), m.start(), m.end()) for m in _TOKEN.finditer(text, span.start, span.end)]


@lru_cache(maxsize=4)
def _of_sentence(text: str, sentence: Span) -> tuple[Sequence[Word], tuple[tuple[int, _Cue], ...]]:
    """The words of a sentence with its cues: claims of one sentence follow one another."""
    words = words_of(text, sentence)
    return words, tuple(_matches(text, words))


def evidence(
    text: str, sentence: Span, trigger: Span, words: Sequence[Word] | None = None, *, speech: bool = False
) -> list[Evidence]:
    """Every cue of the sentence that reaches the trigger, in text order.

    For acts of speech (`speech`) the words of the trigger itself are no cue: "will not allow" is a rejection.
    """
    tokens, matches = _of_sentence(text, sentence) if words is None else (words, tuple(_matches(text, words)))
    first = next((i for i, w in enumerate(tokens) if w.end > trigger.start), len(tokens))
    last = next((i for i, w in enumerate(tokens) if w.start >= trigger.end), len(tokens)) - 1
    found: list[tuple[Evidence, bool]] = []
    for at, cue in matches:
        size = len(cue.words)
        span = Span(tokens[at].start, tokens[at + size - 1].end)
        # "did not allow" as a trigger holds its own cue; "called for" as a demand is no demanded demand.
        inside = first <= at <= last and at + size - 1 <= last
        if inside:
            reached = cue.field == "polarity" and cue.reach in ("verb", "infinitive", "noun") and not speech
        else:
            reached = _reaches(tokens, at, size, first, last, cue)
        found.append((Evidence(cue.field, cue.label, cue.reach, span), reached))
    whole = [e for e, _ in found if e.reach != "behind"]
    return [e for e, reached in found if reached and not any(_swallows(o, e) for o in whole)]


def _swallows(longer: Evidence, item: Evidence) -> bool:
    """Whether a cue is but a part of a longer one: "not" of "not known whether"; "an end to" of a call says its own."""
    if longer.cue == item.cue or not longer.cue.contains(item.cue):
        return False
    return longer.field == item.field or item.reach != "noun"


def _matches(text: str, tokens: Sequence[Word]) -> Iterator[tuple[int, _Cue]]:
    """Every cue of the sentence with the index of its first word."""
    for at, word in enumerate(tokens):
        for cue in _cues().get(word.text, ()):
            if tuple(w.text for w in tokens[at : at + len(cue.words)]) == cue.words and not _is_none(
                text, tokens, at, cue
            ):
                yield at, cue


def _is_none(text: str, tokens: Sequence[Word], at: int, cue: _Cue) -> bool:
    """Whether the words are no cue here: the month of May, 'its might', 'not only', 'asked if'."""
    word, size = tokens[at].text, len(cue.words)
    previous = tokens[at - 1].text if at else ""
    if word == "may" and text[tokens[at].start] == "M" and (at or tokens[min(1, len(tokens) - 1)].text[:1].isdigit()):
        return True
    if cue.reach in ("verb", "clause", "inversion") and size == 1 and previous in _DETERMINERS:
        return True  # "against the will of", "its might", "the reportedly ill commander", "the once feared militia"
    if word.startswith("den") and previous in ("not", "n't", "n’t", "never"):
        return True  # "did not deny that": no denial
    if word == "let" and at and previous not in ('"', "“", ",", ":"):
        return True
    if word == "if" and previous in _ASKING:
        return True
    if cue.words == ("could",) and at + 1 < len(tokens) and tokens[at + 1].text in ("not", "n't", "n’t", "only"):
        return True  # "could not": it did not
    around = " ".join(w.text for w in tokens[max(0, at - 1) : at + size + 1])
    return any(phrase in around for phrase in _NOT_CUES)


def _reaches(tokens: Sequence[Word], at: int, size: int, first: int, last: int, cue: _Cue) -> bool:
    """Whether a cue at token `at` governs the trigger that covers the tokens `first` to `last`."""
    begin = at + size
    if cue.reach == "behind":
        return 0 < at - last <= 2 and not any(w.text in _ENDS or w.text in ",;:" for w in tokens[last + 1 : at])
    if cue.label == "conditional" and cue.reach == "clause" and at > last:
        return _main_clause(tokens, first, last, at)
    if begin > first or first >= len(tokens):
        return False
    between = [w.text for w in tokens[begin:first]]
    trigger = tokens[first].text
    reach = cue.reach
    if reach == "verb":
        return _direct(between) and not (cue.label == "predicted" and trigger.endswith("ing") and "be" not in between)
    if reach == "infinitive":
        return _infinitive(between, trigger, cue.words[-1] == "to")
    if reach == "gerund":
        return trigger.endswith("ing") and all(w in _BETWEEN or w in _ARTICLES for w in between) and len(between) <= 2
    if reach == "from":
        return _from(between, trigger)
    if reach == "noun":
        return _noun(between, trigger)
    if reach == "subject":
        return _subject(tokens, at, between, trigger)
    if reach == "initial":
        return at == 0 and not any(w in _ENDS or w in ",;:" for w in between)
    if reach == "question":
        return at == 0 and tokens[-1].text == "?" and len(between) <= 12 and not any(w in _ENDS for w in between)
    if reach == "inversion":
        return at == 0 and "," in [w.text for w in tokens[last + 1 :]] and len(between) <= 8 and "," not in between
    return _clause(between, cue)


def _main_clause(tokens: Sequence[Word], first: int, last: int, at: int) -> bool:
    """'We would leave if ...': a modal over the trigger in the main clause in front of the condition."""
    ahead = [w.text for w in tokens[max(0, first - 6) : first]]
    behind = [w.text for w in tokens[last + 1 : at]]
    if any(w in ";:" or w in ("but", "which", "who", "because") for w in behind) or len(behind) > 14:
        return False
    modal = max((i for i, w in enumerate(ahead) if w in _MODALS), default=-1)
    return modal >= 0 and not any(w in _ENDS or w in ",;:" for w in ahead[modal + 1 :])


def _from(between: Sequence[str], trigger: str) -> bool:
    if "from" not in between or len(between) > INFINITIVE_WORDS or any(w in _ENDS or w in ";:" for w in between):
        return False
    behind = between[len(between) - list(reversed(between)).index("from") :]
    return len(behind) <= 2 and (trigger.endswith("ing") or bool(behind and behind[0].endswith("ing")))


def _noun(between: Sequence[str], trigger: str) -> bool:
    """An event noun a few words behind; a second article begins another phrase, a participle is a verb."""
    if len(between) > NOUN_WORDS or any(w in ("the", "a", "an", "his", "its") for w in between[1:]):
        return "of" in between and len(between) <= NOUN_WORDS + 2 and not any(w in _ENDS or w in ",;:" for w in between)
    if trigger.endswith("ed") and any(w not in _ARTICLES for w in between):
        return False
    return not any(w in _ENDS or w in _FINITE or w in (",", ";", ":", "to", "that", "and") for w in between)


def _subject(tokens: Sequence[Word], at: int, between: Sequence[str], trigger: str) -> bool:
    """'None of the hostages was freed', 'No soldiers were killed': the cue is in the trigger's subject."""
    if at and tokens[at - 1].text not in (",", "and", "but", "that", "said", '"', "“", ";", ":"):
        return False
    if len(between) > 8 or any(w in _ENDS or w in ",;:" or w == "doubt" for w in between):
        return False
    return any(w in _FINITE for w in between) or trigger.endswith("ed")


def _direct(between: Sequence[str]) -> bool:
    """Only adverbs and auxiliaries stand between; or verbs of a list: 'will advance and take'."""
    if len(between) > 14:
        return False
    if all(w in _BETWEEN or w.endswith("ly") for w in between):
        return True
    if {"be", "been"} & set(between) and all(w in _BETWEEN or w in _ARTICLES or w.endswith("ly") for w in between):
        return True  # "may have been a car bomb"
    if between[-1] in ("and", "or") and not any(w in _ENDS or w in _FINITE or w in (";", ":", "to") for w in between):
        return "," not in between or between[-2] == ","
    return False


def _infinitive(between: Sequence[str], trigger: str, to: bool) -> bool:
    """'plans to V', 'ordered two brigades to V', and verbs listed behind: 'to seize the port and hold it'."""
    if len(between) > INFINITIVE_WORDS or any(w in _ENDS or w in ";:" for w in between):
        return False
    if trigger.endswith("ing") or (trigger.endswith("ed") and len(trigger) > 4 and not _PASSIVE.intersection(between)):
        return False
    if to:
        return _direct(between)
    if "to" not in between or "that" in between:
        return False
    return _direct(between[len(between) - list(reversed(between)).index("to") :])


def _clause(between: Sequence[str], cue: _Cue) -> bool:
    """To the end of the clause; 'if' reaches the main clause behind the comma too, where that is modal."""
    if cue.label != "conditional":
        then = any(a == "," and b == "then" for a, b in pairwise(between))
        return not then and not any(w in _ENDS or w in (";", ":") for w in between)
    if any(w in (";", ":", "but", "said", "says", "added") for w in between):
        return False
    modal = any(w in _MODALS for w in (between[between.index(",") :] if "," in between else between))
    if cue.words in (("once",), ("otherwise",), ("or", "else")):
        return modal  # "once the rains end, they will leave"; "once feared" is no condition
    return modal or "," not in between


def propose(text: str, sentence: Span, claim: Claim, words: Sequence[Word] | None = None) -> dict[str, Evidence]:
    """For each field the cue that decides: the nearest to the trigger, by field-specific precedence."""
    decided: dict[str, Evidence] = {}
    for item in evidence(text, sentence, claim.trigger, words, speech=claim.type in SPEECH_ACTS):
        known = decided.get(item.field)
        if known is None or _rank(item) >= _rank(known):
            decided[item.field] = item
    doubt = decided.get("certainty")
    if doubt and doubt.label == "possible" and "mood" not in decided and claim.type not in STATES:
        behind = {w.text for w in words_of(text, Span(doubt.cue.end, claim.trigger.start))}
        modal = doubt.cue.of(text).lower() in ("may", "might", "could", "can") and not {"have", "be", "been"} & behind
        if modal or doubt.cue.of(text).lower() in ("risk of", "threat of"):
            # "may attack" lies ahead, "may have attacked" behind.
            decided["mood"] = Evidence("mood", "predicted", doubt.reach, doubt.cue)
    own = _TYPE_NEGATIVE.get(claim.type)
    if own:
        around = claim.trigger
        if claim.type is ClaimType.BESIEGE:  # "broke the siege", "the siege was fully broken"
            around = Span(max(sentence.start, around.start - 12), min(sentence.end, around.end + 20))
        if own.intersection(w.text for w in words_of(text, around)):
            decided["polarity"] = Evidence("polarity", "negative", "trigger", claim.trigger)
    return decided


def _rank(item: Evidence) -> int:
    """A condition outranks a prediction in it ("if ... will"), "unknown" the rest, a demand a plan."""
    return {"conditional": 3, "unknown": 3, "possible": 2, "demanded": 2, "planned": 1}.get(item.label, 0)


def apply(text: str, sentences: Sequence[Span], claims: Sequence[Claim]) -> list[Claim]:
    """The claims with certainty, polarity and mood corrected where cue evidence outweighs the model's doubt."""
    return triggers.join_moods(text, sentences, [_weighed(text, sentences, c) for c in claims])


def _weighed(text: str, sentences: Sequence[Span], claim: Claim) -> Claim:
    index = sentence_at(sentences, claim.trigger.start)
    if index < 0 or claim.type in (ClaimType.DISTANCE, ClaimType.EXTENT):
        return claim
    decided = propose(text, sentences[index], claim)
    changes: dict[str, Any] = _unlicensed(text, sentences, index, claim, decided)
    for field, item in decided.items():
        label = {"certainty": Certainty, "polarity": Polarity, "mood": Mood}[field](item.label)
        read = getattr(claim, field)
        sure = read != _DEFAULTS[field] and getattr(claim.scores, field) >= _RARE_TRUST
        wins = field in changes or not sure or item.label in _OUTRANKS or item.reach == "infinitive"
        if wins:
            changes[field] = label
    doubt = decided.get("certainty")
    if doubt is not None:
        cue = doubt.cue.of(text).lower().split()
        if "polarity" not in decided and (doubt.label == "unknown" or {"not", "neither", "no"} & set(cue)):
            changes["polarity"] = Polarity.POSITIVE  # "not known whether", "not ruled out": the "not" is the knowing's
        if "mood" not in decided and claim.mood is Mood.CONDITIONAL and not _conditional(text, sentences[index]):
            changes["mood"] = Mood.ACTUAL  # "unclear if", "could have hit"
    return replace(claim, **changes) if changes else claim


def _conditional(text: str, sentence: Span) -> bool:
    """Whether the sentence holds a condition at all: 'could have hit it' alone is a guess, no condition."""
    return any(label == "conditional" for _, _, label in cue_features(text, sentence)) or " but for " in sentence.of(
        text
    )


def _unlicensed(
    text: str, sentences: Sequence[Span], index: int, claim: Claim, decided: dict[str, Evidence]
) -> dict[str, Any]:
    """Rare labels of the model for which the words around give no ground, back to the default."""
    stretch = Span(sentences[max(0, index - 1)].start, sentences[min(index + 1, len(sentences) - 1)].end)
    words: frozenset[str] | None = None
    changes: dict[str, Any] = {}
    for field, default in _DEFAULTS.items():
        label = getattr(claim, field)
        licence = _LICENCES.get(str(label))
        if licence is None or getattr(claim.scores, field) >= licence[1]:
            continue
        words = words if words is not None else frozenset(w.lower() for w in _TOKEN.findall(text, *stretch))
        if not words & licence[0]:
            changes[field] = default
    return changes


def cue_features(text: str, sentence: Span) -> list[tuple[Span, str, str]]:
    """Every cue of a sentence as (span, field, label), whatever it reaches: input features for a tagger."""
    tokens, matches = _of_sentence(text, sentence)
    return [(Span(tokens[at].start, tokens[at + len(cue.words) - 1].end), cue.field, cue.label) for at, cue in matches]
