import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";

/**
 * How a model is computed by several replicas at once.
 *
 * @inline
 */
export interface ReplicasOptions {
  /** How many, this thread among them; at most as many as there are cores makes sense. */
  readonly count: number;
  /** Modules that register layer classes of your own, for classes that have no `static moduleUrl`. */
  readonly modules?: readonly (URL | string)[] | undefined;
  /**
   * Normalises by the statistics of the whole batch, not of each replica's rows, as one replica would; default false.
   * It costs two short waits a layer and step.
   */
  readonly syncBatchNorm?: boolean | undefined;
}

/** The same, checked and with nothing left out. */
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

/** Checks the option at the door. */
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
  if (count > 1 && (typeof process !== "object" || typeof process.getBuiltinModule !== "function"))
    throw new RangeError(
      `${caller}: replicas are threads of Node, which a browser does not have; leave replicas out, got ${String(count)}`,
    );
  return { count, modules: modules.map(String), syncBatchNorm };
}

/** A sentence if there are more replicas than cores: each has an engine, and on wasm up to 4 GB, of its own. */
export function describeOversubscription(
  caller: string,
  { count }: ResolvedReplicas,
  cores: number | undefined = countCores(),
): string | undefined {
  if (cores === undefined || count <= cores) return undefined;
  return `${caller}: ${String(count)} replicas on ${String(cores)} ${cores === 1 ? "core" : "cores"} are slower than ${String(cores)}, and take ${String(count)} engines' memory and time to start`;
}

function countCores(): number | undefined {
  if (typeof process !== "object" || typeof process.getBuiltinModule !== "function") return undefined;
  return process.getBuiltinModule("node:os").availableParallelism();
}
