import { random } from "@tensorloom/core";
import type { NDArray } from "@tensorloom/data";
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeCheckpoint, encodeCheckpoint } from "../checkpoint/checkpointFile.ts";
import { createMetric } from "./createMetric.ts";
import type { Metric } from "./metric.ts";
import { resolveMetrics } from "./resolveMetrics.ts";

const forAnyClasses = resolveMetrics("fit", [
  "accuracy",
  "auc",
  "averagePrecision",
  "balancedAccuracy",
  "brierScore",
  "f1",
  "cohenKappa",
  "logLoss",
  "matthewsCorrelation",
  "precision",
  "recall",
]);
const forSeveral = resolveMetrics("fit", [
  "aucOvo",
  "f1Micro",
  "precisionClass2",
  "recallWeighted",
  "top2Accuracy",
]);
const spread = createMetric("spread", (_, { data }) => Math.max(...data) - Math.min(...data));
const METRICS: readonly (readonly [Metric, number])[] = [
  ...forAnyClasses.flatMap((metric) => [[metric, 1] as const, [metric, 3] as const]),
  ...forSeveral.map((metric) => [metric, 3] as const),
  [spread, 1],
];

/** The targets and outputs of a batch. */
function batch(seed: number, classes: number): readonly [NDArray, NDArray] {
  const numbers = random(seed);
  const rows = 5;
  const targets = Float32Array.from({ length: rows }, (_, at) => (at + seed) % Math.max(2, classes));
  const outputs = Float32Array.from({ length: rows * classes }, () => numbers.uniform());
  return [
    { data: targets, shape: [rows] },
    { data: outputs, shape: [rows, classes] },
  ];
}

describe("the state of a metric", () => {
  it.each(METRICS.map(([metric, classes]) => [metric.name, classes, metric] as const))(
    "%s of %i outputs continues exactly from a file",
    (_, classes, metric) => {
      const [whole, first, second] = [metric.start(), metric.start(), metric.start()];
      second.update(...batch(9, classes)); // restore replaces it
      for (const seed of [1, 2]) for (const one of [whole, first]) one.update(...batch(seed, classes));
      const state = first.state?.() ?? {};
      const chunks = encodeCheckpoint(state, crc32);
      first.update(...batch(8, classes)); // changes nothing that was returned
      expect(encodeCheckpoint(state, crc32)).toEqual(chunks);
      second.restore?.(decodeCheckpoint(new Uint8Array(Buffer.concat(chunks)), crc32) as object); // what was encoded
      for (const one of [whole, second]) one.update(...batch(3, classes));
      expect(second.result()).toBe(whole.result());
    },
  );
});
