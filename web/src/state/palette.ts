/** Sides in colours that colour-blind eyes tell apart, each with a shape of its own: colour is never the only sign. */

// Okabe and Ito (2008), without black, yellow last because it is weak on white.
export const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#8c6bb1", "#5b5b5b"] as const;
export const SHAPES = ["circle", "square", "triangle", "diamond", "pentagon", "hexagon", "cross", "star"] as const;
export type Shape = (typeof SHAPES)[number];

export interface Look {
  colour: string;
  shape: Shape;
}

/** The look of the n-th side; a side keeps its look as long as the ledger keeps its order. */
export function look(side: number): Look {
  if (side < 0) return { colour: "#7a7a7a", shape: "circle" };
  return { colour: COLOURS[side % COLOURS.length]!, shape: SHAPES[Math.floor(side + side / COLOURS.length) % SHAPES.length]! };
}

/** The path of a shape around (0, 0) with the given radius, for canvas and SVG alike. */
export function path(shape: Shape, r: number): string {
  if (shape === "circle") return `M${-r},0A${r},${r} 0 1,1 ${r},0A${r},${r} 0 1,1 ${-r},0Z`;
  if (shape === "square") return polygon(4, r * 1.15, Math.PI / 4);
  if (shape === "diamond") return polygon(4, r * 1.15, 0);
  if (shape === "triangle") return polygon(3, r * 1.2, -Math.PI / 2);
  if (shape === "pentagon") return polygon(5, r * 1.1, -Math.PI / 2);
  if (shape === "hexagon") return polygon(6, r * 1.1, 0);
  if (shape === "cross") {
    const a = r * 0.42;
    return `M${-a},${-r}H${a}V${-a}H${r}V${a}H${a}V${r}H${-a}V${a}H${-r}V${-a}H${-a}Z`;
  }
  const points: string[] = [];
  for (let i = 0; i < 10; i++) {
    const radius = i % 2 ? r * 0.5 : r * 1.2;
    const angle = (i * Math.PI) / 5 - Math.PI / 2;
    points.push(`${(radius * Math.cos(angle)).toFixed(2)},${(radius * Math.sin(angle)).toFixed(2)}`);
  }
  return `M${points.join("L")}Z`;
}

function polygon(corners: number, r: number, turn: number): string {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / corners;
    return `${(r * Math.cos(angle)).toFixed(2)},${(r * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join("L")}Z`;
}
