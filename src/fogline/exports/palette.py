"""A colour and a shape for each side: told apart by colour-blind readers, in print, and without colour at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: Okabe and Ito's colours (2008), the ones dark enough to stand on white first; yellow is left out.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#AA4499", "#8C6D00", "#56B4E9", "#882255", "#444444")
SHAPES = ("circle", "square", "triangle", "diamond", "wedge", "pentagon", "cross", "star")
NOBODY = "#767676"


@dataclass(frozen=True, slots=True)
class Mark:
    """How a side looks: colour as #RRGGBB, and the name of a shape."""

    colour: str
    shape: str


UNKNOWN = Mark(NOBODY, "ring")


def marks(sides: Iterable[str]) -> Mapping[str, Mark]:
    """A mark for each side, the same for the same set of sides in any order; from the ninth on, colours recur."""
    return {
        side: Mark(COLOURS[n % len(COLOURS)], SHAPES[(n + n // len(SHAPES)) % len(SHAPES)])
        for n, side in enumerate(sorted(set(sides)))
    }


def shape_path(shape: str, x: float, y: float, r: float) -> str:
    """The SVG path of a shape about a point; `r` is its half-width."""
    match shape:
        case "square":
            points = [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]
        case "triangle":
            points = [(0, -1.15), (1.05, 0.8), (-1.05, 0.8)]
        case "wedge":
            points = [(0, 1.15), (1.05, -0.8), (-1.05, -0.8)]
        case "diamond":
            points = [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)]
        case "pentagon":
            points = [(0, -1.1), (1.05, -0.34), (0.65, 0.9), (-0.65, 0.9), (-1.05, -0.34)]
        case "cross":
            a, b = 0.4, 1.1
            points = [(-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a), (a, b), (-a, b), (-a, a), (-b, a), (-b, -a)]
            points.append((-a, -a))
        case "star":
            points = [(0, -1.2), (0.35, -0.4), (1.15, -0.35), (0.55, 0.2), (0.75, 1.05), (0, 0.55)]
            points += [(-0.75, 1.05), (-0.55, 0.2), (-1.15, -0.35), (-0.35, -0.4)]
        case _:  # circle and ring
            return f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0z"
    return "M" + "L".join(f"{x + r * dx:.1f} {y + r * dy:.1f}" for dx, dy in points) + "z"
