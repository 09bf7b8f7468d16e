"""The small rules behind the model: measures, retractions, roles, names, phases, languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.claims import Argument, Certainty, Claim, ClaimType, Mention, Mood, Phase, Polarity, Role, Span
from fogline.reader import entities, language, measures, phase, retractions, roles, triggers
from fogline.reader.ranker import Ranker
from fogline.reader.sentences import split


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def arg(text: str, role: Role, words: str) -> Argument:
    where = span(text, words)
    return Argument(role, words, *where, entity=words)


def claim(text: str, words: str, type_: ClaimType, *args: tuple[Role, str], **fields: object) -> Claim:
    made = tuple(arg(text, role, w) for role, w in args)
    return Claim("r", span(text, words), words, type_, made, **fields)  # type: ignore[arg-type]


MEASURES = [
    (
        "The new army base lies just 20 kilometers from the second rebel base in the south.",
        (
            "distance",
            "20 kilometers",
            {"place": "new army base", "origin": "second rebel base", "quantity": "just 20 kilometers"},
        ),
    ),
    (
        "Jets bombed the convoy when it was still some 40 kilometers away from al-Tanf.",
        ("distance", "40 kilometers", {"place": "it", "origin": "al-Tanf", "quantity": "some 40 kilometers"}),
    ),
    (
        "They control all 375 miles of the Iraq-Syria border.",
        ("extent", "375 miles", {"place": "Iraq-Syria border", "quantity": "all 375 miles"}),
    ),
    ("Troops are within five km of Mosul.", ("distance", "five km", {"origin": "Mosul"})),
    ("Rebels fled to Hibhib, 8 km (5.0 mi) northwest of Baquba.", ("distance", "8 km", {"origin": "Baquba"})),
    ("The army advanced 15 km north of Sukhna.", None),
    ("He has waited for miles of paper.", None),
]


@pytest.mark.parametrize(("text", "expected"), MEASURES)
def test_measures(text: str, expected: tuple[str, str, dict[str, str]] | None) -> None:
    first = claim(text, text.split()[0], ClaimType.PRESENT)
    found = [c for c in measures.complete(text, split(text), [first]) if c.type in ("distance", "extent")]
    if expected is None:
        assert found == []
        return
    (read,) = found
    assert (str(read.type), read.trigger_text) == expected[:2]
    roles_read = {str(a.role): a.text for a in read.args}
    assert expected[2].items() <= roles_read.items()


def test_a_zones_measure_is_its_quantity() -> None:
    text = "The Pentagon proclaimed a 55 kilometer exclusion zone around al-Tanf."
    zone = claim(text, "exclusion zone", ClaimType.ZONE, (Role.PLACE, "al-Tanf"))
    (read,) = measures.complete(text, split(text), [zone])
    assert [a.text for a in read.roles(Role.QUANTITY)] == ["55 kilometer"]


@pytest.mark.parametrize(
    ("text", "trigger", "retracted", "certainty"),
    [
        (
            "I was probably wrong when I suggested that the US had extended its zone.",
            "extended",
            True,
            Certainty.PROBABLE,
        ),
        ("The ministry has withdrawn its claim that rebels fled.", "fled", True, Certainty.CERTAIN),
        ("Rebels fled, we wrote. That was wrong.", "fled", True, Certainty.CERTAIN),
        ("The army has withdrawn its men, and rebels fled.", "fled", False, Certainty.CERTAIN),
        ("An earlier version of this story said that rebels fled; they stayed.", "stayed", False, Certainty.CERTAIN),
    ],
)
def test_retractions(text: str, trigger: str, retracted: bool, certainty: Certainty) -> None:
    (read,) = retractions.mark(text, split(text), [claim(text, trigger, ClaimType.WITHDRAW)])
    assert (read.mood is Mood.RETRACTED, read.certainty) == (retracted, certainty)


def test_a_retracted_claim_is_not_a_denied_one() -> None:
    text = "I was wrong when I suggested that rebels fled."
    doubted = claim(text, "fled", ClaimType.WITHDRAW, polarity=Polarity.NEGATIVE)
    assert retractions.mark(text, split(text), [doubted])[0].polarity is Polarity.POSITIVE


def test_roles() -> None:
    text = "Islamic State lost Manbij to the Democratic Forces."
    lost = claim(
        text,
        "lost",
        ClaimType.CAPTURE,
        (Role.ACTOR, "Islamic State"),
        (Role.PLACE, "Manbij"),
        (Role.TARGET, "Democratic Forces"),
    )
    assert {str(a.role): a.text for a in roles.tidy(text, [lost])[0].args} == {
        "target": "Islamic State",
        "place": "Manbij",
        "actor": "Democratic Forces",
    }
    text = "Kunduz fell to the Taliban."
    fell = claim(text, "fell", ClaimType.CAPTURE, (Role.PLACE, "Kunduz"), (Role.TARGET, "Taliban"))
    assert [str(a.role) for a in roles.tidy(text, [fell])[0].args] == ["place", "actor"]
    text = "Paris withdrew its last soldiers from Mali, and rebels returned."
    left = claim(text, "withdrew", ClaimType.WITHDRAW, (Role.ACTOR, "Paris"), (Role.ACTOR, "soldiers"))
    assert [a.text for a in roles.tidy(text, [left])[0].args] == ["Paris"]
    text = "pro-Iranian forces entered the village of al-Tanf"
    entered = claim(
        text,
        "entered",
        ClaimType.ADVANCE,
        (Role.ACTOR, "Iranian forces"),
        (Role.PLACE, "village"),
        (Role.PLACE, "al"),
        (Role.PLACE, "Tanf"),
    )
    assert [a.text for a in roles.tidy(text, [entered])[0].args] == ["pro-Iranian forces", "al-Tanf"]
    text = "rebel-held Wau fell"
    held = claim(text, "held", ClaimType.HOLD, (Role.ACTOR, "rebel"), (Role.PLACE, "Wau"))
    assert roles.tidy(text, [held]) == [held]


@pytest.mark.parametrize(
    ("text", "trigger", "type_", "party", "role"),
    [
        (
            "They were driven out of Bambari by French soldiers.",
            "driven out",
            ClaimType.CAPTURE,
            "French soldiers",
            "actor",
        ),
        ("The release of sixty prisoners by the Houthis ended it.", "release", ClaimType.DETAIN, "Houthis", "actor"),
        ("The attack on a town held by rebels failed.", "attack", ClaimType.CLASH, None, "actor"),
        ("The siege was lifted by Monday.", "lifted", ClaimType.BESIEGE, None, "actor"),
    ],
)
def test_who_stands_behind_by_acts(text: str, trigger: str, type_: ClaimType, party: str | None, role: str) -> None:
    made = Claim("r", span(text, trigger), trigger, type_, evidence=Span(0, len(text)))
    found = [a.text for a in roles.tidy(text, [made])[0].args if a.role == role]
    assert found == ([] if party is None else [party])


ENTITIES = [
    ("US special forces hold the post. They will leave it.", "They", Role.ACTOR, "US special forces"),
    ("Gen. Qassem Soleimani came on Monday. He commands the Quds Force.", "He", Role.ACTOR, "Gen. Qassem Soleimani"),
    ("The Syrian Democratic Forces (SDF) won. The SDF took Raqqa.", "SDF took", Role.ACTOR, "Syrian Democratic Forces"),
    ("The Syrian Army left. On Sunday the army came back.", "army", Role.ACTOR, "Syrian Army"),
    ("Rebels took the town of Rastan. On Sunday jets bombed the town.", "town.", Role.PLACE, "Rastan"),
    ("President Bashar al-Assad spoke. Assad's men left.", "Assad's", Role.ACTOR, "Bashar al-Assad"),
    ("Jets bombed Wau.", "Wau", Role.PLACE, "Wau"),
    ("US jets bombed Wau.", "US", Role.ACTOR, "US"),
]


@pytest.mark.parametrize(("text", "words", "role", "expected"), ENTITIES)
def test_entities(text: str, words: str, role: Role, expected: str, ranker: Ranker) -> None:
    last = text.rindex(words) if words != "They" else text.index(words)
    clean = words.split()[0].rstrip(".")
    mention = Argument(role, clean, last, last + len(clean), clean)
    first = text.split(".")[0].split()
    subject = next(
        n for n in ("US special forces", "Gen. Qassem Soleimani", "The Syrian Democratic Forces", *first) if n in text
    )
    named = claim(text, first[-1], ClaimType.CLASH, (Role.ACTOR, subject))
    here = Claim("r", mention.span, clean, ClaimType.CLASH, (mention,))
    read = entities.name(text, split(text), [named, here] if subject != clean else [here], ranker=ranker)[-1]
    assert expected in read.args[0].entity


@pytest.mark.parametrize(
    ("words", "speaker", "expected"),
    [("We", "defence ministry", "defence ministry"), ("I", "Ali Bongo", "Ali Bongo"), ("We", "Ali Bongo", "We")],
)
def test_we_is_a_body_that_speaks_and_i_a_person(words: str, speaker: str, expected: str) -> None:
    text = f"“{words} left the port,” {speaker} said."
    source = Mention(speaker, *span(text, speaker), entity=speaker)
    left = claim(text, "left", ClaimType.WITHDRAW, (Role.ACTOR, words), sources=(source,))
    assert entities.name(text, split(text), [left])[0].args[0].entity == expected


@pytest.mark.parametrize(
    ("trigger", "type_", "expected"),
    [
        ("set up", ClaimType.BASE, Phase.BEGIN),
        ("base", ClaimType.BASE, Phase.HOLD),
        ("closed", ClaimType.BASE, Phase.END),
        ("imposed", ClaimType.ZONE, Phase.BEGIN),
        ("lifted", ClaimType.ZONE, Phase.END),
        ("broke the siege", ClaimType.BESIEGE, Phase.END),
        ("besieged", ClaimType.BESIEGE, Phase.BEGIN),
        ("truce", ClaimType.AGREE, Phase.HOLD),
        ("violated", ClaimType.AGREE, Phase.END),
        ("bombed", ClaimType.STRIKE, None),
    ],
)
def test_phase(trigger: str, type_: ClaimType, expected: Phase | None) -> None:
    assert phase.of(Claim("r", Span(0, len(trigger)), trigger, type_)) is expected


@pytest.mark.parametrize(
    ("text", "trigger", "type_", "expected"),
    [
        ("They took the former stronghold of Wau.", "stronghold", ClaimType.HOLD, Phase.END),
        ("They took the former Islamic State stronghold.", "stronghold", ClaimType.HOLD, Phase.END),
        ("Wau, once held by rebels, fell.", "held", ClaimType.HOLD, Phase.END),
        ("Rebels no longer held it.", "held", ClaimType.HOLD, Phase.END),
        ("The ex-base burned.", "base", ClaimType.BASE, Phase.END),
        ("The former mayor saw their stronghold fall.", "stronghold", ClaimType.HOLD, Phase.HOLD),
        ("At once they bombed Wau.", "bombed", ClaimType.STRIKE, None),
    ],
)
def test_what_was_once_so_has_ended(text: str, trigger: str, type_: ClaimType, expected: Phase | None) -> None:
    assert phase.of(Claim("r", span(text, trigger), trigger, type_), text) is expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("L'armée a repris la ville de Wau, selon une source militaire citée par l'agence.", "fr"),
        ("El ejército recuperó la ciudad de Wau, según una fuente militar.", "es"),
        ("Die Armee hat die Stadt nach Angaben der Regierung zurückerobert.", "de"),
        ("الجيش يستعيد المدينة", "ar"),
        ("Армия вернула город", "ru"),
        ("Syrian army takes Deir ez-Zor", None),
        ("De Gaulle, La Paz, El Alamein, Die Hard", None),
        ("Rebels fled.", None),
        ("", None),
        ("12 345 !", None),
    ],
)
def test_language(text: str, code: str | None) -> None:
    assert language.is_foreign(text) == code


@given(st.text(max_size=300))
def test_rules_take_any_text(text: str) -> None:
    sentences = split(text)
    middle = max(0, len(text) // 2)
    made = [Claim("r", Span(middle, min(len(text), middle + 4)), text[middle : middle + 4], ClaimType.BESIEGE)]
    for rule in (measures.complete, retractions.mark, entities.name):
        assert rule(text, sentences, made)
    assert 0.0 <= language.guess(text)[1] <= 1.0


def test_fixed_phrases_have_their_type() -> None:
    text = "A pro-Iranian force moved in to take their place; the US had extended its kill zone."
    read = [
        claim(text, "moved in", ClaimType.WITHDRAW),
        claim(text, "take their place", ClaimType.WITHDRAW),
        claim(text, "extended its kill zone", ClaimType.BESIEGE),
    ]
    assert [c.type for c in triggers.settle(text, read)] == [ClaimType.ADVANCE, ClaimType.DEPLOY, ClaimType.ZONE]
    assert triggers.settle(text, [claim(text, "moved in", ClaimType.DEPLOY)])[0].type is ClaimType.DEPLOY
    text = "Moscow extended its kill zone, and extended its rule over Idlib."
    held = [claim(text, "extended", ClaimType.HOLD), Claim("r", Span(35, 43), "extended", ClaimType.HOLD)]
    assert [c.type for c in triggers.settle(text, held)] == [ClaimType.ZONE, ClaimType.HOLD]


def test_listed_verbs_share_their_mood() -> None:
    text = "They discussed terms for the US to evacuate the post and hand it over. They left and burned it."
    read = triggers.join_moods(
        text,
        split(text),
        [
            claim(text, "evacuate", ClaimType.WITHDRAW, mood=Mood.PLANNED),
            claim(text, "hand it over", ClaimType.HAND_OVER),
            claim(text, "burned", ClaimType.DESTROY),
        ],
    )
    assert [c.mood for c in read] == [Mood.PLANNED, Mood.PLANNED, Mood.ACTUAL]


def test_whose_base_it_is_stands_in_front_of_it() -> None:
    text = "Around its new base at Dar Hamid the ministry declared a zone."
    base = claim(text, "base", ClaimType.BASE, (Role.PLACE, "Dar Hamid"), evidence=Span(0, len(text)))
    (owned,) = roles.tidy(text, [base])
    assert [a.text for a in owned.roles(Role.ACTOR)] == ["its"]
    named = claim(text, "base", ClaimType.BASE, (Role.ACTOR, "ministry"), evidence=Span(0, len(text)))
    assert [a.text for a in roles.tidy(text, [named])[0].roles(Role.ACTOR)] == ["ministry"]


def test_a_base_is_not_at_the_place_from_which_it_is_so_far() -> None:
    text = "They live with a fully-fledged army base 20 kilometers from Tal Nasri."
    base = claim(text, "base", ClaimType.BASE, (Role.PLACE, "Tal Nasri"), evidence=Span(0, len(text)))
    done = measures.complete(text, [Span(0, len(text))], [base])
    assert [c.roles(Role.PLACE) for c in done if c.type is ClaimType.BASE] == [()]
