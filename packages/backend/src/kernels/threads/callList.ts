import type { Job } from "../wasm/job.ts";
import { kernelModule } from "../wasm/kernelModule.ts";
import type { WasmEngine } from "../wasm/wasmEngine.ts";
import { teamOf } from "./team.ts";
import { watched } from "./watchJobs.ts";
import { LIST_PATIENCE, LIST_WORDS, LOOKS, NAP } from "./workerScript.ts";

/** A job with the scratch memory that its threads have. */
export interface PlacedJob {
  readonly job: Job;
  /** The scratch memory of the first thread; those of the others follow. */
  readonly scratchAt: number;
}

/** A call of a kernel. */
type Call = readonly [kernel: (...values: number[]) => unknown, values: readonly number[]];

let versions = 0;

/**
 * Jobs that all threads run one after another, with a barrier after each, as often as needed.
 *
 * They are written into the engine's memory once. A run is published once, so that threads need not be woken for each job.
 */
export class CallList {
  readonly #engine: WasmEngine;
  readonly #threads: number;
  readonly #jobs: readonly (readonly [PlacedJob["job"], readonly Call[]])[];
  /** The list in memory, and the counters of each job; none for one thread. */
  readonly #at: readonly [list: number, length: number, words: number, version: number] | undefined;

  constructor(engine: WasmEngine, jobs: readonly PlacedJob[], threads: number) {
    const module = kernelModule(engine);
    this.#engine = engine;
    this.#threads = threads;
    this.#jobs = jobs.map(({ job, scratchAt }) => [
      job,
      job.parts.map((part) => {
        const { scratch } = job;
        const values = scratch === undefined ? part : part.with(scratch.argument, scratchAt);
        return [module[job.kernel], values];
      }),
    ]);
    this.#at = threads === 1 ? undefined : this.#write(jobs);
  }

  /** Runs all jobs. @throws Error if a kernel fails in another thread. */
  run(): void {
    if (this.#at === undefined) {
      const module = kernelModule(this.#engine);
      for (const [job, calls] of this.#jobs)
        watched(job, () => {
          if (job.geometry !== undefined) module.geometry(...job.geometry);
          for (const [kernel, values] of calls) kernel(...values);
        });
      return;
    }
    const { memory } = this.#engine.wasm.asm;
    const words = new Int32Array(memory.buffer, this.#at[2], this.#jobs.length * LIST_WORDS);
    words.fill(0); // no thread is in the list between two runs
    teamOf(memory).assist(this.#at, this.#threads, () => {
      for (const [nth, [job]] of this.#jobs.entries()) watched(job, () => this.#runJob(nth, words));
    });
  }

  /** Frees the list. */
  dispose(): void {
    if (this.#at === undefined) return;
    this.#engine.wasm._free(this.#at[0]);
    this.#engine.wasm._free(this.#at[2]);
  }

  /** Takes the parts of a job that are left, and waits for those of other threads. As `runList` of workerScript.ts. */
  #runJob(nth: number, words: Int32Array): void {
    const [{ geometry }, calls] = this.#jobs[nth];
    const taken = nth * LIST_WORDS;
    let part = Atomics.add(words, taken, 1);
    if (part < calls.length && geometry !== undefined) kernelModule(this.#engine).geometry(...geometry);
    for (; part < calls.length; part = Atomics.add(words, taken, 1)) {
      const [kernel, values] = calls[part];
      try {
        kernel(...values);
      } finally {
        Atomics.add(words, taken + 1, 1);
      }
    }
    this.#wait(words, taken + 1, calls.length);
  }

  /** Waits until all parts of a job are computed. */
  #wait(words: Int32Array, at: number, parts: number): void {
    for (let deadline = 0; Atomics.load(words, at) < parts;) {
      for (let look = 0; look < LOOKS; look++) if (Atomics.load(words, at) >= parts) return;
      deadline ||= performance.now() + LIST_PATIENCE;
      if (performance.now() > deadline) nap(words, at, parts);
    }
  }

  /** Writes the list as `readList` of workerScript.ts reads it. */
  #write(jobs: readonly PlacedJob[]): readonly [number, number, number, number] {
    const { wasm } = this.#engine;
    const team = teamOf(wasm.asm.memory);
    const numbers = [
      jobs.length,
      ...jobs.flatMap(({ job, scratchAt }) => [
        job.parts.length,
        job.scratch?.argument ?? -1,
        scratchAt,
        job.scratch?.bytes ?? 0,
        Number(job.geometry !== undefined),
        ...(job.geometry ?? new Array<number>(14).fill(0)),
        ...job.parts.flatMap((part) => [team.numberOf(job.kernel), part.length, ...part]),
      ]),
    ];
    const [at, words] = [numbers.length * 8, jobs.length * LIST_WORDS * 4].map(
      (bytes) => wasm._malloc(bytes) >>> 0,
    );
    new Float64Array(wasm.asm.memory.buffer, at, numbers.length).set(numbers);
    return [at, numbers.length, words, ++versions];
  }
}

/** Sleeps until another thread has computed more. A page's main thread may not sleep, and continues to look. */
function nap(words: Int32Array, at: number, parts: number): void {
  try {
    const done = Atomics.load(words, at);
    if (done < parts) Atomics.wait(words, at, done, NAP);
  } catch {
    // a page's main thread
  }
}
