"""Where a mention begins and ends: whole words and whole names, and nothing of the words around them.

The model says piece by piece what belongs to an argument, so that a span may stop inside a word or a name ("pro",
"Deir"), take along a word that governs it ("of Iraq", "rebels in"), or run over several names where a report has lost
its commas ("Aleppo Hama Damascus"). The words that decide are in `lexicons/mentions.toml`. The figures are in
docs/reader-cues.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from fogline.claims import ACTOR_ROLES, PLACE_ROLES, Argument, Mention, Role, Span
from fogline.reader import nations
from fogline.reader.lexicons import load

_LEXICON = load("mentions")
_OUTSIDE = frozenset(_LEXICON["outside"].split())
_LAST = _OUTSIDE | frozenset(_LEXICON["last"].split())
_ARTICLES = frozenset({"the", "a", "an"})
_PRONOUNS = frozenset(_LEXICON["pronouns"].split())
_OPENERS = frozenset(load("sentences")["openers"].split())
#: Words that name nobody and nothing by themselves; what is only that is no mention.
_NOTHING = _LAST - _PRONOUNS - {"that", "who", "which"}
_NUMBERS = frozenset(_LEXICON["numbers"].split())

_LEFT = re.compile(r"[\w’']+-\Z")
#: The rest of a hyphenated word; not "-held" and the like: claims of their own.
HYPHENATED = re.compile(
    r"-(?!(?:held|controlled|run|backed|led|ruled|occupied|based|made|aligned|allied|supported)\b)[\w’]+"
)
_RANK = re.compile(
    r"(?:Gen|Lt|Col|Maj|Capt|Sgt|Brig|Adm|Mr|Mrs|Ms|Dr|Sen|Rep|President|Minister|General|Colonel|Major)\.?\Z"
)
_RANKED = re.compile(r"\.?(?:\s+(?:Gen|Lt|Col|Maj)\.)?(?:\s+[A-Z][\w’-]+){1,3}")
_JOIN = rf"(?:{'|'.join(_LEXICON['joins'].split())})"
_HEAD = rf"(?:{'|'.join(_LEXICON['heads'].split())})"
_HEAD_BEFORE = re.compile(rf"(?<![\w-])(?:{_HEAD}[ \u00a0])+\Z")
_HEAD_LAST = re.compile(rf"(?<![\w-]){_HEAD}\Z")
_UNIT = re.compile(rf"(?:{_HEAD}[ \u00a0])*\S+")
_NAME_BEFORE = re.compile(r"(?<![\w-])[A-Z][\w’']*[ \u00a0]\Z")
_NAME_BEHIND = re.compile(rf"[ \u00a0](?:(?:(?:{_JOIN}|[Aa]l|el)-)?[A-Z]|[ea]zz[ou])[\w’-]*")
#: "ez-Zor", and without its hyphen "ezzor".
_JOINED = re.compile(rf"(?:{_JOIN}-[A-Za-z]|[ea]zz[ou])[\w’]*")
_TAIL_BEHIND = re.compile(rf"[ \u00a0]{_JOIN}-[A-Za-z][\w’]*")
_TAILS = frozenset(_LEXICON["tails"].split())
_BODY_BEHIND = re.compile(rf"(?:[ \u00a0](?:{'|'.join(_LEXICON['tails'].split())})\b)+")
_ARMED = frozenset(load("parties")["armed"].split())
_MODIFIERS = re.compile(r"(?<![\w’'.-])(?:(?:[A-Z][\w’]*(?:-\w+)*|[a-z]+-[\w-]+)[ \u00a0])+\Z")
_BRACKET = re.compile(r"[ \u00a0][(\[][^()\[\]\n]*[)\]]?\Z")
#: What a name before it describes: "Ukrainian defence" goes on to "ministry", "State" to "media".
_OFFICE = rf"(?:{'|'.join(_LEXICON['offices'].split())})"
_OFFICE_BEHIND = re.compile(rf"(?:[ \u00a0]{_OFFICE}\b)+", re.I)
_VERB_BEHIND = re.compile(rf"[,; \u00a0]+(?:{'|'.join(_LEXICON['predicates'].split())})\b.*\Z", re.S)
SHORT = frozenset({"US", "U.S.", "UK", "U.K."})
_MODIFIERS_LAST = frozenset(_LEXICON["modifiers"].split())
_MODIFIED_BEHIND = re.compile(rf"[ \u00a0](?:{'|'.join(_LEXICON['modified'].split())})(?![\w-])")
#: Nouns of places that a name before them belongs to, and capitalised words that are no such name.
_SITES = frozenset(_LEXICON["sites"])
_NO_NAMES = _OPENERS | _ARTICLES | _NUMBERS
_OF_BEHIND = re.compile(r"[ \u00a0](?:the[ \u00a0])?[A-Z][\w’-]*")
#: First words of offices, which never stand alone: "National" of "National Security Council".
_FIRST_BEFORE = re.compile(rf"(?<![\w-])(?:{'|'.join(_LEXICON['firsts'].split())})[ \u00a0]\Z")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’]|['’])\Z")
#: "In government-" of "civilians in government-held parts".
_TORN_OFF = re.compile(r"\s(?:in|of|from|at|on|near|inside|for)\s[\w’'-]+-\Z")
_CLITICS = frozenset({"s", "t", "m", "d", "re", "ve", "ll"})
_APOSTROPHE = re.compile(r"\w['’]\Z")
_TORN = re.compile(r"s\s+(?=\w)")
_NUMBER_WORD = rf"(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_COUNT = rf"(?:\d[\d.,]*\d|\d|{_NUMBER_WORD})"
_QUANTITY = re.compile(
    rf"\b(?:(?:{'|'.join(sorted(_LEXICON['about'], key=len, reverse=True))})[ \u00a0]+)*(?<![\w.,])"
    rf"(?:a[ \u00a0])?{_COUNT}(?:[ \u00a0-](?:(?:of[ \u00a0])?(?:a[ \u00a0])?){_NUMBER_WORD})*(?!\w)",
    re.I,
)
_OTHERS = re.compile(r"[ \u00a0](?:(?:other|more)[ \u00a0])?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COMPASS = re.compile(r"(?:north|south|east|west)(?:-?(?:east|west))?(?:ern)?\s+of\b", re.I)
_NUMBERED = re.compile(rf"{_COUNT}\b", re.I)
_ANOTHER = re.compile(r"[ \u00a0](?:[A-Z]|(?:al|ez|el|az)-)")
#: How far around a place its name is looked for standing alone, in code points: a megabyte stays linear.
_AROUND = 20_000
#: How far before a mention a name or number is looked for, in code points.
_NEAR = 60


def whole(text: str, args: Sequence[Argument]) -> list[Argument]:
    """Arguments with whole words and names, joined where they were torn, apart where they were run together.

    A stretch of text fills one role, the one that the reader is surer of.
    """
    shaped = sorted((_shaped(text, a) for a in args), key=lambda a: (a.start, a.end))
    out: list[Argument] = []
    for arg in shaped:
        last = out[-1] if out else None
        if last is None or arg.start > last.end + 1 or (arg.start >= last.end and arg.role is not last.role):
            out.append(arg)
        elif arg.role is last.role and (arg.start < last.end or _torn(text, last, arg)):
            out[-1] = _moved(text, last, Span(last.start, max(last.end, arg.end)), max(last.score, arg.score))
        elif arg.start < last.end and arg.score > last.score:
            out[-1] = arg
        elif arg.start >= last.end:
            out.append(arg)
    named = (_trimmed(text, arg) for arg in out)
    pieces = (piece for arg in named if not _is_nothing(text, arg) for piece in _listed(text, arg))
    return [piece for piece in pieces if piece.text.strip()]


def source(text: str, mention: Mention) -> Mention:
    """A source with its whole words and its whole name or office, without a verb: 'spokesman Maj. Gen' goes on."""
    start, end = _inner(text, mention.span)
    if verb := _VERB_BEHIND.search(text, start, end):
        end = verb.start()
    left, right = _LEFT.search(text, max(0, start - 20), start), HYPHENATED.match(text, end)
    start, end = left.start() if left else start, right.end() if right else end
    if _HEAD_LAST.search(text, start, end):
        end = _name(text, Span(start, end)).end
    if text[start : start + 1].isupper() and (first := _FIRST_BEFORE.search(text, max(0, start - _NEAR), start)):
        start = first.start()
    office = None if text[start:end].isupper() and text[start:end].isalpha() else _OFFICE_BEHIND.match(text, end)
    end = office.end() if office else end
    name = _RANKED.match(text, end) if _RANK.search(text, start, end) else None
    end = name.end() if name else end
    words = text[start:end]
    return mention if (start, end) == mention.span else Mention(words, start, end, words)


def counted(text: str, start: int, low: int) -> Span | None:
    """The number right before a noun that begins at `start`: "at least 16" of "at least 16 others"."""
    last = next(reversed(list(_QUANTITY.finditer(text, max(low, start - _NEAR), start))), None)
    if last is None or not _OTHERS.fullmatch(text, last.end(), start) or _YEAR.fullmatch(last[0]):
        return None
    return Span(*last.span())


def _shaped(text: str, arg: Argument) -> Argument:
    """The argument grown to whole hyphenated words, to its name's first and last part, to the whole of a number."""
    start, end = arg.span
    left, right = _LEFT.search(text, max(0, start - 20), start), HYPHENATED.match(text, end)
    start, end = left.start() if left else start, right.end() if right else end
    if arg.text == "other" and text.endswith("each ", 0, start):
        start -= len("each ")
    if arg.role is Role.QUANTITY:
        start, end = _number(text, Span(start, end))
    elif arg.role is not Role.TOPIC:
        start, end = _name(text, Span(start, end))
        start, end = _called(text, start, _noun(text, start, end))
        start = _modifiers(text, start, end) if arg.role in ACTOR_ROLES else start
    return arg if (start, end) == arg.span else _moved(text, arg, Span(start, end), arg.score)


