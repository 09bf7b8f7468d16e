"""What pronouns and short names stand for, in reports of two or three sentences."""

from __future__ import annotations

import pytest

from fogline.claims import Argument, Claim, ClaimType, Mention, Role, Span
from fogline.reader import entities, quotations
from fogline.reader.entities import Book
from fogline.reader.ranker import Ranker
from fogline.reader.sentences import split

#: Text, names that other claims of it have as actor or place, the mention, its role, its source, whom it means.
TABLE = [
    ("The ministry said it struck the post.", (), (), "it", Role.ACTOR, "ministry", "ministry"),
    ("The ministry said on Monday that it struck a post.", (), (), "it", Role.ACTOR, "ministry", "ministry"),
    ("Rebels left Rastan. Jets bombed it there.", ("Rebels",), ("Rastan",), "there", Role.PLACE, "", "Rastan"),
    ("Allied militias came. On Friday it fell back.", ("Allied militias",), (), "it", Role.ACTOR, "", "it"),
    ("Ahmad Karim led a unit. Later he was shot.", ("Ahmad Karim",), (), "he", Role.TARGET, "", "Ahmad Karim"),
    ("Tobias Ellwood came. Then Mr Ellwood left.", ("Tobias Ellwood",), (), "Mr Ellwood",
     Role.ACTOR, "", "Tobias Ellwood"),
    ("US-backed Syrian Democratic Forces came. The SDF won.", ("US-backed Syrian Democratic Forces",), (), "SDF",
     Role.ACTOR, "", "US-backed Syrian Democratic Forces"),
    ("Iraqis and Syrians fought. Jets bombed IS again.", ("Iraqis and Syrians",), (), "IS", Role.TARGET, "", "IS"),
    ("The Syrian army came. The Syrian armys men left.", ("Syrian army",), (), "Syrian armys",
     Role.ACTOR, "", "Syrian army"),
    ("He saw planes from a US-led coalition. The coalition left.", ("planes from a US-led coalition",), (),
     "coalition", Role.ACTOR, "", "coalition"),
    ("Rebels left. After they surrounded the city of Kherson, they occupied it.", (), ("Kherson",), "it",
     Role.PLACE, "", "Kherson"),
    ("Jets bombed Idlib. The Russians left.", ("Russian",), (), "Russians", Role.ACTOR, "", "Russians"),
    ("The UN Envoy to Syria came. They left Syria.", ("UN Envoy to Syria",), (), "Syria", Role.PLACE, "", "Syria"),
    ("Prime Minister Karim of Lebanon came. Lebanon left.", ("Prime Minister Karim of Lebanon",), (), "Lebanon",
     Role.ACTOR, "", "Lebanon"),
    ("Ahmad Karim said we struck the post.", (), (), "we", Role.ACTOR, "Ahmad Karim", "we"),
    ("Ahmad Karim said that I struck the post.", (), (), "I", Role.ACTOR, "Ahmad Karim", "Ahmad Karim"),
    ("The defence ministry said we struck the post.", (), (), "we", Role.ACTOR, "defence ministry", "defence ministry"),
    ("The US came. Russian air strikes killed many. They fell back.", ("Russian",), (), "They", Role.ACTOR, "", "They"),
    ("Israeli Prime Minister Dan Levi came. Levi said we struck the post.", (), (), "we", Role.ACTOR, "Levi", "Israel"),
    ("Ann Roe, a doctor in Gaza, said we fled.", (), (), "we", Role.ACTOR, "Ann Roe", "we"),
    ("Rebels left Rastan. Jets bombed the town.", ("Rebels",), ("Rastan",), "town", Role.PLACE, "", "Rastan"),
    ("Rebels left Syria. Jets bombed the town.", ("Rebels",), ("Syria",), "town", Role.PLACE, "", "town"),
    ("Troops crossed into Mali. They left the country.", ("Troops",), ("Mali",), "country", Role.PLACE, "", "Mali"),
    ("Troops left Mali and Niger fell silent. Chad sent men to the country.", ("Troops",), (), "country",
     Role.PLACE, "", "Mali"),
    ("The Taliban came. Jets bombed the armed group.", ("Taliban",), (), "armed group", Role.TARGET, "", "Taliban"),
    ("The Taliban met Hamas. Jets bombed the militants.", ("Taliban", "Hamas"), (), "militants", Role.TARGET, "",
     "militants"),
    ("The ministry met rebels. Jets bombed the group.", ("ministry", "rebels"), (), "group", Role.TARGET, "", "group"),
    ("A strike killed civilians as they fled.", ("civilians",), (), "they", Role.ACTOR, "", "civilians"),
    ("Russia took Kherson. It then struck the port.", ("Russia",), ("Kherson",), "It", Role.ACTOR, "", "Russia"),
    ("Rebels took Rastan. Half of the town burned.", ("Rebels",), ("Rastan",), "Half of the town", Role.PLACE, "",
     "Half of Rastan"),
    ("Islamic State left. Jets bombed ISIS.", ("Islamic State",), (), "ISIS", Role.TARGET, "", "Islamic State"),
    ("Russian President Ivan Orlov came. The Russian president left.", ("Ivan Orlov",), (), "Russian president",
     Role.ACTOR, "", "Russian President Ivan Orlov"),
    ("Five Hamas men fled. Hamas left.", (), (), "Hamas", Role.ACTOR, "", "Hamas"),
    ("Senior Hamas men fled, and senior aides. Hamas left.", (), (), "Hamas", Role.ACTOR, "", "Hamas"),
    ("Russia struck. Hamas has said it left.", ("Russia",), (), "it", Role.ACTOR, "", "Hamas"),
    ("Rebels took Rastan. They hold the city's center.", ("Rebels",), ("Rastan",), "city's center", Role.PLACE, "",
     "Rastan's center"),
    ("US forces came. Jets hit those forces again.", ("US forces",), (), "forces", Role.TARGET, "", "US forces"),
    ("He met the chancellor, Olaf Scholz, on Monday.", (), (), "chancellor", Role.TARGET, "", "Olaf Scholz"),
    ("He met the chancellor, a friend, on Monday.", (), (), "chancellor", Role.TARGET, "", "chancellor"),
    ("They hope that the western allies are weak, and that they flee.", (), (), "they", Role.ACTOR, "",
     "western allies"),
    ("Syrian civilians left. Jets hit the civilians.", ("Syrian civilians",), (), "civilians", Role.TARGET, "",
     "civilians"),
    ("Mali hospital struck. Mali left. The hospital burned.", ("Mali hospital",), (), "hospital", Role.TARGET, "",
     "hospital"),
    ("The Taliban came. A militant said we struck.", ("Taliban",), (), "we", Role.ACTOR, "militant", "Taliban"),
    ("The Taliban came. A fighter said we struck.", ("Taliban",), (), "we", Role.ACTOR, "fighter", "we"),
    ("The Taliban came. An SDF fighter said we struck, as the SDF did.", ("Taliban", "SDF"), (), "we", Role.ACTOR,
     "SDF fighter", "SDF"),
    ("Parts of Old Rastan city fell. The city burned.", (), ("Parts of Old Rastan city",), "city", Role.TARGET, "",
     "city"),
    ("Men of al-Noor in the Gulf Region (ANGR) fled. ANGR fought.", ("Men",), (), "ANGR", Role.ACTOR, "",
     "al-Noor in the Gulf Region"),
    ("A gunman struck. He fled.", ("gunman",), (), "He", Role.ACTOR, "", "gunman"),
    ("The SDF said: one. SDF spokesman Ali Hasan said we left.", (), (), "we", Role.ACTOR, "Ali Hasan", "SDF"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "actors", "places", "words", "role", "source", "expected"), TABLE, ids=[t[0] for t in TABLE]
)
def test_mentions_stand_for_names(
    text: str,
    actors: tuple[str, ...],
    places: tuple[str, ...],
    words: str,
    role: Role,
    source: str,
    expected: str,
    ranker: Ranker,
) -> None:
    def argument(role: Role, words: str) -> Argument:
        at = text.lower().rindex(words.lower()) if role is not Role.ACTOR else text.lower().index(words.lower())
        return Argument(role, text[at : at + len(words)], at, at + len(words), words)

    at = text.rindex(f" {words} ") + 1 if f" {words} " in text else text.rindex(words)
    mention = Argument(role, words, at, at + len(words), words)
    speakers = (Mention(source, *argument(Role.ACTOR, source).span, entity=source),) if source else ()
    others = [argument(Role.ACTOR, a) for a in actors] + [argument(Role.PLACE, p) for p in places]
    first = Claim("r", Span(0, 3), text[:3], ClaimType.CLASH, tuple(others))
    claim = Claim("r", mention.span, words, ClaimType.STRIKE, (mention,), sources=speakers)
    assert entities.name(text, split(text), [first, claim], ranker=ranker)[1].args[0].entity == expected


