import { bytes, encodeExample, type Feature } from "@tensorloom/tfrecord";
import { isAbsolute } from "node:path";
import { toFeature } from "../../row/toFeature.ts";
import { withoutExtension } from "../picture/extensions.ts";
import type { Plan } from "./plan.ts";

/**
 * Encodes a row as an Example: `image`, `image_name`, the other columns, `target`.
 *
 * @param picture - The bytes of the picture; undefined without pictures.
 */
export function encodeRecord(
  plan: Plan,
  row: number,
  picture: Uint8Array | undefined,
): Uint8Array<ArrayBuffer> {
  const cells = plan.table.rows[row];
  const features = new Map<string, Feature>();
  if (picture !== undefined) {
    features.set("image", bytes(picture));
    if (!plan.columns.has("image_name")) features.set("image_name", bytes(nameOf(plan.pictures[row].cell)));
  }
  for (const [column, type] of plan.columns) {
    const feature = toFeature(cells[column], type);
    if (feature !== undefined) features.set(column, feature);
  }
  const target = plan.targets === undefined ? undefined : toFeature(plan.targets[row], "int64");
  if (target !== undefined) features.set("target", target);
  return encodeExample(features);
}

/** The name of a picture: its path without the ending, or only the file's name if the path leads out of the folder. */
function nameOf(cell: string): string {
  const parts = cell.split(/[/\\]/).filter((part) => part !== "." && part !== "");
  const leadsOut = isAbsolute(cell) || parts.includes("..");
  return withoutExtension(leadsOut ? parts[parts.length - 1] : parts.join("/"));
}
