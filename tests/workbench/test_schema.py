"""The API against its own description: no answer is a 500, each has the form that was promised."""

from __future__ import annotations

import json
import socket
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from hypothesis.errors import Unsatisfiable  # noqa: E402
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from fogline import ledger  # noqa: E402
from fogline.workbench import create_app  # noqa: E402
from fogline.workbench.jobs import Jobs  # noqa: E402

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
#: Values that get past "not known": half of the made-up ones are replaced by these, so that answers are reached too.
REAL: dict[str, list[str]] = {
    "place": ["Al-Tanf", "Abu Kamal", "Syria"],
    "subject": ["Al-Tanf", "US special forces", "Rukban"],
    "centre": ["Al-Tanf"],
    "contains": ["Zakf"],
    "start": ["Al-Tanf"],
    "end": ["Abu Kamal"],
    "a": ["Al-Tanf", "Syria"],
    "b": ["Abu Kamal", "Iraq"],
    "side": ["ISIS", "Syrian army"],
    "on": ["2017-09-10", "2017-09"],
    "as_known_on": ["2017-06-20"],
    "policy": ["latest", "strict", "majority", "against-interest"],
    "viewpoint": ["un", "de-facto"],
    "q": ["withdrawal", '"pro-Iranian', "a*"],
    "assume": ["Al-Tanf=ISIS"],
    "type": ["withdraw"],
    "mood": ["planned"],
}


@pytest.fixture(scope="module")
def api(example_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The description of the API over a copy of the example, read from the application itself."""
    target = tmp_path_factory.mktemp("schema") / "own.db"
    with ledger.open(example_ledger, create=False) as source:
        source.backup(target)
        claims = source.claims()
        REAL["id"] = [claims[0].id, claims[-1].id, claims[0].report.id]
        REAL["after"] = [claims[0].id]
        REAL["report"] = [claims[0].report.id]
    patched = pytest.MonkeyPatch()
    # Reading has tests of its own; here nothing that is made up may be read, and no made-up address asked for.
    patched.setattr(Jobs, "_read", lambda self, job: None)
    patched.setattr(socket, "getaddrinfo", _nowhere)
    yield schemathesis.openapi.from_asgi("/api/openapi.json", create_app(str(target)))
    patched.undo()


def _nowhere(*_: object, **__: object) -> Any:
    raise OSError("no network in this test")


def _real(values: dict[str, Any] | None) -> dict[str, Any] | None:
    """Half of the values that stand for something in the ledger, made real; which half follows from the values."""
    for name, value in (values or {}).items():
        known = REAL.get(name)
        number = zlib.crc32(repr(value).encode())
        if known and number % 2:
            one = known[number // 2 % len(known)]
            values[name] = [one] if isinstance(value, list) else one  # type: ignore[index]
    return values


@schemathesis.hook
def map_query(_: Any, query: dict[str, Any] | None) -> dict[str, Any] | None:
    return _real(query)


@schemathesis.hook
def map_path_parameters(_: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    return _real(path_parameters)


@settings(
    max_examples=7,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def hold_to(operation: Any, mode: Any, data: Any) -> None:
    data.draw(operation.as_strategy(generation_mode=mode)).call_and_validate(checks=CHECKS)


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: f"{mode.value} data")
def test_no_answer_breaks_the_description(api: Any, mode: Any) -> None:
    broken = {}
    for found in api.get_all_operations():
        operation = found.ok()
        try:
            hold_to(operation, mode)
        except Unsatisfiable:  # nothing about the operation can be wrong: any word will do for its path
            continue
        except (Exception, BaseExceptionGroup) as error:
            broken[operation.label] = repr(getattr(error, "exceptions", error))[:1_000]
    assert broken == {}, json.dumps(broken, indent=1)