def _name(text: str, span: Span) -> Span:
    start, end = span
    if _JOINED.match(text, start) and (before := _NAME_BEFORE.search(text, max(0, start - _NEAR), start)):
        start = before.start()
    before = _NAME_BEFORE.search(text, max(0, start - _NEAR), start) if text[start:end] in _TAILS else None
    if before is not None and before[0].strip().lower() not in _OPENERS:
        start = before.start()  # "Front" of "Nusra Front"
    if text[start : start + 1].isupper() and (head := _HEAD_BEFORE.search(text, max(0, start - _NEAR), start)):
        start = head.start()
    behind = _TAIL_BEHIND if text[start : start + 1].isupper() else None
    if _HEAD_LAST.search(text, start, end):
        behind = _NAME_BEHIND
    if behind and text[text.rfind(" ", start, end) + 1 : end][:1].isupper() and (body := _BODY_BEHIND.match(text, end)):
        return Span(start, body.end())
    found = behind.match(text, end) if behind else None
    return Span(start, found.end() if found else end)


def _called(text: str, start: int, end: int) -> tuple[int, int]:
    """A place with the name that its noun lacks: "Shayrat air base" for "air base", "Gulf of Oman" for "of"."""
    words = text[start:end]
    if words == "of" or words.startswith("of "):
        before, behind = _NAME_BEFORE.search(text, max(0, start - _NEAR), start), _OF_BEHIND.match(text, start + 2)
        return (before.start(), max(end, behind.end())) if before and behind else (start, end)
    if words not in _SITES:
        return start, end
    before = _NAME_BEFORE.search(text, max(0, start - _NEAR), start)
    name = before[0].strip() if before else ""
    return (before.start() if before and name and name.lower() not in _NO_NAMES else start), end


