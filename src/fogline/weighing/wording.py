"""What the words of a sentence say beside the claim: how long a count covers, that it is over, what it is about."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache

from fogline.weighing.counts import number_words
from fogline.weighing.names import fold
from fogline.weighing.settings import lexicon

_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"(?<![\d.:,])\d{1,3}(?:,\d{3})+(?![\d:])|(?<![\d.:,])\d+(?![\d.:]\d|\d)")


def is_labelled(sentence: str, after: str) -> bool:
    """Whether a headline keeps its attribution as a label: "... - Reports", "... monitor", "Report: ..."."""
    label = lexicon("wording")["label"]
    if re.search(lexicon("wording")["front"], sentence, re.I):
        return True
    return any(re.search(label, s) is not None for s in (sentence[-24:].rstrip(" ."), sentence[-10:] + after))


_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}


@lru_cache(maxsize=16384)
def window(sentence: str) -> str:
    """How long a count covers where the sentence says so and it is longer than a day; else nothing.

    >>> window("79 were killed over the last 48 hours"), window("120 over the past 24 hours"), window("38 died")
    ('2 days', '', '')
    """
    said = re.search(lexicon("wording")["window"], fold(sentence))
    if said is not None:
        number, unit = said["n1"] or said["n2"] or "one", (said["u1"] or said["u2"]).rstrip("s")
        times = float(number) if number.isdigit() else float(number_words().get(number, 1))
        several = not number.isdigit() and number not in number_words() and (said["u1"] or "").endswith("s")
        days = times * _DAYS[unit]
        if several:
            return f"several {unit}s"
        return f"{days:.0f} days" if days > 1 else ""
    since = re.search(lexicon("wording")["since"], fold(sentence))
    return since.group() if since is not None else ""


def is_past(text: str, trigger: int, sentence: int, published: date | None) -> bool:
    """Whether a state is told as over: "once de facto capital", "had ruled it", "made it its capital in 2014"."""
    before = text[max(sentence, trigger - 48) : trigger + 24]
    after = text[trigger : trigger + 64]
    if re.search(lexicon("wording")["past"], before, re.I) or re.search(lexicon("wording")["over"], after, re.I):
        return True
    years = [int(y) for y in re.findall(r"\b(?:19|20)\d\d\b", text[sentence:trigger])]
    return published is not None and any(y < published.year for y in years)


@lru_cache(maxsize=65536)
def content_words(text: str) -> frozenset[str]:
    """The words of a sentence that say what it is about, cut to their first six letters."""
    stop = _stop()
    return frozenset(w[:6] for w in _WORD.findall(fold(text)) if w not in stop)


@lru_cache(maxsize=65536)
def numbers_in(text: str) -> frozenset[int]:
    """The numbers of a sentence from three up, in digits or words; years and clock times are none."""
    words = number_words()
    found = {int(d.replace(",", "")) for d in _NUMBER.findall(text) if len(d) <= 7}
    found |= {words[w] for w in _WORD.findall(fold(text)) if w in words}
    return frozenset(n for n in found if n >= 3 and not 1900 <= n <= 2100)


@cache
def _stop() -> frozenset[str]:
    return frozenset(lexicon("wording")["stop"])


def is_running(text: str, trigger: int, sentence: int, words: str) -> bool:
    """Whether a count goes up to the day of the report: "have been killed", "the death toll has reached"."""
    known, before = lexicon("wording"), text[max(sentence, trigger - 40) : trigger]
    return any(re.search(known[k], part, re.I) is not None for k, part in (("perfect", before), ("toll", words)))


def attributes(sentence: str) -> bool:
    """Whether a sentence tells somebody's word, be it that the reader found no source: "is claiming", "reportedly"."""
    return re.search(lexicon("wording")["attributes"], sentence, re.I) is not None


def hedges(sentence: str) -> frozenset[str]:
    """The words of a sentence that put it as less than done or certain: "may", "will", "reportedly"."""
    return frozenset(w.casefold() for w in re.findall(lexicon("wording")["hedges"], sentence, re.I))


def is_presupposed(before: str, trigger: str, after: str) -> bool:
    """Whether a sentence takes a happening as known and says something else of it: the speaker does not put it forward.

    >>> is_presupposed("The Pope's ", "visit", " is an opening, he said"), is_presupposed("", "who took", " it")
    (True, False)
    >>> is_presupposed("A ", "strike", " killed five, he said"), is_presupposed("It carried out a ", "raid", " there")
    (False, False)
    """
    known = lexicon("presupposed")
    if re.search(known["relative"], before, re.I):
        return True
    if not re.search(known["noun"], trigger, re.I) or not re.search(known["definite"], before, re.I):
        return False
    return not (re.search(known["light"], before, re.I) or re.search(known["happens"], after, re.I))


def takes_back(sentence: str) -> bool:
    """Whether a sentence says in its own words that what was written stands no more: "we were wrong", "correction"."""
    return re.search(lexicon("wording")["takes_back"], sentence, re.I) is not None


def names_building(sentence: str) -> bool:
    """Whether a sentence is about a building that one strike hits: a hospital, a market."""
    return bool(content_words(sentence) & _buildings())


@cache
def _buildings() -> frozenset[str]:
    return content_words(" ".join(lexicon("places")["buildings"]))