#: Text, who is said to speak before (in order), the words for the speaker, whom they mean.
SPEAKERS = [
    ("The ministry said jets struck. It added that ten died.", ("ministry",), "It", "ministry"),
    ("A military source said jets struck. The source added that ten died.", ("military source",), "source",
     "military source"),
    ("Jets struck, a statement from the Lion Brigade said.", (), "statement from the Lion Brigade", "Lion Brigade"),
    ("Ahmad Karim spoke. He left. Jets killed many, he also said.", ("Ahmad Karim", "He"), "he also", "Ahmad Karim"),
    ("Three officials said jets struck. They said ten died.", ("officials",), "They", "officials"),
    ("An activist said jets struck. It said ten died.", ("activist",), "It", "It"),
    ("An activist said jets struck. Ten died, he said.", ("activist",), "he", "activist"),
    ("Many, like Ghassan Moussa, left. Ten died, said Moussa.", (), "Moussa", "Ghassan Moussa"),
    ("The ministry spoke. One. Two. Three. Four. It said ten died.", ("ministry",), "It", "It"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "before", "words", "expected"), SPEAKERS, ids=[t[0] for t in SPEAKERS])
def test_who_speaks_on_is_who_spoke(
    text: str, before: tuple[str, ...], words: str, expected: str, ranker: Ranker
) -> None:
    def mention(words: str, at: int) -> Mention:
        return Mention(text[at : at + len(words)], at, at + len(words), words)

    speakers = [mention(b, text.index(b)) for b in before] + [mention(words, text.rindex(words))]
    read = [Claim("r", Span(0, 3), text[:3], ClaimType.STRIKE, sources=(s,)) for s in speakers]
    assert entities.name(text, split(text), read, ranker=ranker)[-1].sources[0].entity == expected


