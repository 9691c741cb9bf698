// One question to the server whose newest asking wins: older answers are dropped, and the last good value stays in sight.

import { untrack } from 'svelte';
import { Failure } from '../api.ts';

/** Questions under way, so that tests and a progress line know when the page is at rest. */
export const busy = $state({ questions: 0 });

export class Latest<T> {
  value: T | null = $state.raw(null);
  failure: Failure | null = $state.raw(null);
  loading = $state(false);
  #asked: AbortController | null = null;

  /** Asks after `wait_ms`, unless asked again by then; resolves to the value, or null where it failed or was overtaken. */
  ask(question: (signal: AbortSignal) => Promise<T>, wait_ms = 0): Promise<T | null> {
    // An effect that asks must not depend on what asking changes.
    return untrack(() => this.#ask(question, wait_ms));
  }

  async #ask(question: (signal: AbortSignal) => Promise<T>, wait_ms: number): Promise<T | null> {
    this.#asked?.abort();
    const mine = new AbortController();
    this.#asked = mine;
    this.loading = true;
    busy.questions += 1;
    try {
      if (wait_ms > 0) await new Promise((wake) => setTimeout(wake, wait_ms));
      if (mine.signal.aborted) return null;
      const value = await question(mine.signal);
      if (mine.signal.aborted) return null;
      this.value = value;
      this.failure = null;
      return value;
    } catch (error) {
      if (!mine.signal.aborted) this.failure = error instanceof Failure ? error : new Failure(0, String(error));
      return null;
    } finally {
      busy.questions -= 1;
      if (this.#asked === mine) this.loading = false;
    }
  }

  forget(): void {
    this.#asked?.abort();
    this.#asked = null;
    this.value = null;
    this.failure = null;
    this.loading = false;
  }
}
