"""What any engine must keep: exact spans, the codebook's vocabulary, same input same output, order of reports."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fogline import reader
from fogline.claims import Claim, ClaimType, Report, Role
from fogline.codebook import from_codebook, to_codebook
from fogline.errors import QuestionError
from fogline.reader import Engine

TEXTS = (
    "Rebels seized the town of Marran on Tuesday, a monitor said. The army denied that it had withdrawn.",
    "“We will leave the base,” Colonel Adil Sabri said — “but not before Friday.”\n\nHe gave no details.",
    "DORAN, Fri Oct 7 2016 Air strikes killed at least 18 civilians\nTwo officials told Channel Nine a truce may hold.",
    "In Deir ez-Zor 😀 the militia\u00a0shelled\u200f two villages; 20 kilometers away, another base was set up.",
)


@pytest.fixture(scope="module", params=["local"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return reader.load(request.param)


def report(text: str, name: str = "example") -> Report:
    return Report(text=text, name=name, published=date(2017, 6, 19))


def check(claim: Claim, text: str) -> None:
    """Every span lies in the text and says what it claims to say; every score is a probability."""
    assert claim.trigger.of(text) == claim.trigger_text != ""
    assert claim.evidence.contains(claim.trigger)
    assert claim.type in ClaimType
    for mention in (*claim.args, *claim.sources, *([claim.time] if claim.time else [])):
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.text == mention.text.strip()
    for argument in claim.args:
        assert argument.role in Role
        assert argument.entity
        assert 0 <= argument.score <= 1
    scores = claim.scores
    for value in (scores.claim, scores.source, scores.certainty, scores.polarity, scores.mood, scores.time):
        assert 0 <= value <= 1


def test_is_an_engine_with_a_version_that_names_its_weights(engine: Engine) -> None:
    assert isinstance(engine, Engine)
    assert engine.name == "local"
    method, _, weights = engine.version.partition("+")
    assert method
    assert len(weights) == 12


@pytest.mark.parametrize("text", TEXTS)
def test_spans_are_found_in_the_text_exactly(engine: Engine, text: str) -> None:
    reading = engine.read(report(text))
    assert reading.report == report(text).id
    assert (reading.reader, reading.version) == (engine.name, engine.version)
    assert reading.claims
    for claim in reading.claims:
        check(claim, text)
        assert claim.report == reading.report


def test_same_report_gives_the_same_claims(engine: Engine) -> None:
    once, again = engine.read(report(TEXTS[0])), engine.read(report(TEXTS[0]))
    assert once == again


def test_keys_are_unique_and_triggers_in_order(engine: Engine) -> None:
    claims = engine.read(report(" ".join(TEXTS))).claims
    assert len({c.key for c in claims}) == len(claims)
    assert [c.trigger for c in claims] == sorted(c.trigger for c in claims)


def test_many_reports_come_back_in_their_order(engine: Engine) -> None:
    reports = [report(text, str(n)) for n, text in enumerate(TEXTS * 9)]
    readings = list(engine.read_many(reports))
    assert [r.report for r in readings] == [r.id for r in reports]
    alone = engine.read(reports[1])
    assert [c.key for c in readings[1].claims] == [c.key for c in alone.claims]


def test_two_processes_read_the_same(engine: Engine) -> None:
    reports = [report(text, str(n)) for n, text in enumerate(TEXTS * 9)]
    one, two = list(engine.read_many(reports)), list(engine.read_many(reports, processes=2))
    assert [[c.key for c in r.claims] for r in one] == [[c.key for c in r.claims] for r in two]


def test_claims_survive_the_codebook_form(engine: Engine) -> None:
    for claim in engine.read(report(TEXTS[0])).claims:
        again = from_codebook(to_codebook(claim), claim.report)
        assert to_codebook(again) == to_codebook(claim)


def test_min_score_leaves_out_what_is_less_sure() -> None:
    text = " ".join(TEXTS)
    everything = reader.load("local").read(report(text)).claims
    sure = reader.load("local", min_score=0.8).read(report(text)).claims
    assert {c.key for c in sure} == {c.key for c in everything if c.scores.claim >= 0.8}


def test_an_unknown_engine_is_named_with_the_known_ones() -> None:
    with pytest.raises(QuestionError, match=r"'oracle' is not known; expected one of .*local"):
        reader.load("oracle")


@pytest.mark.parametrize(
    "text",
    ["", " \n\t", ".", "…", "\x00\x01\x02", "\u202eevoba demialc\u202c", "😀" * 50, "a" * 5000, "no stop " * 3000],
    ids=["empty", "blank", "stop", "ellipsis", "control", "right to left", "emoji", "one word", "no full stop"],
)
def test_odd_text_does_not_break_it(engine: Engine, text: str) -> None:
    for claim in engine.read(report(text)).claims:
        check(claim, text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["troops", "seized", "the", "town", "said", "“", "”", '"', "\n", "killed", "18", "may", ":"]
            ),
            st.text(max_size=6),
        ),
        max_size=40,
    )
)
def test_spans_are_exact_in_any_text(engine: Engine, words: list[str]) -> None:
    text = " ".join(words)
    for claim in engine.read(report(text)).claims:
        check(claim, text)
