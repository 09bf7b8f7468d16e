"""Claim against claim: where each comes from, which are about one event, and how they bear on one another."""

from __future__ import annotations

from fogline.ledger.weighing_records import Publisher, Publishers, Weighing
from fogline.weighing.blocks import block_keys
from fogline.weighing.explain import Explanation, explain
from fogline.weighing.grades import Grade, grade
from fogline.weighing.independence import Tie, TieKind, ties
from fogline.weighing.weigh import VERSION, weigh, weigh_all, weighed

__all__ = [
    "VERSION",
    "Explanation",
    "Grade",
    "Publisher",
    "Publishers",
    "Tie",
    "TieKind",
    "Weighing",
    "block_keys",
    "explain",
    "grade",
    "ties",
    "weigh",
    "weigh_all",
    "weighed",
]
