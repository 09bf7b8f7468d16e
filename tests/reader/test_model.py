"""The model's input and its decoding: pieces, features, windows, spans. The networks are the shipped ones."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.claims import Span
from fogline.errors import PackError
from fogline.reader import model
from fogline.reader.features import TYPES, Encoded, Features, lemma_candidates, quoted, windows
from fogline.reader.network import ANAPHORA, PARTS, Calibration, Networks
from fogline.reader.sentences import split

WEIGHTS = Path(model.__file__).parent / "weights"


@pytest.fixture(scope="module")
def networks() -> Networks:
    return Networks()


def encode(features: Features, text: str) -> Encoded:
    return features.encode(text, split(text))


def test_pieces_index_the_text(networks: Networks) -> None:
    text = "Al-Tanf\u00a0— 😀 “Deir ez-Zor” naïve."
    encoded = encode(networks.features, text)
    for start, end in zip(encoded.start, encoded.end, strict=True):
        assert text[start:end].strip() == text[start:end] != ""
    words = "".join(text[s:e] for s, e in zip(encoded.start, encoded.end, strict=True))
    assert words == "".join(text.split())


@pytest.mark.parametrize(
    ("word", "name", "expected"),
    [
        ("Rebels", "title", 1), ("SDF", "upper", 1), ("reportedly", "cue probable", 1), ("may", "cue possible", 1),
        ("not", "cue negative", 1), ("seized", "type capture", 1), ("withdrawing", "type withdraw", 1),
        ("table", "type capture", 0), ("2017", "digit", 1), (",", "mark", 1),
    ],
)  # fmt: skip
def test_words_carry_their_features(networks: Networks, word: str, name: str, expected: int) -> None:
    features = networks.features
    encoded = encode(features, f"so {word} so")
    at = next(n for n in range(len(encoded)) if encoded.start[n] == 3)
    assert encoded.features[at, features.names.index(name)] == expected


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("seized", "seize"), ("fled", "fled"), ("hitting", "hit"), ("armies", "army"), ("withdrawing", "withdraw")],
)
def test_lemma_candidates_hold_the_plain_form(word: str, lemma: str) -> None:
    assert lemma in lemma_candidates(word)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said "we left" today.', "we left"),
        ("He said “we left” today.", "we left"),
        ('He said "we left\nNew paragraph.', "we left"),
        ("No marks at all.", ""),
    ],
)
def test_quoted_marks_what_stands_between_marks(text: str, inside: str) -> None:
    flags = quoted(text)
    assert "".join(c for c, f in zip(text, flags, strict=False) if f) == inside


@given(st.lists(st.integers(1, 40), max_size=30), st.integers(20, 60), st.integers(0, 30))
def test_windows_read_every_piece_once_within_their_size(lengths: list[int], size: int, context: int) -> None:
    sentence = np.repeat(np.arange(len(lengths)), lengths)
    count = len(sentence)
    none = np.zeros(count, dtype=np.int64)
    encoded = Encoded(none, none, none, none, sentence, np.zeros((count, 1), dtype=np.uint8))
    found = windows(encoded, size, context)
    assert [p for w in found for p in range(w.own, w.end)] == list(range(count))
    for w in found:
        assert w.start <= w.own < w.end
        assert w.end - w.start <= size
        assert w.own - w.start <= context


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((0, 9), "army"), ((0, 10), "army"), ((4, 9), "army"), ((9, 10), None), ((9, 22), "rebels’ camp"),
    ],
)  # fmt: skip
def test_trimmed_drops_articles_marks_and_space(span: tuple[int, int], expected: str | None) -> None:
    text = "the army, rebels’ camp"
    found = model.trimmed(text, Span(*span))
    assert (None if found is None else found.of(text)) == expected


@pytest.mark.parametrize(
    ("span", "expected"), [((6, 7), "U.S."), ((4, 7), "U.S."), ((4, 8), "U.S."), ((9, 15), "envoys")]
)
def test_trimmed_keeps_initials_whole(span: tuple[int, int], expected: str) -> None:
    text = "The U.S. envoys"
    found = model.trimmed(text, Span(*span))
    assert found is not None
    assert found.of(text) == expected


def test_a_higher_threshold_finds_a_part_of_the_claims(networks: Networks) -> None:
    text = (
        "Rebels seized Marran on Friday and shelled the airport. The army may withdraw. Talks on a truce go on, and "
        "the road is watched by a unit that belongs to the ministry. Supplies arrived, people came back, a post opened."
    )
    few, many = (
        {(c.trigger, c.type) for c in model.read(text, split(text), networks.features, networks, settings)}
        for settings in (replace(networks.settings, trigger=0.97), replace(networks.settings, trigger=0.05))
    )
    assert few
    assert few < many


def test_what_is_read_does_not_hang_on_the_window_before(networks: Networks) -> None:
    sentence = "Rebels seized the town of Marran on Friday, a monitor said. "
    long = sentence * 40
    found = model.read(long, split(long), networks.features, networks, networks.settings)
    captures = [c for c in found if c.type == "capture"]
    assert len({c.trigger for c in captures}) == 40


def test_types_follow_the_codebook() -> None:
    assert len(TYPES) == len(set(TYPES)) == 32


def test_calibration_is_monotone_and_bounded(networks: Networks) -> None:
    assert set(networks.calibration) >= {"claim", "args", "source", "certainty", "polarity", "mood", "time"}
    for curve in networks.calibration.values():
        values = [curve(x / 20) for x in range(21)]
        assert values == sorted(values)
        assert 0 <= values[0] <= values[-1] <= 1
    assert Calibration()(0.3) == pytest.approx(0.3)


def test_a_changed_weight_file_is_refused(tmp_path: Path) -> None:
    for part in (*PARTS, "reader.json"):
        shutil.copy(WEIGHTS / part, tmp_path / part)
    lists = tmp_path / "features.toml"
    lists.write_text(lists.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"features\.toml: SHA-256 is .* expected"):
        Networks(tmp_path)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"reader\.json: the reader's weights are missing"):
        Networks(tmp_path)


def test_the_pins_cover_every_part() -> None:
    pins = json.loads((WEIGHTS / "reader.json").read_text(encoding="utf-8"))["sha256"]
    assert set(pins) == {*PARTS, ANAPHORA}
