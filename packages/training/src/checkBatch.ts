import { shown } from "@tensorloom/core";
import { isObject } from "./describe.ts";

/**
 * Checks that what a dataset delivers is a batch: arrays with shapes.
 *
 * @param parts - The arrays that it must have.
 * @throws TypeError that says what is missing; single elements are told from batches.
 */
export function checkBatch(
  who: string,
  label: string,
  batch: unknown,
  parts: readonly ("inputs" | "targets")[],
): void {
  const where = `${who}: ${label} must deliver batches { ${parts.join(", ")} } of { data, shape }`;
  if (!isObject(batch) || isArray(batch)) throw new TypeError(`${where}, got ${shown(batch)}`);
  for (const part of parts) {
    const value = batch[part];
    const arrays = part === "inputs" && Array.isArray(value) ? (value as readonly unknown[]) : [value];
    if (arrays.length > 0 && arrays.every(isArray)) continue;
    if (value === undefined) {
      const names = Object.keys(batch);
      throw new TypeError(
        `${where}, got an element without ${part}: it has ${names.length === 0 ? "nothing" : names.join(", ")}`,
      );
    }
    throw new TypeError(
      `${where}, got single elements, whose ${part} are ${shown(value)}: add .batch(16, { collate: stack }) to the dataset`,
    );
  }
}

function isArray(value: unknown): boolean {
  return isObject(value) && ArrayBuffer.isView(value["data"]) && Array.isArray(value["shape"]);
}
