import { callable } from "@tensorloom/core/internal";
import type { Scores } from "../input/scores.ts";
import { groupRows } from "./groupRows.ts";
import { checkData, type LabelledScores, type Measure, measureRows } from "./rowsOf.ts";

/**
 * Measures each group of rows: each hospital, each sex, each camera.
 *
 * @param measure - A metric of this package, or any function of labels, scores and weights.
 * @param data - Labels, scores and weights of all rows.
 * @param groups - The group of each row: a text, a number, or any other value.
 * @returns The groups in the order in which they first occur, each with its number of rows and its value.
 * @throws RangeError if there is not one group per row, or the metric refuses the rows of a group.
 * @see fairlearn, `MetricFrame`
 * @example
 * ```ts
 * import { byGroup, rocAuc } from "@tensorloom/metrics";
 *
 * const data = { labels: [0, 1, 0, 1], scores: [0.2, 0.9, 0.7, 0.4] };
 * byGroup(rocAuc, data, ["north", "north", "south", "south"])[1]; // => { group: "south", rows: 2, value: 0 }
 * ```
 */
export function byGroup<G, R, S extends Scores>(
  measure: Measure<S, R>,
  data: LabelledScores<S>,
  groups: ArrayLike<G>,
): readonly { readonly group: G; readonly rows: number; readonly value: R }[] {
  callable("byGroup: measure", measure);
  const found = groupRows("byGroup", groups, checkData("byGroup", data));
  return Array.from(found, ([group, rows]) => ({
    group,
    rows: rows.length,
    value: measureRows(measure, data, Uint32Array.from(rows)),
  }));
}
