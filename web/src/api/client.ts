/** What the page asks of the server; the forms come from the server's own description of its API. */

import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

export const api = createClient<paths>({ baseUrl: new URL(".", location.href).pathname.replace(/\/$/, "") });

export type Card = components["schemas"]["Card"] & Record<string, any>;
export type ReportPage = components["schemas"]["ReportOut"];
export type Job = components["schemas"]["JobOut"];

/** The value of an answer, or an error with the server's own words. */
export async function value<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let answer;
  try {
    answer = await call;
  } catch {
    throw new Error("The server cannot be reached: is `fogline serve` still running?");
  }
  if (answer.data === undefined) throw new Error(words(answer.error, answer.response));
  return answer.data;
}

function words(error: unknown, response: Response): string {
  if (error && typeof error === "object" && "error" in error) return String(error.error);
  return `The server answered ${response.status}.`;
}
