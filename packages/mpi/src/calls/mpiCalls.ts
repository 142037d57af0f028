import type { MpiLibrary } from "../library/loadMpi.ts";
import { textBeforeZero } from "../library/loadMpi.ts";
import type { Argument, MpiFunctions } from "../library/signatures.ts";
import { MpiError } from "./mpiError.ts";

/** The collective operations that have a blocking and a non-blocking form. */
type Collective = "Allreduce" | "Bcast" | "Allgatherv" | "Scatterv" | "Barrier";

/** Polls without a pause for about this long: shorter waits are the rule. */
const SPINS = 2000;
/** Milliseconds of the pauses after that, which let others use the core. */
const PAUSE_MS = 0.05;

/** Each call of `MPI_Test` reads and sends at most one fragment of 128 KiB or so: several keep up with a fast link. */
const PUSHES = 16;

/** What an operation that did not end in time reports. */
export type OnTimeout = (operation: string) => string;

/** Calls functions of MPI, and throws if they return an error. */
export class MpiCalls {
  readonly library: MpiLibrary;
  /** Number of collective operations so far: the same on every rank. */
  count = 0;
  readonly #timeout: number;
  readonly #onTimeout: OnTimeout;

  constructor(library: MpiLibrary, timeout: number, onTimeout: OnTimeout) {
    this.library = library;
    this.#timeout = timeout;
    this.#onTimeout = onTimeout;
  }

  /** @throws MpiError if the function returns an error. */
  call(name: keyof MpiFunctions, ...parameters: Argument[]): void {
    const code = this.library.functions[name](...parameters);
    if (code === 0) return;
    const text = new Uint8Array(512);
    this.library.functions.MPI_Error_string(code, text, new Int32Array(1));
    throw new MpiError(name, `${textBeforeZero(text)} (code ${String(code)})`, code);
  }

  /** Runs a collective operation until its result is there, or the time is over. */
  collective(name: Collective, ...parameters: Argument[]): void {
    if (this.#timeout === Infinity) {
      this.count++;
      this.call(BLOCKING[name], ...parameters);
    } else this.start(NON_BLOCKING[name], ...parameters).wait();
  }

  /** Starts a non-blocking operation: MPI reads and writes the arrays in `parameters` until it has ended. */
  start(name: keyof MpiFunctions, ...parameters: Argument[]): MpiRequest {
    this.count++;
    const handle = new BigInt64Array(1); // large enough for Open MPI's addresses and MPICH's integers
    this.call(name, ...parameters, handle);
    return new MpiRequest(this, name, handle, parameters);
  }

  /** Polls a request until it has ended. Other requests move along meanwhile. */
  poll(name: string, test: () => boolean): void {
    const deadline = performance.now() + this.#timeout;
    for (let spins = 0; !test(); spins++) {
      if (spins < SPINS) continue;
      Atomics.wait(NEVER, 0, 0, PAUSE_MS);
      if (performance.now() > deadline) throw new MpiError(name, this.#onTimeout(name));
    }
  }

  /** A communicator with the same ranks, whose operations have an order of their own. */
  duplicate(communicator: number | bigint): number | bigint {
    const handle = new BigInt64Array(1);
    this.call("MPI_Comm_dup", communicator, handle);
    return this.library.kind === "MPICH" ? new Int32Array(handle.buffer)[0] : handle[0];
  }

  get hasTimeout(): boolean {
    return this.#timeout !== Infinity;
  }
}

const BLOCKING = {
  Allreduce: "MPI_Allreduce",
  Bcast: "MPI_Bcast",
  Allgatherv: "MPI_Allgatherv",
  Scatterv: "MPI_Scatterv",
  Barrier: "MPI_Barrier",
} as const;

const NON_BLOCKING = {
  Allreduce: "MPI_Iallreduce",
  Bcast: "MPI_Ibcast",
  Allgatherv: "MPI_Iallgatherv",
  Scatterv: "MPI_Iscatterv",
  Barrier: "MPI_Ibarrier",
} as const;

const NEVER = new Int32Array(new SharedArrayBuffer(4));

/** A non-blocking operation. It holds the arrays that MPI uses, so that they stay in memory. */
export class MpiRequest {
  readonly #calls: MpiCalls;
  readonly #name: string;
  readonly #handle: BigInt64Array;
  readonly #flag = new Int32Array(1);
  /** What MPI reads and writes until the end. */
  inUse: readonly Argument[];
  #ended = false;

  constructor(calls: MpiCalls, name: string, handle: BigInt64Array, inUse: readonly Argument[]) {
    this.#calls = calls;
    this.#name = name;
    this.#handle = handle;
    this.inUse = inUse;
  }

  /** Moves the operation along. True if it has ended. */
  test(): boolean {
    for (let push = 0; push < PUSHES && !this.#ended; push++) {
      this.#calls.call("MPI_Test", this.#handle, this.#flag, this.#calls.library.handles.ignoreStatus);
      if (this.#flag[0] !== 0) this.#end();
    }
    return this.#ended;
  }

  /** Blocks until it has ended. */
  wait(): void {
    if (this.#ended) return;
    if (this.#calls.hasTimeout) this.#calls.poll(this.#name, () => this.test());
    else {
      this.#calls.call("MPI_Wait", this.#handle, this.#calls.library.handles.ignoreStatus);
      this.#end();
    }
  }

  #end(): void {
    this.#ended = true;
    this.inUse = [];
  }
}
