import { checkOptions, finite, integer, shown } from "@tensorloom/core/internal";
import type { Recompute } from "./recomputePlan.ts";

interface Fields {
  readonly every?: number | undefined;
  readonly bytes?: number | undefined;
}

/** Throws unless `recompute` is undefined, a boolean, `{ every }` or `{ bytes }`. */
export function checkRecompute(who: string, recompute: Recompute | undefined): void {
  const name = `${who}: recompute`;
  if (recompute === undefined) return;
  if (typeof recompute !== "object") {
    if (typeof recompute !== "boolean")
      throw new TypeError(`${name} must be a boolean, { every } or { bytes }, got ${shown(recompute)}`);
    return;
  }
  const { every, bytes } = checkOptions<Fields>(name, recompute, { every: "number", bytes: "number" });
  if (every !== undefined && bytes !== undefined)
    throw new RangeError(`${name} must be { every } or { bytes }, got both`);
  if (every !== undefined) integer(`${name}.every`, every, 1);
  else if (bytes !== undefined) finite(`${name}.bytes`, bytes, 1);
  else throw new RangeError(`${name} must be { every } or { bytes }, got neither`);
}
