import type { Job } from "../wasm/job.ts";
import { kernelModule } from "../wasm/kernelModule.ts";
import type { WasmEngine } from "../wasm/wasmEngine.ts";
import { teamOf } from "./team.ts";
import { watched } from "./watchJobs.ts";
import { LIST_PATIENCE, LIST_WORDS, LOOKS, NAP, SCRIPT } from "./workerScript.ts";

/** A job with the scratch memory that its threads have. */
interface PlacedJob {
  readonly job: Job;
  /** The scratch memory of the first thread; those of the others follow. */
  readonly scratchAt: number;
}

/** Something small that the first thread computes while the others wait. */
interface PlacedScript {
  readonly script: () => void;
}

/** What a list does one after another. */
export type ListedStep = PlacedJob | PlacedScript;

/** A call of a kernel. */
type Call = readonly [kernel: (...values: number[]) => unknown, values: readonly number[]];

const NO_GEOMETRY: readonly number[] = new Array<number>(14).fill(0);
/** Parts that are done, to threads that need not wait for any. */
const LEAVE = 2 ** 30;

let versions = 0;

/** A job as this thread runs it; or a script. */
type Step = { readonly job: Job; readonly calls: readonly Call[] } | PlacedScript;

/**
 * Jobs that all threads run one after another, with a barrier after each, as often as needed.
 *
 * They are written into the engine's memory once. A run is published once, so that threads need not be woken for each job.
 */
export class CallList {
  readonly #engine: WasmEngine;
  readonly #threads: number;
  readonly #steps: readonly Step[];
  /** The list in memory, and the counters of each job; none for one thread. */
  readonly #at: readonly [list: number, length: number, words: number, version: number] | undefined;

  constructor(engine: WasmEngine, steps: readonly ListedStep[], threads: number) {
    const module = kernelModule(engine);
    this.#engine = engine;
    this.#threads = threads;
    this.#steps = steps.map((step) => {
      if ("script" in step) return step;
      const { job, scratchAt } = step;
      const calls = job.parts.map((part): Call => {
        const { scratch } = job;
        const values = scratch === undefined ? part : part.with(scratch.argument, scratchAt);
        return [module[job.kernel], values];
      });
      return { job, calls };
    });
    this.#at = threads === 1 ? undefined : this.#write(steps);
  }

  /** Runs all jobs. @throws Error if a kernel fails in another thread. */
  run(): void {
    if (this.#at === undefined) {
      const module = kernelModule(this.#engine);
      for (const step of this.#steps) {
        if ("script" in step) step.script();
        else
          watched(step.job, () => {
            if (step.job.geometry !== undefined) module.geometry(...step.job.geometry);
            for (const [kernel, values] of step.calls) kernel(...values);
          });
      }
      return;
    }
    const { memory } = this.#engine.wasm.asm;
    const words = new Int32Array(memory.buffer, this.#at[2], this.#steps.length * LIST_WORDS);
    words.fill(0); // no thread is in the list between two runs
    teamOf(memory).assist(this.#at, this.#threads, () => {
      let nth = 0;
      try {
        for (; nth < this.#steps.length; nth++) this.#runStep(nth, words);
      } finally {
        // after an error the others leave the list, too
        for (; nth < this.#steps.length; nth++) Atomics.store(words, nth * LIST_WORDS + 1, LEAVE);
      }
    });
  }

  /** Frees the list. */
  dispose(): void {
    if (this.#at === undefined) return;
    this.#engine.wasm._free(this.#at[0]);
    this.#engine.wasm._free(this.#at[2]);
  }

  #runStep(nth: number, words: Int32Array): void {
    const step = this.#steps[nth];
    if ("script" in step) {
      step.script();
      Atomics.store(words, nth * LIST_WORDS + 1, 1); // the others wait for it
    } else
      watched(step.job, () => {
        this.#runJob(step, nth * LIST_WORDS, words);
      });
  }

  /** Takes the parts of a job that are left, and waits for those of other threads. As `runList` of workerScript.ts. */
  #runJob({ job: { geometry }, calls }: Exclude<Step, PlacedScript>, taken: number, words: Int32Array): void {
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
  #write(steps: readonly ListedStep[]): readonly [number, number, number, number] {
    const { wasm } = this.#engine;
    const team = teamOf(wasm.asm.memory);
    const numbers = [
      steps.length,
      ...steps.flatMap((step) => {
        if ("script" in step) return [SCRIPT, -1, 0, 0, 0, ...NO_GEOMETRY];
        const { job, scratchAt } = step;
        return [
          job.parts.length,
          job.scratch?.argument ?? -1,
          scratchAt,
          job.scratch?.bytes ?? 0,
          Number(job.geometry !== undefined),
          ...(job.geometry ?? NO_GEOMETRY),
          ...job.parts.flatMap((part) => [team.numberOf(job.kernel), part.length, ...part]),
        ];
      }),
    ];
    const [at, words] = [numbers.length * 8, steps.length * LIST_WORDS * 4].map(
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
