/** The answer to the question in the selection: asked when the question, the day, the policy or the ledger changes. */

import { api, value } from "../api/client";
import { desk } from "../state/desk.svelte";
import type { Question } from "../state/selection";

// Answers have a form of their own for each kind of question; the server's tests hold those forms.
export type Answer = Record<string, any>;

/** What the question still needs before it can be asked, null where nothing. */
export function missing(q: Question): string | null {
  const words = q.kind === "border" ? "country" : "place";
  if (!q.a.trim()) return `Choose a ${words}.`;
  if (["corridor", "border", "distance"].includes(q.kind) && !q.b.trim()) return `Choose the other ${words}.`;
  if (q.kind === "corridor" && !q.side.trim()) return "Choose whose corridor.";
  if (q.kind === "zone" && q.km === null) return "Give a radius in kilometres.";
  if (q.kind === "distance" && q.assume.length) return "A distance does not change with who holds a place.";
  return null;
}

class AnswerState {
  current = $state.raw<Answer | null>(null);
  problem = $state<string | null>(null);
  waiting = $state(false);
  /** Of a what-if: which of the two answers the map draws. */
  drawn = $state<"before" | "after">("after");
  #asked = "";

  /** The answer that the map draws: of a what-if one of its two. */
  shown = $derived<Answer | null>(this.current && "before" in this.current ? this.current[this.drawn] : this.current);

  async ask(q: Question | null): Promise<void> {
    const { known, policy, viewpoint } = desk.selection;
    const key = JSON.stringify([q, desk.on, known, policy, viewpoint, desk.overview?.head]);
    if (key === this.#asked) return;
    this.#asked = key;
    this.problem = null;
    if (!q || missing(q)) {
      this.current = null;
      this.waiting = false;
      return;
    }
    this.waiting = true;
    try {
      const found = (await value(call(q))) as Answer;
      if (key !== this.#asked) return;
      this.current = { ...found, kind: q.kind };
      if ("before" in found)
        for (const half of ["before", "after"]) this.current[half] = { ...found[half], kind: q.kind };
    } catch (error) {
      if (key !== this.#asked) return;
      this.current = null;
      this.problem = (error as Error).message;
    }
    this.waiting = false;
  }
}

function call(q: Question): Promise<any> {
  const { known, policy, viewpoint } = desk.selection;
  const when = { on: desk.on, policy, ...(known ? { as_known_on: known } : {}) };
  const [a, b, side] = [q.a.trim(), q.b.trim(), q.side.trim()];
  const places = q.kind === "zone" || q.kind === "who" ? [a] : [a, b];
  if (q.assume.length)
    return api.GET("/api/what-if", {
      params: {
        query: {
          assume: q.assume.map(([place, by]) => `${place}=${by}`),
          question: q.kind as "who" | "zone" | "border" | "corridor",
          place: places,
          ...(q.kind === "corridor" ? { side } : {}),
          ...(q.kind === "zone" ? { radius: q.km! } : {}),
          ...(q.kind === "border" ? { viewpoint } : {}),
          ...when,
        },
      },
    });
  if (q.kind === "zone")
    return api.GET("/api/zone", { params: { query: { centre: a, radius: q.km!, ...(b ? { contains: b } : {}), ...when } } });
  if (q.kind === "border") return api.GET("/api/border", { params: { query: { a, b, viewpoint, ...when } } });
  if (q.kind === "corridor") return api.GET("/api/corridor", { params: { query: { start: a, end: b, side, ...when } } });
  if (q.kind === "distance") return api.GET("/api/distance", { params: { query: { a, b } } });
  return api.GET("/api/who", { params: { query: { place: a, ...when } } });
}

export const answer = new AnswerState();
