import { shown } from "@tensorloom/core/internal";
import type { LayerTopology } from "@tensorloom/graph/internal";
import type { KerasModelError } from "../errors/kerasModelError.ts";
import type { KerasLayer } from "./kerasLayer.ts";

/** What the conversion of a file's layers needs, and what it finds. */
export interface Conversion {
  /** The major version of the Keras that wrote the file. */
  readonly kerasVersion: number;
  /** The stored mean and variance of a `Normalization`. */
  readonly statisticsOf: (layer: KerasLayer) => readonly Float32Array[];
  /** Converts a layer or model inside another layer. */
  readonly convertLayer: (layer: KerasLayer, path: string, conversion: Conversion) => LayerTopology;
  /** The layers that cannot be converted, so far. */
  readonly issues: KerasModelError["issues"][number][];
}

/** Records that a layer cannot be converted. */
export function reportIssue(
  { issues }: Pick<Conversion, "issues">,
  path: string,
  className: string,
  expected: string,
  got: unknown,
): void {
  const text = typeof got === "string" ? got : shown(got);
  issues.push({ path, className, expected, got: text });
}
