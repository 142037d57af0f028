import { checkOptions, integer, isNode, type OptionKinds } from "@tensorloom/core/internal";

/**
 * Options of synchronous data parallelism: several replicas compute each batch.
 *
 * @inline
 */
export interface ReplicasOptions {
  /** Number of replicas, including this thread. More than the number of cores is slower. */
  readonly count: number;
  /** URLs of modules that register custom layer classes, for classes without a `static moduleUrl`. */
  readonly modules?: readonly (URL | string)[] | undefined;
  /**
   * Synchronised batch normalisation: use the statistics of the whole batch, not of each replica's shard. Default false.
   * It costs two short waits per layer and step.
   */
  readonly syncBatchNorm?: boolean | undefined;
}

/** The options, checked and with all defaults filled in. */
export interface ResolvedReplicas {
  readonly count: number;
  readonly modules: readonly string[];
  readonly syncBatchNorm: boolean;
}

const OPTIONS: OptionKinds<ReplicasOptions> = {
  count: "number",
  modules: "any",
  syncBatchNorm: "boolean",
};

/** Checks the `replicas` option and fills in the defaults. */
export function resolveReplicas(
  caller: string,
  option: number | ReplicasOptions | undefined,
): ResolvedReplicas {
  if (typeof option === "object") checkOptions(`${caller}: replicas`, option, OPTIONS);
  const {
    count,
    modules = [],
    syncBatchNorm = false,
  } = typeof option === "object" ? option : { count: option ?? 1 };
  integer(`${caller}: replicas`, count, 1);
  if (count > 1 && !isNode())
    throw new RangeError(
      `${caller}: replicas are threads of Node, which a browser does not have; leave replicas out, got ${String(count)}`,
    );
  return { count, modules: modules.map(String), syncBatchNorm };
}

/** Returns a warning if there are more replicas than cores. Each replica has its own engine, on wasm up to 4 GB. */
export function describeOversubscription(
  caller: string,
  { count }: ResolvedReplicas,
  cores: number | undefined = countCores(),
): string | undefined {
  if (cores === undefined || count <= cores) return undefined;
  return `${caller}: ${String(count)} replicas on ${String(cores)} ${cores === 1 ? "core" : "cores"} are slower than ${String(cores)}, and take ${String(count)} engines' memory and time to start`;
}

function countCores(): number | undefined {
  if (!isNode()) return undefined;
  return process.getBuiltinModule("node:os").availableParallelism();
}
