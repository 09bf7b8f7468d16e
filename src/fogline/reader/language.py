"""In which language a text is: enough to skip what this reader cannot read, and never a short English headline.

Letters of other scripts decide first, then the share of each language's function words (`lexicons/languages.toml`).
A text without function words ("Syrian army takes Deir ez-Zor") is taken as English with low confidence.
"""

from __future__ import annotations

import re
from collections import Counter

from fogline.reader.lexicons import load

_LEXICON = load("languages")
_WORDS = {code: frozenset(words.split()) for code, words in _LEXICON["words"].items()}
_SCRIPTS = {
    code: re.compile("[" + "-".join(chr(int(end, 16)) for end in bounds.split("-")) + "]")
    for code, bounds in _LEXICON["scripts"].items()
}
_LETTERS = re.compile(r"[^\W\d_]+")
#: A text is skipped as foreign at this confidence. English texts of the train split reach it for no other language.
SURE = 0.65
#: Code points that are looked at: the first, the middle and the last thousands of a long text.
SAMPLE = 20_000


def guess(text: str) -> tuple[str, float]:
    """ISO 639-1 code of the likeliest language and how sure that is, 0 to 1; ("und", 0.0) without letters."""
    sample = text if len(text) <= SAMPLE else text[: SAMPLE // 2] + text[-SAMPLE // 2 :]
    words = _LETTERS.findall(sample.lower())
    letters = sum(map(len, words))
    if not letters:
        return "und", 0.0
    for code, script in _SCRIPTS.items():
        share = len(script.findall(sample)) / letters
        if share > 0.5:
            return code, min(1.0, share)
    tally = Counter(words)
    hits = Counter({code: sum(tally[w] for w in known & tally.keys()) for code, known in _WORDS.items()})
    (best, most), (_, second) = hits.most_common(2)
    if not most:
        return "en", 0.5
    lead = (most - second) / most
    evidence = min(1.0, most / 6)  # six function words are as good as sixty
    if best != "en" and (hits["en"] * 2 > most or most < 4):
        return "en", 0.5
    return best, round(0.5 + 0.5 * lead * evidence, 3)


def is_foreign(text: str) -> str | None:
    """The language code of a text that is surely not English; None for English and whatever is too short to tell."""
    code, confidence = guess(text)
    return code if code not in ("en", "und") and confidence >= SURE else None