def _noun(text: str, start: int, end: int) -> int:
    """Where a mention ends with the noun that its last word only describes: "processing plant" for "processing"."""
    for _ in range(2):
        last = text[start:end].split()[-1:]
        if not last or not (last[0].lower() in _MODIFIERS_LAST or _is_adjective(last[0])):
            break
        found = _MODIFIED_BEHIND.match(text, end)
        if found is None:
            break
        end = found.end()
    return end


def _is_adjective(word: str) -> bool:
    """Whether a word is a country's adjective or "U.S.", which stands before nouns as one."""
    return word[:1].isupper() and nations.of(word) is not None and (word in SHORT or not nations.is_country(word))


def _modifiers(text: str, start: int, end: int) -> int:
    """Where a party begins with the names and hyphenated words right before it: "US-backed rebels" for "rebels"."""
    if text[start:end].split(maxsplit=1)[0] not in _ARMED:
        return start
    before = _MODIFIERS.search(text, max(0, start - _NEAR), start)
    while before is not None and before[0].split(maxsplit=1)[0].lower() in _OPENERS | _NUMBERS:
        before = _MODIFIERS.match(text, before.start() + len(before[0].split(maxsplit=1)[0]) + 1, start)
    return before.start() if before else start


def _number(text: str, span: Span) -> Span:
    """The whole of the number that the span begins in: "more than 10 million" for "million"."""
    low = max(0, span.start - _NEAR)
    for found in _QUANTITY.finditer(text, low, span.end + _NEAR):
        if found.start() <= span.start < found.end() and "\n" not in found[0]:
            return Span(found.start(), max(found.end(), span.end))
    return span


