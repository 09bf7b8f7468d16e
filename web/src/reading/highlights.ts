/** CSS Custom Highlights: spans are painted over one text node, so the document is never taken apart. */

import type { Offsets } from "./offsets";

export interface Spans {
  id: string;
  words: string;
  type: string;
  mood: string;
  certainty: string;
  polarity: string;
  reviewed: string | null;
  trigger: [number, number];
  evidence: [number, number];
  args: [string, number, number][];
  sources: [number, number][];
  time: [number, number] | null;
  hedges: [number, number][];
}

const PLACE_ROLES = new Set(["place", "origin", "destination"]);
// Later ones lie on top.
const NAMES = ["said", "scope", "other", "source", "time", "party", "place", "hover", "hedge", "trigger", "rejected"] as const;
type Name = (typeof NAMES)[number];

/** How far the open claim's attribution reaches: the sentences of all claims that hang on the same words for a source. */
export function said(open: Spans, spans: Spans[]): [number, number][] {
  const source = open.sources.at(-1);
  if (!source) return [];
  return spans
    .filter((s) => s.sources.some(([start, end]) => start === source[0] && end === source[1]))
    .map((s) => s.evidence);
}

export class Highlights {
  draw(text: Text, offsets: Offsets, spans: Spans[], open: string | null, hovered: string | null): void {
    if (!("highlights" in CSS)) return;
    const ranges: Record<Name, Range[]> = {
      said: [], scope: [], other: [], source: [], time: [], party: [], place: [], hover: [], hedge: [], trigger: [], rejected: [],
    }; // prettier-ignore
    const add = (name: Name, start: number, end: number): void => {
      if (start >= end || end > offsets.length) return;
      const range = new Range();
      range.setStart(text, offsets.toUtf16(start));
      range.setEnd(text, offsets.toUtf16(end));
      ranges[name].push(range);
    };
    for (const s of spans) {
      if (s.reviewed === "rejected") add("rejected", ...s.trigger);
      if (s.id === hovered && s.id !== open) add("hover", ...s.evidence);
      if (s.id !== open) {
        add("other", ...s.trigger);
        continue;
      }
      for (const span of said(s, spans)) add("said", ...span);
      add("scope", ...s.evidence);
      add("trigger", ...s.trigger);
      for (const [role, start, end] of s.args) add(PLACE_ROLES.has(role) ? "place" : "party", start, end);
      for (const [start, end] of s.sources) add("source", start, end);
      if (s.time) add("time", ...s.time);
      for (const span of s.hedges) add("hedge", ...span);
    }
    NAMES.forEach((name, order) => {
      const highlight = new Highlight(...ranges[name]);
      highlight.priority = order;
      CSS.highlights.set(name, highlight);
    });
  }

  clear(): void {
    if ("highlights" in CSS) for (const name of NAMES) CSS.highlights.delete(name);
  }
}
