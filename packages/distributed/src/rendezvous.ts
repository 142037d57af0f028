import { deserializeError, type SerializedError, serializeError } from "@tensorloom/core/internal";
import { ReplicaError } from "./replicaError.ts";

/** The words of the control block in shared memory. The error text of a failure follows them. */
export const CONTROL = {
  arrived: 0,
  /** Number of barriers passed. A waiting replica waits for this word to change. */
  generation: 1,
  /** 0 while the run is healthy, then one of {@link STATE}. */
  state: 2,
  /** The replica that changes this from 0 to 1 writes why the run ends. */
  writer: 3,
  rank: 4,
  exitCode: 5,
  textBytes: 6,
} as const;

/** Why a rendezvous ended. */
export const STATE = { closed: 1, failed: 2, ended: 3 } as const;

const WORDS = 16;

/** Offset of the error text, in bytes. */
export const TEXT_AT: number = 4 * WORDS;

/** Size of the control block in the shared memory. */
export const CONTROL_BYTES = 4096;

/**
 * How often a waiting replica looks before it blocks: some 50 microseconds.
 *
 * To be woken takes about as long, so replicas that arrive together never block, and those that wait for milliseconds leave
 * their core to others.
 */
const SPINS = 20_000;

/** A barrier in shared memory that throws in every waiting thread if one thread fails or exits. */
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

  /** Blocks until every rank has called it. */
  barrier(): void {
    const words = this.#words;
    this.check();
    const generation = Atomics.load(words, CONTROL.generation);
    if (Atomics.add(words, CONTROL.arrived, 1) === this.size - 1) {
      Atomics.store(words, CONTROL.arrived, 0);
      this.#wake();
      return;
    }
    for (let turn = 0; turn < SPINS; turn++)
      if (Atomics.load(words, CONTROL.generation) !== generation) break;
    while (Atomics.load(words, CONTROL.generation) === generation) {
      this.check();
      Atomics.wait(words, CONTROL.generation, generation);
    }
    this.check();
  }

  /** @throws ReplicaError if a rank has failed or exited; Error if the rendezvous is closed. */
  check(): void {
    const words = this.#words;
    const state = Atomics.load(words, CONTROL.state);
    if (state === 0) return;
    if (state === STATE.closed) throw new Error("the communicator is closed");
    const rank = words[CONTROL.rank];
    const cause = words[CONTROL.textBytes] === 0 ? undefined : this.#cause();
    if (cause !== undefined) throw new ReplicaError(rank, `failed: ${cause.message}`, { cause });
    const exitCode = words[CONTROL.exitCode];
    throw new ReplicaError(rank, `exited with code ${String(exitCode)}`, { exitCode });
  }

  /** Ends the rendezvous on every rank with this rank's error. Only the first call of any rank has an effect. */
  fail(error: unknown): void {
    if (!this.#claimWriter()) return;
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

  /** Ends the rendezvous on every rank. */
  close(): void {
    if (this.#claimWriter()) this.#end(STATE.closed);
  }

  #claimWriter(): boolean {
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
    const bytes = this.#text.slice(0, this.#words[CONTROL.textBytes]); // a TextDecoder does not read shared memory
    return deserializeError(JSON.parse(new TextDecoder().decode(bytes)) as SerializedError); // fail() wrote it
  }
}
