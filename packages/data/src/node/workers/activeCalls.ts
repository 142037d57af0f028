/** Indices of the shared memory. */
const [COUNT, CLOSED] = [0, 1];

/** Milliseconds between two checks while waiting. */
const POLL_INTERVAL = 4;

/**
 * Counts the calls in flight in a worker. The memory is shared with its pool.
 *
 * A thread that ends during a call of a native library can abort the whole process (in Node-API's C++ wrapper), so
 * workers end, and the process exits, only when no call is in flight.
 */
export class ActiveCalls {
  readonly memory: SharedArrayBuffer;
  readonly #values: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.memory = memory;
    this.#values = new Int32Array(memory);
  }

  /** Counts a call that begins; returns false if none may begin. */
  begin(): boolean {
    Atomics.add(this.#values, COUNT, 1);
    if (Atomics.load(this.#values, CLOSED) === 0) return true;
    this.end();
    return false;
  }

  /** Counts a call that has ended. */
  end(): void {
    Atomics.sub(this.#values, COUNT, 1);
    Atomics.notify(this.#values, COUNT);
  }

  /** Prevents further calls. */
  close(): void {
    Atomics.store(this.#values, CLOSED, 1);
  }

  /** Prevents further calls, and waits until none is in flight or the time is over. */
  async settled(milliseconds: number): Promise<void> {
    this.close();
    for (
      let waited = 0;
      waited < milliseconds && Atomics.load(this.#values, COUNT) > 0;
      waited += POLL_INTERVAL
    )
      await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL));
  }

  /** Like `settled`, but blocks this thread: for a process that exits. */
  block(milliseconds: number): void {
    this.close();
    for (let waited = 0; waited < milliseconds; waited += POLL_INTERVAL) {
      const count = Atomics.load(this.#values, COUNT);
      if (count <= 0) return;
      Atomics.wait(this.#values, COUNT, count, POLL_INTERVAL);
    }
  }
}

/** Milliseconds that a worker may use for its calls in flight before it ends. */
export const GRACE = 5000;

const OPEN = new Set<ActiveCalls>();

function drainAll(): void {
  for (const calls of OPEN) calls.close();
  for (const calls of OPEN) calls.block(GRACE);
}

/** Makes the process wait for a worker when it exits. */
export function drainAtExit(calls: ActiveCalls): void {
  if (OPEN.size === 0) process.on("exit", drainAll);
  OPEN.add(calls);
}

/** Undoes {@link drainAtExit}, when the worker has ended. */
export function forgetAtExit(calls: ActiveCalls): void {
  OPEN.delete(calls);
  if (OPEN.size === 0) process.off("exit", drainAll);
}
