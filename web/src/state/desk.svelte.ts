/** The page's state: one selection, the overview it filters, and what has been asked for since. */

import { api, value, type Card, type ReportPage } from "../api/client";
import { filter, type Filtered } from "./filter";
import { isoOf, rowOf, type Overview } from "./overview";
import { unpack } from "./unpack";
import { EMPTY, fromQuery, toQuery, type Selection } from "./selection";

/** What the map and its legend show of who holds a place; the sentences are asked for with the place. */
export interface HoldingRow {
  status: "held" | "contested" | "unknown";
  sides: [string, string][]; // side id, basis
}

/** Cards kept, at least, for when they are looked at again. */
const CARDS = 200;

const DONE = {
  accept: "Accepted",
  reject: "Rejected",
  correct: "Corrected",
  undo: "Last review taken back",
  "split-origin": "Origin split: this report's word now counts as its own",
  "join-origin": "Origins joined",
} as const;

class DeskState {
  overview = $state.raw<Overview | null>(null);
  error = $state<string | null>(null);
  loading = $state(true);
  selection = $state.raw<Selection>(fromQuery(location.search));
  matches = $state.raw<Uint8Array | null>(null); // a 1 for each claim that a word search found
  holdings = $state.raw<Map<string, HoldingRow>>(new Map());
  holdingsError = $state<string | null>(null);
  hovered = $state<string | null>(null); // claim id under the pointer, in any view
  notice = $state<string | null>(null);
  undoable = $state<string | null>(null); // what the last review was about, so that it can be taken back from the notice
  reviewer = $state(localStorage.getItem("fogline-reviewer") ?? "");
  cards = $state.raw(new Map<string, Card>());

  filtered = $derived<Filtered | null>(
    this.overview ? filter(this.overview, this.selection, this.matches) : null,
  );
  /** The day that holders are asked for: chosen, or the newest reported day. */
  on = $derived(this.selection.on ?? this.overview?.newest ?? isoOf(Math.floor(Date.now() / 86_400_000)));

  #holdingsAsked = "";
  #wordsAsked = "";
  #head = "";

  async load(): Promise<void> {
    try {
      const sent = await value(api.GET("/api/overview", { parseAs: "arrayBuffer" }));
      const overview = await unpack(sent as ArrayBuffer);
      this.#head = overview.head;
      this.overview = overview;
      this.error = null;
      document.title = `Fogline: ${overview.ledger}`;
      // Holders of a large ledger take the server seconds: nothing else waits for them.
      void this.askHoldings();
      await this.askWords();
    } catch (error) {
      this.error = (error as Error).message;
    } finally {
      this.loading = false;
    }
  }

  /** Change the selection; a new entry in the history unless it only moves something that is being dragged. */
  select(change: Partial<Selection>, replace = false): void {
    const next = { ...this.selection, ...change };
    const query = toQuery(next);
    if (query !== toQuery(this.selection))
      history[replace ? "replaceState" : "pushState"](null, "", query ? `?${query}` : location.pathname);
    this.selection = next;
    // Every filter brings other cards, and a day's work would gather them all: the oldest go.
    if (this.cards.size > 2 * CARDS) this.cards = new Map([...this.cards].slice(-CARDS));
    void this.askHoldings();
    void this.askWords();
  }

  clear(): void {
    this.select({ ...EMPTY, policy: this.selection.policy, viewpoint: this.selection.viewpoint });
  }

  /** Back and forward buttons. */
  follow(): void {
    this.selection = fromQuery(location.search);
    void this.askHoldings();
    void this.askWords();
  }

  async askHoldings(): Promise<void> {
    if (!this.overview) return;
    const { known, policy } = this.selection;
    const asked = `${this.#head} ${this.on} ${known} ${policy}`;
    if (asked === this.#holdingsAsked) return;
    this.#holdingsAsked = asked;
    try {
      const answer = await value(
        api.GET("/api/holdings", {
          params: { query: { on: this.on, policy, ...(known ? { as_known_on: known } : {}) } },
        }),
      );
      if (asked !== this.#holdingsAsked) return; // a later question is under way
      const rows = answer.holdings as unknown as (HoldingRow & { place: string })[];
      this.holdings = new Map(rows.map(({ place, status, sides }) => [place, { status, sides }]));
      this.holdingsError = null;
    } catch (error) {
      this.holdingsError = (error as Error).message;
    }
  }

  async askWords(): Promise<void> {
    const words = this.selection.words.trim();
    if (!this.overview || words === this.#wordsAsked) return;
    this.#wordsAsked = words;
    if (!words) {
      this.matches = null;
      return;
    }
    try {
      const found = await value(api.GET("/api/search", { params: { query: { q: words, limit: 50_000 } } }));
      if (words !== this.#wordsAsked || !this.overview) return;
      const matches = new Uint8Array(this.overview.count);
      for (const id of found.ids) {
        const row = rowOf(this.overview, id);
        if (row !== undefined) matches[row] = 1;
      }
      this.matches = matches;
    } catch (error) {
      this.notice = (error as Error).message;
      this.matches = new Uint8Array(this.overview?.count ?? 0);
    }
  }

  /** Cards by id; those already here are not asked for again until a review changes them. */
  async ask(ids: string[]): Promise<void> {
    const missing = ids.filter((id) => !this.cards.has(id)).slice(0, 60);
    if (!missing.length) return;
    const answer = await value(api.GET("/api/cards", { params: { query: { id: missing } } }));
    const next = new Map(this.cards);
    for (const card of answer.cards) next.set(card.id, card as Card);
    this.cards = next;
  }

  async report(id: string): Promise<ReportPage> {
    return value(api.GET("/api/reports/{id}", { params: { path: { id } } }));
  }

  async review(
    subject: string,
    action: "accept" | "reject" | "correct" | "undo" | "split-origin" | "join-origin",
    more: { field?: string; value?: unknown; note?: string } = {},
  ): Promise<void> {
    if (!this.reviewer.trim()) throw new Error("Enter your name at the top first: every review carries one.");
    await value(
      api.POST("/api/reviews", { body: { subject, action, by: this.reviewer.trim(), ...more } as never }),
    );
    await this.changed();
    this.notice = `${DONE[action]}; recorded under ${this.reviewer.trim()}.`;
    this.undoable = action === "undo" ? null : subject;
  }

  /** The ledger has changed: ask anew for what is shown. Old cards stand until the new ones are here. */
  async changed(): Promise<void> {
    const shown = [...this.cards.keys()].slice(-60);
    const open = this.selection.claim;
    if (open && !shown.includes(open)) shown[0] = open;
    this.#holdingsAsked = "";
    await this.load();
    if (!shown.length) return;
    const answer = await value(api.GET("/api/cards", { params: { query: { id: shown } } }));
    this.cards = new Map(answer.cards.map((card) => [card.id, card as Card]));
  }

  rememberReviewer(name: string): void {
    this.reviewer = name;
    localStorage.setItem("fogline-reviewer", name);
  }

  /** Open a claim: its card, and its words in its report. */
  open(id: string): void {
    const o = this.overview;
    const row = o ? rowOf(o, id) : undefined;
    const report = o && row !== undefined ? o.reports[o.report[row]!]!.id : this.selection.report;
    this.select({ claim: id, report });
  }
}

export const desk = new DeskState();
addEventListener("popstate", () => desk.follow());
