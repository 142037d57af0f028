import { deserializeError, type SerializedError, serializeError } from "@tensorloom/core/internal";
import { ReplicaError } from "./replicaError.ts";

/** The words of the control block; the text of a failure lies behind them. */
export const CONTROL = {
  arrived: 0,
  /** Counts barriers; who waits, waits for it to change. */
  generation: 1,
  /** 0 while all is well, then a {@link STATE}. */
  state: 2,
  /** Whoever changes this from 0 to 1 may say why it ends. */
  writer: 3,
  rank: 4,
  exitCode: 5,
  textBytes: 6,
} as const;

/** Why a rendezvous has ended. */
export const STATE = { closed: 1, failed: 2, ended: 3 } as const;

const WORDS = 16;

/** Where the text of a failure begins, in bytes. */
export const TEXT_AT: number = 4 * WORDS;

/** What the control block takes of the shared memory. */
export const CONTROL_BYTES = 4096;

/** Where threads wait for one another; one that fails, or ends, lets nobody wait for it. */
export class Rendezvous {
  readonly rank: number;
  readonly size: number;
  readonly #words: Int32Array;
  readonly #text: Uint8Array;

  constructor(memory: SharedArrayBuffer, rank: number, size: number) {
    this.rank = rank;
    this.size = size;
    this.#words = new Int32Array(memory, 0, WORDS);
    this.#text = new Uint8Array(memory, TEXT_AT, CONTROL_BYTES - TEXT_AT);
  }

  /** Returns when every rank has called it. */
  barrier(): void {
    const words = this.#words;
    this.check();
    const generation = Atomics.load(words, CONTROL.generation);
    if (Atomics.add(words, CONTROL.arrived, 1) === this.size - 1) {
      Atomics.store(words, CONTROL.arrived, 0);
      this.#wake();
      return;
    }
    while (Atomics.load(words, CONTROL.generation) === generation) {
      this.check();
      Atomics.wait(words, CONTROL.generation, generation);
    }
    this.check();
  }

  /** @throws ReplicaError where a rank has failed or ended; Error where the rendezvous was closed. */
  check(): void {
    const words = this.#words;
    const state = Atomics.load(words, CONTROL.state);
    if (state === 0) return;
    if (state === STATE.closed) throw new Error("the communicator is closed");
    const rank = words[CONTROL.rank];
    const cause = words[CONTROL.textBytes] === 0 ? undefined : this.#cause();
    if (cause !== undefined) throw new ReplicaError(rank, `failed: ${cause.message}`, { cause });
    const exitCode = words[CONTROL.exitCode];
    throw new ReplicaError(rank, `ended with code ${String(exitCode)}`, { exitCode });
  }

  /** Ends the rendezvous for all, with what went wrong here. The first call counts. */
  fail(error: unknown): void {
    if (!this.#first()) return;
    const serialized = serializeError(error);
    const limit = this.#text.length;
    const encoder = new TextEncoder();
    let text = encoder.encode(JSON.stringify(serialized));
    if (text.length > limit) {
      const { name, message } = serialized;
      text = encoder.encode(JSON.stringify({ name, message: message.slice(0, limit >> 3) }));
    }
    this.#text.set(text);
    this.#words[CONTROL.textBytes] = text.length;
    this.#end(STATE.failed);
  }

  /** Ends the rendezvous for all. */
  close(): void {
    if (this.#first()) this.#end(STATE.closed);
  }

  #first(): boolean {
    return Atomics.compareExchange(this.#words, CONTROL.writer, 0, 1) === 0;
  }

  #end(state: number): void {
    this.#words[CONTROL.rank] = this.rank;
    Atomics.store(this.#words, CONTROL.state, state);
    this.#wake();
  }

  #wake(): void {
    Atomics.add(this.#words, CONTROL.generation, 1);
    Atomics.notify(this.#words, CONTROL.generation);
  }

  #cause(): Error {
    const bytes = this.#text.slice(0, this.#words[CONTROL.textBytes]); // a decoder takes no shared memory
    return deserializeError(JSON.parse(new TextDecoder().decode(bytes)) as SerializedError); // fail() wrote it
  }
}
