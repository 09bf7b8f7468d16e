"""The mean of checkpoints that went on from the same start: python training/average.py OUT.pt A.pt B.pt ..."""

from __future__ import annotations

import sys

import torch


def main() -> None:
    out, *paths = sys.argv[1:]
    states = [torch.load(path) for path in paths]
    torch.save({name: sum(s[name] for s in states) / len(states) for name in states[0]}, out)


if __name__ == "__main__":
    main()
