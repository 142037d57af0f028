import { checkOptions, integer, isNode, type OptionKinds, shown } from "@tensorloom/core/internal";
import { limitKernelThreads } from "@tensorloom/backend/internal";
import type { ReplicaWorker } from "@tensorloom/distributed";
import { whyNoWorkers } from "@tensorloom/distributed/internal";
import { processRank } from "../ranks/processRank.ts";
import { openRanks, type Ranks } from "../ranks/ranks.ts";

/**
 * Options of synchronous data parallelism: several replicas compute each batch.
 *
 * @inline
 */
export interface ReplicasOptions {
  /**
   * Number of replicas in this process: in Node with this thread, in a browser all in Web Workers. More than the number of
   * cores is slower. `"all"`: one per core of this machine, shared among its ranks; one on a page that is not cross-origin
   * isolated.
   */
  readonly count: number | "all";
  /**
   * Whether the processes that `mpirun` has started compute each batch together. Default: if `count` is `"all"`. All of
   * them must make the call.
   */
  readonly ranks?: boolean | undefined;
  /** URLs of modules that register custom layer classes, for classes without a `static moduleUrl`. Node only. */
  readonly modules?: readonly (URL | string)[] | undefined;
  /**
   * Synchronised batch normalisation: use the statistics of the whole batch, not of each replica's shard. Default false.
   * It costs two short waits per layer and step.
   */
  readonly syncBatchNorm?: boolean | undefined;
  /**
   * Returns a new Web Worker whose script imports `@tensorloom/training/worker`, and the modules of custom layer classes.
   * Default: a script that Vite and webpack build by themselves. Browsers only.
   */
  readonly worker?: (() => ReplicaWorker) | undefined;
}

/** The number of replicas, all that there are, or options. */
export type Replicas = number | "all" | ReplicasOptions;

/** The options, checked and with all defaults filled in. */
export interface ResolvedReplicas {
  /** Replicas of this process. */
  readonly count: number;
  readonly modules: readonly string[];
  readonly syncBatchNorm: boolean;
  readonly worker?: (() => ReplicaWorker) | undefined;
  /** Why there is one replica although all were asked for, as a clause. */
  readonly obstacle?: string | undefined;
  /** Whether other processes compute each batch too. */
  readonly acrossRanks: boolean;
  /** The processes, once they are connected. */
  readonly ranks?: Ranks | undefined;
}

const OPTIONS: OptionKinds<ReplicasOptions> = {
  count: "any",
  ranks: "boolean",
  modules: "any",
  syncBatchNorm: "boolean",
  worker: "function",
};

/** Checks the `replicas` option and fills in the defaults. */
export function resolveReplicas(caller: string, option: Replicas | undefined): ResolvedReplicas {
  if (typeof option === "object") checkOptions(`${caller}: replicas`, option, OPTIONS);
  const options = typeof option === "object" ? option : { count: option ?? 1 };
  const {
    modules = [],
    syncBatchNorm = false,
    ranks = options.count === "all",
    worker,
  }: ReplicasOptions = options;
  const obstacle = isNode() ? undefined : whyNoWorkers();
  const isAll = options.count === "all";
  const count = options.count === "all" ? (obstacle === undefined ? countThreads() : 1) : options.count;
  if (typeof count !== "number")
    throw new TypeError(`${caller}: replicas must be a number or "all", got ${shown(count)}`);
  integer(`${caller}: replicas`, count, 1);
  if (count > 1 && obstacle !== undefined)
    throw new RangeError(`${caller}: replicas must be 1 here, got ${String(count)}: ${obstacle}`);
  const acrossRanks = ranks && processRank().size > 1;
  return {
    count,
    modules: modules.map(String),
    syncBatchNorm,
    worker,
    obstacle: isAll ? obstacle : undefined,
    acrossRanks,
  };
}

/**
 * Connects the ranks of a run, if the option asks for them.
 *
 * @throws Error if there are several, and `@tensorloom/mpi` is not installed.
 */
export async function joinRanks(caller: string, replicas: ResolvedReplicas): Promise<ResolvedReplicas> {
  if (!replicas.acrossRanks) return replicas;
  const ranks = await openRanks(caller);
  limitKernelThreads(countThreads()); // the other ranks of this machine compute too
  return { ...replicas, ranks };
}

/** Returns a warning if all replicas are only one, or there are more than cores. Each has its own engine, on wasm up to 4 GB. */
export function warnOfReplicas(
  caller: string,
  { count, obstacle }: Pick<ResolvedReplicas, "count" | "obstacle">,
  cores: number | undefined = countCores(),
): string | undefined {
  if (obstacle !== undefined) return `${caller}: one replica computes: ${obstacle}`;
  if (cores === undefined || count <= cores) return undefined;
  return `${caller}: ${String(count)} replicas on ${String(cores)} ${cores === 1 ? "core" : "cores"} are slower than ${String(cores)}, and take ${String(count)} engines' memory and time to start`;
}

function countCores(): number | undefined {
  if (isNode()) return process.getBuiltinModule("node:os").availableParallelism();
  return (navigator as Partial<Navigator>).hardwareConcurrency; // some browsers hide it
}

/** One replica per core, shared among the ranks of this machine. A launcher may have bound this process to some cores. */
function countThreads(): number {
  const cores = countCores() ?? 1;
  if (!isNode()) return cores;
  const { localSize } = processRank();
  return Math.max(1, Math.min(cores, Math.floor(countMachineCores() / localSize)));
}

/** The cores of the machine, also of those to which this process is not bound. */
function countMachineCores(): number {
  return process.getBuiltinModule("node:os").cpus().length;
}

/**
 * Returns the number of replicas of all processes, to scale learning rates and batches.
 *
 * It assumes that every machine has as many cores as this one.
 *
 * @param count - `replicas` of `fit`: `"all"`, the default, or a number, which is of this process alone.
 * @throws RangeError or TypeError if it is not valid.
 * @see TensorFlow, `tf.distribute.Strategy.num_replicas_in_sync`
 * @example
 * ```ts
 * import { scale, cosine } from "@tensorloom/schedules";
 * import { countReplicas } from "@tensorloom/training";
 *
 * const replicas = countReplicas(2);
 * const schedule = scale(cosine({ start: 0.001, steps: 100 }), replicas);
 * [replicas, schedule(0)]; // => [2, 0.002]
 * ```
 */
export function countReplicas(count: number | "all" = "all"): number {
  const replicas = resolveReplicas("countReplicas", count);
  return replicas.count * (replicas.acrossRanks ? processRank().size : 1);
}
