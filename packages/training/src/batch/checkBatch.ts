import { isObject, shown } from "@tensorloom/core/internal";

/**
 * Checks that an element of a dataset is a batch: arrays with shapes.
 *
 * @param parts - The arrays that it must have.
 * @throws TypeError with what is missing. The message for single elements, not batched, says so.
 */
export function checkBatch(
  caller: string,
  label: string,
  batch: unknown,
  parts: readonly ("inputs" | "targets")[],
): void {
  const where = `${caller}: ${label} must deliver batches { ${parts.join(", ")} } of { data, shape }`;
  if (!isObject(batch) || isArray(batch)) {
    const hint = Array.isArray(batch)
      ? ": write .batch(16, { collate: stack }), which makes arrays of elements"
      : "";
    throw new TypeError(`${where}, got ${shown(batch)}${hint}`);
  }
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
    if (isText(value))
      throw new TypeError(
        `${where}, got ${part} that are texts, such as ${shown([value].flat()[0])}: map each class to its number`,
      );
    const kind = describeArrayError(value);
    if (kind !== undefined) throw new TypeError(`${where}, got ${part} ${kind}`);
    throw new TypeError(
      `${where}, got single elements, whose ${part} are ${shown(value)}: add .batch(16, { collate: stack }) to the dataset`,
    );
  }
}

/** Whether a value is a text, or a list of texts. */
function isText(value: unknown): boolean {
  return typeof value === "string" || (Array.isArray(value) && typeof value[0] === "string");
}

/** Describes the error in a value that has a shape, so that it is probably meant as an array. */
function describeArrayError(value: unknown): string | undefined {
  if (!isObject(value) || !("shape" in value)) return undefined;
  const { data, shape } = value;
  if (typeof data === "function")
    return "that are a tensor: write { data: await tensor.data(), shape: tensor.shape }";
  if (!isNumericArray(data)) return `whose data must be a typed array of numbers, got ${typeName(data)}`;
  return `whose shape must be a list of numbers, got ${shown(shape)}`;
}

function typeName(value: unknown): string {
  return ArrayBuffer.isView(value) ? `a ${value[Symbol.toStringTag as never] as string}` : shown(value);
}

function isArray(value: unknown): boolean {
  return isObject(value) && isNumericArray(value["data"]) && Array.isArray(value["shape"]);
}

/** Whether a value is a typed array of numbers: not of bigints, and not a DataView. */
function isNumericArray(value: unknown): boolean {
  return ArrayBuffer.isView(value) && !/^(Big|DataView)/.test(typeName(value).slice(2));
}
