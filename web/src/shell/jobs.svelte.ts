/** Reading under way: progress, and failures by name. */

import { api, value, type Job } from "../api/client";
import { desk } from "../state/desk.svelte";

class JobsState {
  current = $state.raw<Job | null>(null);
  problem = $state<string | null>(null);

  async paste(body: { text?: string; url?: string; published?: string; publisher?: string }): Promise<void> {
    await this.#follow(() => value(api.POST("/api/read", { body: body as never })));
  }

  async files(files: File[], known: { published?: string; publisher?: string } = {}): Promise<void> {
    const form = new FormData();
    for (const file of files) form.append("files", file, file.name);
    if (known.published) form.append("published", known.published);
    if (known.publisher) form.append("publisher", known.publisher);
    await this.#follow(async () => {
      const response = await fetch("api/read/files", { method: "POST", body: form });
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.error ?? "The files could not be sent.");
      return answer as Job;
    });
  }

  async #follow(start: () => Promise<Job>): Promise<void> {
    this.problem = null;
    try {
      let job = await start();
      this.current = job;
      while (!job.finished) {
        await new Promise((done) => setTimeout(done, 250));
        job = await value(api.GET("/api/jobs/{id}", { params: { path: { id: job.id } } }));
        this.current = job;
      }
      await desk.changed();
      if (job.report_ids.length === 1) desk.select({ report: job.report_ids[0]!, claim: null });
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }

  close(): void {
    this.current = null;
    this.problem = null;
  }
}

export const jobs = new JobsState();
