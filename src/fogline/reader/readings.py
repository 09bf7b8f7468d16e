"""What a newer reading of a report changed against an older one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fogline.claims import Claim, Reading
from fogline.codebook import to_codebook


@dataclass(frozen=True, slots=True)
class Change:
    """A claim in both readings whose content differs: field to (old, new), in the codebook's form."""

    old: Claim
    new: Claim
    fields: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the newer reading has new, no longer has, and reads otherwise; `same` counts the rest."""

    added: tuple[Claim, ...]
    gone: tuple[Claim, ...]
    changed: tuple[Change, ...]
    same: int

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)


def diff(old: Reading, new: Reading) -> Difference:
    """Compares two readings of one report by claim key (trigger span and type); scores do not count.

    A claim whose trigger moved but still overlaps one of its type counts as changed in `trigger`.
    Raises ValueError where the readings are of different reports.
    """
    if old.report != new.report:
        raise ValueError(f"readings of two reports: {old.report[:12]} and {new.report[:12]}; expected one report")
    before = {c.key: c for c in old.claims}
    after = {c.key: c for c in new.claims}
    pairs = [(before[k], after[k]) for k in before if k in after]
    gone = [c for k, c in before.items() if k not in after]
    added = []
    for claim in (c for k, c in after.items() if k not in before):
        moved = next((g for g in gone if g.type is claim.type and g.trigger.overlaps(claim.trigger)), None)
        if moved is None:
            added.append(claim)
        else:
            gone.remove(moved)
            pairs.append((moved, claim))
    changes = [c for c in (_change(a, b) for a, b in pairs) if c.fields]
    return Difference(
        added=tuple(sorted(added, key=_place)),
        gone=tuple(sorted(gone, key=_place)),
        changed=tuple(sorted(changes, key=lambda c: _place(c.new))),
        same=len(pairs) - len(changes),
    )


def _place(claim: Claim) -> tuple[int, int, str]:
    return (*claim.trigger, str(claim.type))


def _change(old: Claim, new: Claim) -> Change:
    a, b = to_codebook(old), to_codebook(new)
    return Change(old, new, tuple((field, a[field], b[field]) for field in a if a[field] != b[field]))