def _trimmed(text: str, arg: Argument) -> Argument:
    if arg.role is Role.QUANTITY:
        return arg
    span = _inner(text, arg.span)
    return arg if span == arg.span else _moved(text, arg, span, arg.score)


def _inner(text: str, span: Span) -> Span:
    """The span without prepositions, verbs of being and the like at its ends, and without its possessive ending."""
    start, end = span
    if torn := _TORN.match(text, start, end):
        start = torn.end() if text[max(0, start - 1) : start] in ("'", "’") else start
    while len(words := text[start:end].split()) > 1:
        if words[0] in _OUTSIDE or words[0] in _ARTICLES:
            start = text.index(words[1], start + len(words[0]))
        elif torn_off := _TORN_OFF.search(text, start, end):
            end = torn_off.start()
        elif words[-1] in _LAST:
            end -= len(text[start:end]) - len(text[start:end].rstrip()[: -len(words[-1])].rstrip())
        elif bracket := _BRACKET.search(text, start, end):
            end = bracket.start()
        else:
            break
    if len(words) > 1 and words[0].lower() in _PRONOUNS and words[0] not in ("IT", "WE"):
        end = start + len(words[0])
    possessive = _POSSESSIVE.search(text, start, end)
    end = possessive.start() if possessive and possessive.start() > start else end
    return Span(start, start + len(text[start:end].rstrip()))


def _is_nothing(text: str, arg: Argument) -> bool:
    """Whether a mention names nobody: "of", or the "s" of "let's"."""
    return arg.text in _NOTHING or (
        arg.text in _CLITICS and _APOSTROPHE.search(text, max(0, arg.start - 2), arg.start) is not None
    )


def _torn(text: str, last: Argument, arg: Argument) -> bool:
    """Whether two arguments of one role side by side are one: not two names or two counted things in a row."""
    gap = text[last.end : arg.start]
    if gap == "-":
        return True
    if gap not in (" ", "\u00a0"):
        return False
    before, words = text[last.start : last.end], arg.text
    tail = before.split()[-1]
    if tail in _LAST:
        return True
    if _NUMBERED.match(text, arg.start) or (tail[:1].isupper() and _COMPASS.match(text, arg.start)):
        return False
    return not (_is_name(before) and _is_name(words)) or arg.role not in (*PLACE_ROLES, Role.ACTOR)


def _is_name(words: str) -> bool:
    return all(w[:1].isupper() or w.lower().startswith(("al-", "el-", "of")) for w in words.split())


def _listed(text: str, arg: Argument) -> Iterator[Argument]:
    """The places of a list that has lost its commas, each on its own: 'Aleppo Hama Damascus and ...'."""
    words = arg.text.split()
    if (
        arg.role not in PLACE_ROLES
        or not 2 <= len(words) <= 8
        or not _is_name(arg.text)
        or "," in arg.text
        or "of" in words
    ):
        yield arg
        return
    names = [Span(*m.span()) for m in _UNIT.finditer(text, *arg.span)]
    if not all(_alone(text, name) for name in names):
        yield arg
        return
    for name in names:
        yield _moved(text, arg, name, arg.score)


def _alone(text: str, name: Span) -> bool:
    """Whether the report has these words as a name by themselves, between words that are no names."""
    low, high = max(0, name.start - _AROUND), name.end + _AROUND
    found = re.compile(rf"(?<![\w’'-]){re.escape(name.of(text))}(?![\w’'-])").finditer(text, low, high)
    return any(not _follows_a_name(text, m.start()) and not _ANOTHER.match(text, m.end(), m.end() + 5) for m in found)


def _follows_a_name(text: str, at: int) -> bool:
    before = re.search(r"([A-Z][\w’'-]*)[ \u00a0]\Z", text[max(0, at - 30) : at])
    return before is not None and before[1].lower() not in _OPENERS


def _moved(text: str, arg: Argument, span: Span, score: float) -> Argument:
    words = span.of(text)
    return replace(arg, text=words, start=span.start, end=span.end, entity=words, score=score)
