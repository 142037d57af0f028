import type { Job } from "../wasm/job.ts";
import type { KernelModule } from "../wasm/kernelExports.ts";
import { joinsVectors } from "../wasm/simdBinary.ts";
import { compiledKernels } from "../wasm/kernelModule.ts";
import type { WasmEngine } from "../wasm/wasmEngine.ts";
import { HEAD, JOB_AT, LIST, MAX_PARTS, NAP, PART, SPINS, WORD } from "./workerScript.ts";
import { type StartedWorker, startWorker } from "./startWorker.ts";
import { kernelThreads } from "./threadCount.ts";

/**
 * The threads that compute the kernels on one memory. The caller's thread computes too; the others take what they find, so
 * nothing waits for a thread that has not started, or has no core.
 */
class Team {
  readonly #words: Int32Array;
  readonly #job: Float64Array;
  readonly #kernels: readonly string[];
  readonly #workers: (StartedWorker | undefined)[] = [];
  readonly #data: object;
  #generation = 0;

  constructor(memory: WebAssembly.Memory) {
    const control = new SharedArrayBuffer(JOB_AT + 8 * (HEAD + MAX_PARTS * PART));
    this.#words = new Int32Array(control, 0, JOB_AT / 4);
    this.#job = new Float64Array(control, JOB_AT);
    const module = compiledKernels(memory);
    this.#kernels = WebAssembly.Module.exports(module).map(({ name }) => name);
    const doubled = Number(joinsVectors());
    this.#data = { module, memory, control, kernels: this.#kernels, doubled };
  }

  run(module: KernelModule, { kernel, parts, scratch, geometry }: Job, threads: number, at: number): void {
    this.#start(threads);
    const job = this.#job;
    job[0] = scratch?.argument ?? -1;
    job[1] = at;
    job[2] = scratch?.bytes ?? 0;
    job[3] = Number(geometry !== undefined);
    if (geometry !== undefined) job.set(geometry, 4);
    const number = this.#kernels.indexOf(kernel);
    for (const [nth, part] of parts.entries()) this.#write(nth, number, part);
    this.#publish(parts.length, threads);
    this.#take(module, kernel, parts, scratch?.argument, at);
    this.#finish(parts.length);
  }

  /**
   * Runs `work` while the other threads run a list of calls (`runList` of workerScript.ts), each if and when it comes to it.
   *
   * @returns Once no thread is in the list.
   */
  assist(list: readonly number[], threads: number, work: () => void): void {
    this.#start(threads);
    const [words, job, helpers] = [this.#words, this.#job, threads - 1];
    job[0] = -1;
    job[3] = 0;
    for (let nth = 0; nth < helpers; nth++) this.#write(nth, LIST, list);
    this.#publish(helpers, threads);
    try {
      work();
    } finally {
      const left = Atomics.and(words, WORD.open, ~255) & 255; // those who have not come need not come any more
      this.#finish(helpers - left);
    }
  }

  /** The number of a kernel in lists of calls. */
  numberOf(kernel: Job["kernel"]): number {
    return this.#kernels.indexOf(kernel);
  }

  /** How many parts other threads have computed. */
  get helped(): number {
    return Atomics.load(this.#words, WORD.helped);
  }

  /** Ends the workers. */
  close(): void {
    for (const worker of this.#workers.splice(0)) worker?.terminate();
  }

  #start(threads: number): void {
    while (this.#workers.length < threads - 1)
      this.#workers.push(startWorker({ ...this.#data, thread: this.#workers.length + 1 }));
  }

  #write(nth: number, kernel: number, values: readonly number[]): void {
    const [job, start] = [this.#job, HEAD + nth * PART];
    job[start] = kernel;
    job[start + 1] = values.length;
    for (let at = 0; at < values.length; at++) job[start + 2 + at] = values[at];
  }

  /** Opens the parts that were written to all threads below a number. */
  #publish(parts: number, threads: number): void {
    const words = this.#words;
    Atomics.store(words, WORD.done, 0);
    this.#generation = (this.#generation + 1) & 0x7fff;
    Atomics.store(words, WORD.open, (this.#generation << 16) | (threads << 8) | parts);
    if (Atomics.load(words, WORD.sleeping) > 0) Atomics.notify(words, WORD.open);
  }

  #take(
    module: KernelModule,
    kernel: Job["kernel"],
    parts: Job["parts"],
    argument: number | undefined,
    at: number,
  ): void {
    for (;;) {
      const open = Atomics.load(this.#words, WORD.open);
      const left = open & 255;
      if (left === 0) return;
      if (Atomics.compareExchange(this.#words, WORD.open, open, open - 1) !== open) continue;
      try {
        call(module, kernel, parts[left - 1], argument, at);
      } finally {
        Atomics.add(this.#words, WORD.done, 1);
      }
    }
  }

  #finish(parts: number): void {
    const words = this.#words;
    for (let turn = 0; Atomics.load(words, WORD.done) < parts; turn++) if (turn >= SPINS) this.#nap(parts);
    if (Atomics.exchange(words, WORD.failed, 0) === 1)
      throw new Error("wasm: a kernel failed in another thread");
  }

  /** Sleeps until a part is done. A page's main thread may not sleep, and continues to look. */
  #nap(parts: number): void {
    const words = this.#words;
    try {
      Atomics.store(words, WORD.waiting, 1);
      const done = Atomics.load(words, WORD.done);
      if (done < parts) Atomics.wait(words, WORD.done, done, NAP);
    } catch {
      // a page's main thread
    } finally {
      Atomics.store(words, WORD.waiting, 0);
    }
  }
}

const teams = new WeakMap<WebAssembly.Memory, Team>();

/** How many threads compute a kernel on this engine: 1 if its memory is not shared. */
export function threadsOf({ wasm }: WasmEngine): number {
  return wasm.asm.memory.buffer instanceof ArrayBuffer ? 1 : kernelThreads();
}

/** How many parts other threads have computed on an engine's memory. */
export function helpedParts({ wasm }: WasmEngine): number {
  return teams.get(wasm.asm.memory)?.helped ?? 0;
}

/** Ends the other threads that compute on a memory. */
export function closeTeam(memory: WebAssembly.Memory): void {
  teams.get(memory)?.close();
  teams.delete(memory);
}

/** The threads of a memory; they start with their first work. */
export function teamOf(memory: WebAssembly.Memory): Team {
  const team = teams.get(memory) ?? new Team(memory);
  teams.set(memory, team);
  return team;
}

/** Calls a kernel with the arguments of a part, one of which may be its scratch memory. */
export function call(
  module: KernelModule,
  kernel: Job["kernel"],
  part: readonly number[],
  argument: number | undefined,
  at: number,
): void {
  const values = [...part];
  if (argument !== undefined) values[argument] = at;
  const run: (...values: number[]) => unknown = module[kernel];
  run(...values);
}