def test_who_speaks_in_a_quotation_is_not_whom_he_speaks_of(ranker: Ranker) -> None:
    text = 'Dan Levi met Ahmad Karim. "We will find him," Levi said.'
    speaker, him = Mention("Levi", 47, 51, "Levi"), Argument(Role.TARGET, "him", 40, 43, "him")
    met = (
        Argument(Role.ACTOR, "Dan Levi", 0, 8, "Dan Levi"),
        Argument(Role.TARGET, "Ahmad Karim", 13, 24, "Ahmad Karim"),
    )
    read = [
        Claim("r", Span(9, 12), "met", ClaimType.VISIT, met),
        Claim("r", Span(35, 39), "find", ClaimType.DETAIN, (him,), sources=(speaker,)),
    ]
    sentences = split(text)
    named = entities.name(text, sentences, read, None, quotations.scopes(text, sentences), ranker)
    assert named[1].args[0].entity == "Ahmad Karim"


def test_who_calls_on_others_is_who_spoke(ranker: Ranker) -> None:
    text = "The ministry said jets struck. It called on both sides to stop."
    speaker = Mention("ministry", 4, 12, "ministry")
    it = Argument(Role.ACTOR, "It", 31, 33, "It")
    read = [
        Claim("r", Span(18, 22), "jets", ClaimType.STRIKE, sources=(speaker,)),
        Claim("r", Span(34, 40), "called", ClaimType.DEMAND, (it,)),
    ]
    assert entities.name(text, split(text), read, ranker=ranker)[1].args[0].entity == "ministry"


def test_the_end_of_a_list_is_nobody() -> None:
    text = "Poland, Romania and Slovakia met. The Russian jets left. They came."
    met = Argument(Role.ACTOR, "Romania and Slovakia", 8, 28, "Romania and Slovakia")
    they = Argument(Role.ACTOR, "They", 57, 61, "They")
    read = [
        Claim("r", Span(29, 32), "met", ClaimType.NEGOTIATE, (met,)),
        Claim("r", Span(62, 66), "came", ClaimType.ADVANCE, (they,)),
    ]
    seen = Book(text, split(text), read, None, ()).antecedents().look(they.mention, "plural", Role.ACTOR, read[1])
    assert "Poland" in seen.entities
    assert not {"Romania and Slovakia", "Russian"}.intersection(seen.entities)


@pytest.mark.parametrize(
    ("text", "word", "kind", "named"),
    [
        ("Syria accused the U.S. They bombed Rastan.", "They", "plural", "U.S."),
        ("The envoy came from the U.N. It condemned the attack.", "It", "neutral", "U.N."),
        ("Rebels saw Ahmed Hasan Jr. He fled to Mosul.", "He", "person", "Ahmed Hasan Jr"),
        ("The army fought in Plan B. They shelled Homs.", "They", "plural", "Plan B"),
    ],
)
def test_a_name_that_ends_in_a_full_stop_ends_there(text: str, word: str, kind: str, named: str) -> None:
    at = text.index(word)
    pronoun = Argument(Role.ACTOR, word, at, at + len(word), word)
    claim = Claim("r", Span(at + len(word) + 1, at + len(word) + 5), "abcd", ClaimType.STRIKE, (pronoun,))
    sight = Book(text, split(text), [claim], None, ()).antecedents().look(pronoun.mention, kind, Role.ACTOR, claim)
    assert named in {span.of(text) for span in sight.spans} | {span.of(text).rstrip(".") for span in sight.spans}
    assert all(span.end <= at for span in sight.spans)
