"""Where arguments and sources begin and end, whatever pieces the model found of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.claims import Argument, Mention, Role
from fogline.reader import mentions

#: Text, role, the pieces that were found, the mentions that they are.
TABLE: list[tuple[str, Role, Sequence[str], Sequence[str]]] = [
    ("Rebels near Deir ez-Zor fled.", Role.PLACE, ["ez-Zor"], ["Deir ez-Zor"]),
    ("Rebels in Deir ezzor fled.", Role.PLACE, ["Deir"], ["Deir ezzor"]),
    ("Rebels in Deir Ezzor fled.", Role.PLACE, ["Deir"], ["Deir Ezzor"]),
    ("The Russian armored vehicles burned.", Role.TARGET, ["armored vehicles"], ["armored vehicles"]),
    ("Rebels in Deir ez-Zor fled.", Role.PLACE, ["Deir"], ["Deir ez-Zor"]),
    ("Troops took Tel Abyad at dawn.", Role.PLACE, ["Tel"], ["Tel Abyad"]),
    ("They hurt Abu Mohamad al-Golani badly.", Role.TARGET, ["Mohamad", "al-Golani"], ["Abu Mohamad al-Golani"]),
    ("They left the territory of Iraq again.", Role.ORIGIN, ["of Iraq"], ["Iraq"]),
    ("The rebels in Daraa agreed.", Role.ACTOR, ["rebels in"], ["rebels"]),
    ("A child were killed.", Role.TARGET, ["child were"], ["child"]),
    ("As long as he pours forces there.", Role.ACTOR, ["he pours"], ["he"]),
    ("It is against IS he said.", Role.TARGET, ["IS he"], ["IS"]),
    ("Assad's use of gas was noted.", Role.ACTOR, ["Assad's"], ["Assad"]),
    ("They cut ISIL's supply line.", Role.PLACE, ["s supply line"], ["supply line"]),
    ("The rebels' camp burned.", Role.ACTOR, ["rebels'"], ["rebels"]),
    ("pro-Iranian forces came", Role.ACTOR, ["pro", "Iranian forces"], ["pro-Iranian forces"]),
    ("Five killed in Aleppo Hama and Homs.", Role.PLACE, ["Aleppo", "Hama"], ["Aleppo", "Hama"]),
    ("Aleppo fell. In Hama they hid. Shells hit Aleppo Hama.", Role.PLACE, ["Aleppo Hama"], ["Aleppo", "Hama"]),
    ("Shells hit civilians in rebel-held parts.", Role.TARGET, ["civilians in rebel-"], ["civilians"]),
    ("Let's leave the town.", Role.ACTOR, ["s"], []),
    ("The 'IS' men fled.", Role.ACTOR, ["IS"], ["IS"]),
    ("The two sides shelled each other.", Role.TARGET, ["other"], ["each other"]),
    ("The non-Islamist rebels left.", Role.ACTOR, ["rebels"], ["non-Islamist rebels"]),
    ("The Fifty men and Fifty rebels left.", Role.ACTOR, ["rebels"], ["rebels"]),
    ("The United Nations urged it.", Role.ACTOR, ["United"], ["United Nations"]),
    ("Members of the Nusra Front came.", Role.ACTOR, ["Front"], ["Nusra Front"]),
    ("Members of the Arab League came.", Role.ACTOR, ["the Arab League"], ["Arab League"]),
    ("They said that and left.", Role.ACTOR, ["and"], []),
    ("Militants of Islamic State (IS) fled.", Role.ACTOR, ["Islamic State (IS)"], ["Islamic State"]),
    ("The fall of New Aleppo was quick.", Role.PLACE, ["New Aleppo"], ["New Aleppo"]),
    ("They hit Atareb west of Aleppo.", Role.PLACE, ["Atareb", "west of Aleppo"], ["Atareb", "west of Aleppo"]),
    ("Between Turkey Russia and Iran.", Role.ACTOR, ["Turkey", "Russia"], ["Turkey", "Russia"]),
    ("Four tanks three cars burned.", Role.TARGET, ["Four tanks", "three cars"], ["Four tanks", "three cars"]),
    ("The U.S. and Kurdish forces came.", Role.ACTOR, ["U.S. and", "Kurdish forces"], ["U.S. and Kurdish forces"]),
    ("More than 10 million fled.", Role.QUANTITY, ["million"], ["More than 10 million"]),
    ("On 26 October 2016 26 people died.", Role.QUANTITY, ["26"], ["26"]),
    ("Jets hit the Shayrat air base.", Role.TARGET, ["air base"], ["Shayrat air base"]),
    ("Ships left the Strait of Hormuz.", Role.PLACE, ["of Hormuz"], ["Strait of Hormuz"]),
    ("They took Rastan ' again.", Role.PLACE, ["Rastan '"], ["Rastan"]),
    ("Drones hit a processing plant.", Role.TARGET, ["processing"], ["processing plant"]),
    ("The Russian troops left.", Role.ACTOR, ["Russian"], ["Russian troops"]),
    ("Russia troops on.", Role.ACTOR, ["Russia"], ["Russia"]),
    ("The coalition struck.", Role.ACTOR, ["coalition"], ["coalition"]),
    ("More than a quarter of a million died.", Role.QUANTITY, ["than a quarter"], ["More than a quarter of a million"]),
]  # fmt: skip


def arguments(text: str, role: Role, pieces: Sequence[str]) -> list[Argument]:
    found, at = [], 0
    for piece in pieces:
        at = text.rindex(piece) if len(pieces) == 1 else text.index(piece, at)
        found.append(Argument(role, piece, at, at + len(piece), entity=piece, score=0.9))
        at += len(piece)
    return found


@pytest.mark.parametrize(("text", "role", "pieces", "expected"), TABLE, ids=[t[0] for t in TABLE])
def test_mentions_are_whole_and_nothing_more(
    text: str, role: Role, pieces: Sequence[str], expected: Sequence[str]
) -> None:
    settled = mentions.whole(text, arguments(text, role, pieces))
    assert [a.text for a in settled] == list(expected)
    assert all(text[a.start : a.end] == a.text for a in settled)


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("It was near, he added on Friday.", "he added", "he"),
        ("The National Coalition and others said so.", "National Coalition and", "National Coalition"),
        ("The spokesman Maj. Gen. Igor Konashenkov said so.", "Maj. Gen", "Maj. Gen. Igor Konashenkov"),
        ("The government of Syria issued a note.", "government of Syria issued a note", "government of Syria"),
        ("State media said so.", "State", "State media"),
        ("The Ukrainian defence ministry said so.", "Ukrainian defence", "Ukrainian defence ministry"),
        (
            "The Observatory for Human Rights (SOHR) said so.",
            "Observatory for Human Rights (SOHR",
            "Observatory for Human Rights",
        ),
        ("Commander Abu Saleh said so.", "Abu", "Abu Saleh"),
        ("SANA news agency said so.", "SANA", "SANA"),
        ("The Observatory said so.", "Observatory", "Observatory"),
    ],
)
def test_sources_are_whole_and_nothing_more(text: str, found: str, whole: str) -> None:
    at = text.index(found)
    assert mentions.source(text, Mention(found, at, at + len(found), found)).text == whole


@given(st.text(alphabet="Aab e-’'s.1 ofzT\n", min_size=1, max_size=60), st.data())
def test_whatever_was_found_stays_a_stretch_of_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return
    for role in (Role.PLACE, Role.QUANTITY, Role.TOPIC):
        settled = mentions.whole(text, [Argument(role, text[start:end], start, end, text[start:end])])
        assert all(text[a.start : a.end] == a.text and a.text.strip() for a in settled)


@pytest.mark.parametrize(
    ("text", "noun", "number"),
    [
        ("At least 16 others were hurt.", "others", "At least 16"),
        ("Seven killed, 37 other men hurt.", "men", "37"),
        ("In 2016 men left.", "men", None),
        ("Men left.", "Men", None),
        ("Two brave men left.", "men", None),
    ],
)
def test_the_number_before_a_noun(text: str, noun: str, number: str | None) -> None:
    found = mentions.counted(text, text.index(noun), 0)
    assert (None if found is None else found.of(text)) == number
