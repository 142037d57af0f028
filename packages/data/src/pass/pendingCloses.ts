/** What can be closed: a pass, a tape. */
export interface Closable {
  close(): Promise<void>;
}

/** What `close()` answers where there is nothing to wait for. */
export const CLOSED: Promise<void> = Promise.resolve();

/** Closes; what `close` threw at once is the promise's error, like what it throws later. */
export function closeAsync(closable: Closable): Promise<void> {
  try {
    return closable.close();
  } catch (error) {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it stays what it threw
    return Promise.reject(error);
  }
}

/** Closes behind an error, which is the one to tell: what closing throws is dropped, as `for await` does. */
export async function closeQuietly(closable: Closable): Promise<void> {
  await closeAsync(closable).catch(() => undefined);
}

/**
 * The passes that a stage has done with before its own end: inner sources, earlier rounds.
 *
 * They close while the stage goes on; its own `close()` waits for them and tells if one failed.
 */
export class PendingCloses {
  readonly #pending = new Set<Promise<void>>();

  /** Closes a pass that has nothing more to give. */
  close(pass: Closable): void {
    const pending = closeAsync(pass);
    if (pending === CLOSED) return;
    this.#pending.add(pending);
    pending.then(
      () => this.#pending.delete(pending),
      () => undefined, // stays, for `all` to throw
    );
  }

  /** Closes the last passes and waits for all; throws what the first failure threw. */
  closeAll(passes: readonly Closable[]): Promise<void> {
    for (const pass of passes) this.close(pass);
    return this.#pending.size === 0 ? CLOSED : this.#settled();
  }

  async #settled(): Promise<void> {
    for (const outcome of await Promise.allSettled(this.#pending))
      if (outcome.status === "rejected") throw outcome.reason;
  }
}
