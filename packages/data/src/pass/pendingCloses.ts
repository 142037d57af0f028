/** Something that can be closed: a pass, a replay log. */
export interface Closable {
  close(): Promise<void>;
}

/** The result of `close()` if there is nothing to wait for. */
export const CLOSED: Promise<void> = Promise.resolve();

/** Closes; an error that `close` throws synchronously rejects the promise too. */
function closeAsync(closable: Closable): Promise<void> {
  try {
    return closable.close();
  } catch (error) {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it stays what it threw
    return Promise.reject(error);
  }
}

/** Closes after an error. Errors of closing are ignored, as in `for await`, so that the first error is reported. */
export async function closeQuietly(closable: Closable): Promise<void> {
  await closeAsync(closable).catch(() => undefined);
}

/**
 * Closes of passes that a stage finished before its own end.
 *
 * They run while the stage continues. Its own `close()` waits for them, and throws if one failed.
 */
export class PendingCloses {
  readonly #pending = new Set<Promise<void>>();

  /** Starts closing a pass that has ended. */
  close(pass: Closable): void {
    const pending = closeAsync(pass);
    if (pending === CLOSED) return;
    this.#pending.add(pending);
    pending.then(
      () => this.#pending.delete(pending),
      () => undefined, // stays, for `closeAll` to throw
    );
  }

  /** Closes the last passes and waits for all of them; throws the first error. */
  closeAll(passes: readonly Closable[]): Promise<void> {
    for (const pass of passes) this.close(pass);
    return this.#pending.size === 0 ? CLOSED : this.#settled();
  }

  async #settled(): Promise<void> {
    for (const outcome of await Promise.allSettled(this.#pending))
      if (outcome.status === "rejected") throw outcome.reason;
  }
}
