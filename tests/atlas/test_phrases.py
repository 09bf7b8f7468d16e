"""What the words of a mention say besides the name."""

from __future__ import annotations

import pytest

from fogline.atlas.phrases import parse


@pytest.mark.parametrize(
    ("mention", "before", "after", "expected"),
    [
        ("al-Tanf", "", "", {"names": ("al-Tanf",), "relation": "at"}),
        ("southeastern Syria", "", "", {"names": ("Syria",), "relation": "part", "direction": "se"}),
        ("Syria", "in southeastern ", "", {"relation": "part", "direction": "se"}),
        ("20 km north of Raqqa", "", "", {"names": ("Raqqa",), "relation": "offset", "direction": "n", "km": 20.0}),
        ("Raqqa", "about 12 miles south of ", "", {"relation": "offset", "direction": "s"}),
        ("near al-Tanf", "", "", {"names": ("al-Tanf",), "relation": "near"}),
        ("outskirts of Albu Kamal", "", "", {"names": ("Albu Kamal",), "relation": "near"}),
        ("between Mayadin and Abu Kamal", "", "", {"names": ("Mayadin", "Abu Kamal"), "relation": "between"}),
        ("east of the Euphrates", "", "", {"names": ("Euphrates",), "relation": "side", "direction": "e"}),
        ("parts of Aleppo", "", "", {"names": ("Aleppo",), "relation": "part"}),
        ("Idlib province", "", "", {"kind": "province"}),
        ("Daraa", "in the southern town of ", "", {"kind": "settlement", "relation": "at"}),
        ("Abu Kamal", "", " in Deir ez-Zor province", {"outer": ("Deir ez-Zor",)}),
        ("Akrameh neighbourhood of Homs", "", "", {"names": ("Akrameh",), "outer": ("Homs",), "quarter": True}),
        ("Syria's Idlib province", "", "", {"names": ("Idlib",), "outer": ("Syria",)}),
        ("the Syrian-Iraqi border", "", "", {"border": True}),
        ("border town of Abu Kamal", "", "", {"border": False, "names": ("Abu Kamal",)}),
        ("ISIL-held areas", "", "", {"names": ()}),
        ("rebel-held village", "", "", {"names": ()}),
        ("city", "", "", {"names": ()}),
        ("", "", "", {"names": ()}),
    ],
)
def test_parse(mention: str, before: str, after: str, expected: dict[str, object]) -> None:
    phrase = parse(mention, before, after)
    assert {key: getattr(phrase, key) for key in expected} == expected
