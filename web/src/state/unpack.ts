/** The overview is taken apart in a thread of its own: what JSON needs in passing goes with the thread. */

import type { Overview } from "./overview";

/** The columns of an overview as the server sent it; the bytes are handed over and gone afterwards. */
export function unpack(sent: ArrayBuffer): Promise<Overview> {
  const worker = new Worker(new URL("./unpack.worker.ts", import.meta.url), { type: "module" });
  return new Promise<Overview>((done, failed) => {
    worker.onmessage = (event: MessageEvent<Overview>) => done(event.data);
    worker.onerror = (event) => failed(new Error(`The overview could not be read: ${event.message || "its script did not load"}`));
    worker.postMessage(sent, [sent]);
  }).finally(() => worker.terminate());
}
