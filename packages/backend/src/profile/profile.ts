import { callable, checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { backend, getBackend, getKernelsForBackend, type KernelConfig } from "@tensorflow/tfjs-core";
import { watchJobs } from "../kernels/threads/watchJobs.ts";
import { timeDispatches } from "../webgpu/profile/timeDispatches.ts";

/**
 * The time and the calls of one kernel.
 *
 * @example
 * ```ts
 * import { matMul, ones, tidy } from "@tensorflow/tfjs-core";
 * import { type KernelCost, profile, useBackend } from "@tensorloom/backend";
 *
 * const isCalledOnce = ({ calls }: KernelCost): boolean => calls === 1;
 *
 * await useBackend("cpu");
 * const { kernels } = await profile(() => tidy(() => matMul(ones([8, 8]), ones([8, 8])).dataSync()));
 * kernels.filter(isCalledOnce).map(({ kernel }) => kernel); // => ["BatchMatMul"]
 * ```
 */
export interface KernelCost {
  /** The kernel's name in tfjs: `"Conv2D"`. */
  readonly kernel: string;
  readonly calls: number;
  /** Milliseconds in it, without the kernels that it called. */
  readonly milliseconds: number;
}

/**
 * The time that some work took, by kernel.
 *
 * @example
 * ```ts
 * import { ones, sum, tidy } from "@tensorflow/tfjs-core";
 * import { type Profile, profile, useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const report: Profile<number> = await profile(() => tidy(() => sum(ones([8])).dataSync()[0]));
 * const inKernels = report.kernels.reduce((total, { milliseconds }) => total + milliseconds, 0);
 * report.value; // => 8
 * inKernels <= report.milliseconds; // => true
 * ```
 */
export interface Profile<T> {
  /** What the work returned. */
  readonly value: T;
  /** From start to end; what no kernel took was JavaScript or waiting. */
  readonly milliseconds: number;
  /** The slowest first. */
  readonly kernels: readonly KernelCost[];
  /** The same as a table of text. */
  readonly table: string;
}

/**
 * Options of {@link profile}.
 *
 * @inline
 */
export interface ProfileOptions {
  /** A clock in milliseconds; default `performance.now`. */
  readonly clock?: (() => number) | undefined;
}

const OPTIONS: OptionKinds<ProfileOptions> = { clock: "function" };

/**
 * Measures the time of each kernel while `work` runs.
 *
 * A kernel's time is from its call to its return, on backends that are synchronous (wasm, cpu, tensorflow). On `webgpu`
 * it is the time on the GPU, by the name of the shader, if the GPU has timestamps; otherwise only the time to submit the
 * kernel. A prediction that runs from a plan calls no kernels of tfjs; its kernels are named `planned product` and so on,
 * with the time that all threads took together. Unlike `tf.profile` it does not look for memory leaks.
 *
 * @param work - What to measure: a training step, a prediction. Run it once before, so that code is compiled.
 * @throws Any error of `work`; the kernels are restored.
 * @example
 * ```ts
 * import { matMul, ones, tidy } from "@tensorflow/tfjs-core";
 * import { profile, useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const { kernels } = await profile(() => tidy(() => matMul(ones([8, 8]), ones([8, 8])).dataSync()));
 * kernels.find(({ kernel }) => kernel === "BatchMatMul")?.calls; // => 1
 * ```
 */
export async function profile<T>(
  work: () => T | Promise<T>,
  options: ProfileOptions = {},
): Promise<Profile<T>> {
  const { clock = () => performance.now() } = checkOptions("profile", options, OPTIONS);
  callable("profile: work", work);
  const meter = new Meter(clock);
  const restore = getKernelsForBackend(getBackend()).map((config) => meter.attach(config));
  const stopJobs = watchJobs(({ kernel }, milliseconds) => meter.add(`planned ${kernel}`, milliseconds));
  const gpu = getBackend() === "webgpu" ? timeDispatches(backend()) : undefined;
  const start = clock();
  try {
    const value = await work();
    const milliseconds = clock() - start;
    const kernels = gpu === undefined ? meter.costs() : await gpu.stop();
    return { value, milliseconds, kernels, table: table(kernels, milliseconds) };
  } finally {
    gpu?.cancel();
    stopJobs();
    for (const back of restore) back();
  }
}

/** Adds up kernels' times, each without those of the kernels inside it. */
class Meter {
  readonly #now: () => number;
  readonly #costs = new Map<string, { calls: number; milliseconds: number }>();
  /** For each kernel that runs now, the milliseconds that kernels inside it have taken. */
  readonly #inside: number[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  attach(config: KernelConfig): () => void {
    const { kernelFunc } = config;
    config.kernelFunc = (parameters) => {
      const start = this.#now();
      this.#inside.push(0);
      try {
        return kernelFunc(parameters);
      } finally {
        const whole = this.#now() - start;
        const inside = this.#inside.pop() ?? 0;
        this.add(config.kernelName, whole - inside, whole);
      }
    };
    return () => {
      config.kernelFunc = kernelFunc;
    };
  }

  /** Adds the own time of a kernel, and to the kernel that has called it the whole. */
  add(kernel: string, own: number, whole = own): void {
    const outer = this.#inside.length - 1;
    if (outer >= 0) this.#inside[outer] += whole;
    const cost = this.#costs.get(kernel) ?? { calls: 0, milliseconds: 0 };
    this.#costs.set(kernel, { calls: cost.calls + 1, milliseconds: cost.milliseconds + own });
  }

  costs(): readonly KernelCost[] {
    return [...this.#costs]
      .map(([kernel, cost]) => ({ kernel, ...cost }))
      .sort((a, b) => b.milliseconds - a.milliseconds);
  }
}

function table(kernels: readonly KernelCost[], whole: number): string {
  const inKernels = kernels.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const calls = kernels.reduce((sum, cost) => sum + cost.calls, 0);
  const line = (name: string, count: string, milliseconds: number): string =>
    `${name.padEnd(36)}${count.padStart(7)}${milliseconds.toFixed(1).padStart(10)}${share(milliseconds, whole)}`;
  return [
    `${"kernel".padEnd(36)}${"calls".padStart(7)}${"ms".padStart(10)}${"share".padStart(8)}`,
    ...kernels.map(({ kernel, calls: count, milliseconds }) => line(kernel, String(count), milliseconds)),
    line("(between kernels)", "", whole - inKernels),
    line("total", String(calls), whole),
  ].join("\n");
}

function share(milliseconds: number, whole: number): string {
  return `${(whole > 0 ? (100 * milliseconds) / whole : 0).toFixed(1)} %`.padStart(8);
}
