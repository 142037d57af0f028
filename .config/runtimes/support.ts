/** The features that `npm run test:runtimes` tries on every runtime, as features.js names them. */
export const FEATURES = [
  "backend wasm",
  "backend cpu",
  "mapInWorkers",
  "replicas",
  "cacheToFile",
  "libjpeg-turbo",
  "sharp",
  "@node-rs/crc32",
  "ONNX Runtime",
  "storage over HTTP",
  "command tfrecord",
  "MPI",
] as const;

export type FeatureName = (typeof FEATURES)[number];

/** What does not work on a runtime, and why. The command fails if one of them works, so that the page stays true. */
export const UNSUPPORTED: Readonly<Record<string, Readonly<Partial<Record<FeatureName, string>>>>> = {};

/** The first difference between two results that exceeds a tolerance, relative to 1; undefined if they agree. */
export function findDifference(
  one: unknown,
  other: unknown,
  tolerance: number,
  path = "result",
): string | undefined {
  if (typeof one === "number" && typeof other === "number")
    return Math.abs(one - other) <= tolerance * Math.max(1, Math.abs(one))
      ? undefined
      : `${path}: ${String(one)} and ${String(other)}`;
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null)
    return one === other ? undefined : `${path}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`;
  const [entries, others] = [Object.entries(one), new Map<string, unknown>(Object.entries(other))];
  if (entries.length !== others.size)
    return `${path}: ${String(entries.length)} and ${String(others.size)} entries`;
  return entries
    .map(([key, value]) => findDifference(value, others.get(key), tolerance, `${path}.${key}`))
    .find((difference) => difference !== undefined);
}
