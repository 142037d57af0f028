import { checkOptions, integer, oneOf, type OptionKinds, shapeText } from "@tensorloom/core/internal";
import { ExampleError } from "../wire/exampleError.ts";
import { decodeUtf8 } from "../wire/utf8.ts";
import { WireReader } from "../wire/wireReader.ts";
import type { Shaped } from "../parse/specs/dtype.ts";
import { assertBytes } from "./assertBytes.ts";
import { fromLittleEndian } from "./decodeRaw.ts";
import { readTensorFields, type TensorFields } from "./tensorFields.ts";
import {
  dtypeName,
  type NumberDType,
  storageOf,
  TENSOR_TYPES,
  type TensorData,
  type TensorDType,
} from "./tensorTypes.ts";
import { decodeValues } from "./tensorValues.ts";

/**
 * Options of {@link parseTensor}.
 *
 * @inline
 */
export interface ParseTensorOptions {
  /**
   * The largest tensor in bytes, at least 1; default 2^30 (1 GiB). A few bytes can stand for a large tensor whose values
   * are all equal.
   */
  readonly maxBytes?: number | undefined;
}

const KNOWN: OptionKinds<ParseTensorOptions> = { maxBytes: "number" };

/**
 * Parses a serialized tensor: the bytes of a `TensorProto`, as `tf.io.serialize_tensor` writes them.
 *
 * The values may be raw bytes or a repeated field, whose last value fills the rest. The result is a copy. `float16` and
 * `bfloat16` become floats, `bool` bytes, and complex numbers pairs of real and imaginary parts.
 *
 * @param bytes - The serialized tensor, such as a value of a feature of bytes.
 * @param dtype - The type that it must have, such as `"float32"`. `"string"` is `"bytes"` decoded as text.
 * @returns The elements in row-major order, and the shape.
 * @throws RangeError if the bytes are not a tensor of this type, are damaged, or stand for more than `maxBytes`.
 * @see tf.io.parse_tensor
 * @example
 * ```ts
 * import { parseTensor } from "@tensorloom/tfrecord";
 *
 * // tf.io.serialize_tensor(tf.constant([[1], [-2]], tf.int8))
 * const bytes = Uint8Array.of(8, 6, 18, 8, 18, 2, 8, 2, 18, 2, 8, 1, 34, 2, 1, 254);
 * parseTensor(bytes, "int8"); // => { data: Int8Array.of(1, -2), shape: [2, 1] }
 * ```
 */
export function parseTensor<const D extends TensorDType>(
  bytes: Uint8Array,
  dtype: D,
  options: ParseTensorOptions = {},
): Shaped<TensorData<D>> {
  assertBytes("parseTensor: bytes", bytes);
  oneOf<TensorDType>("parseTensor: dtype", dtype, TENSOR_TYPES);
  const { maxBytes = 2 ** 30 } = checkOptions("parseTensor", options, KNOWN);
  integer("parseTensor: maxBytes", maxBytes, 1);
  try {
    const wire = new WireReader();
    const fields = readTensorFields(bytes, wire);
    const { type, bytes: size } = storageOf(dtype);
    if (fields.type !== type) refuse(`expected a tensor of ${dtype}, got ${dtypeName(fields.type)}`);
    const shape = checkShape(fields.shape);
    // An element of text is at least a reference of eight bytes.
    const count = countElements(shape, maxBytes / (size === 0 ? 8 : size), maxBytes);
    const data =
      size === 0 ? texts(fields, dtype, count) : numbers(fields, dtype as NumberDType, count, wire);
    return { data: data as TensorData<D>, shape }; // of the type
  } catch (error) {
    if (!(error instanceof ExampleError)) throw error;
    return refuse(error.message.replace("Could not parse example input: ", ""));
  }
}

function refuse(problem: string): never {
  throw new RangeError(`parseTensor: ${problem}`);
}

function checkShape(shape: readonly number[] | undefined): readonly number[] {
  if (shape === undefined) return refuse("expected a shape, got an unknown rank");
  const wrong = shape.find((size) => !Number.isSafeInteger(size) || size < 0);
  return wrong === undefined ? shape : refuse(`expected sizes of at least 0, got ${String(wrong)}`);
}

function countElements(shape: readonly number[], max: number, maxBytes: number): number {
  const count = shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
  if (count <= max) return count;
  return refuse(`the tensor ${shapeText(shape)} has more than ${String(maxBytes)} bytes; see maxBytes`);
}

function numbers(
  { content, values }: TensorFields,
  dtype: NumberDType,
  count: number,
  wire: WireReader,
): TensorData<NumberDType> {
  const { bytes: size, field } = storageOf(dtype);
  if (content.length === 0)
    return fromLittleEndian(decodeValues(values.get(field) ?? [], dtype, count, wire), dtype);
  if (content.length !== count * size)
    refuse(`expected ${String(count * size)} bytes of content, got ${String(content.length)}`);
  return fromLittleEndian(new Uint8Array(content), dtype);
}

function texts(
  { values }: TensorFields,
  dtype: TensorDType,
  count: number,
): readonly (Uint8Array | string)[] {
  const stored = (values.get(storageOf(dtype).field) ?? []).slice(0, count);
  const last = stored.at(-1) ?? new Uint8Array(0);
  const read = (bytes: Uint8Array): Uint8Array | string =>
    dtype === "string" ? decodeUtf8(bytes, "") : new Uint8Array(bytes);
  return Array.from({ length: count }, (_, i) => read(i < stored.length ? stored[i] : last));
}
