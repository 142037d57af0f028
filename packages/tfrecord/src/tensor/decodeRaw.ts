import { checkOptions, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { assertBytes } from "./assertBytes.ts";
import { widen } from "./halves.ts";
import { type NumberDType, storageOf, TENSOR_TYPES, type TensorData } from "./tensorTypes.ts";

/**
 * Options of {@link decodeRaw}.
 *
 * @inline
 */
export interface DecodeRawOptions {
  /** Whether the lowest byte of an element is first; default true. */
  readonly littleEndian?: boolean | undefined;
  /**
   * How many bytes are decoded, a multiple of the size of an element: longer input is cut, shorter input is filled with
   * zeros. Default: all.
   */
  readonly fixedLength?: number | undefined;
}

const KNOWN: OptionKinds<DecodeRawOptions> = { littleEndian: "boolean", fixedLength: "number" };

/** All types with a size. */
const NUMBER_TYPES = TENSOR_TYPES.filter((dtype): dtype is NumberDType => storageOf(dtype).bytes > 0);

/**
 * Decodes raw bytes as numbers of a type, as a feature of bytes often holds them.
 *
 * The result is a copy. `float16` and `bfloat16` become floats, `bool` bytes, and complex numbers pairs.
 *
 * @param bytes - The elements, one after another.
 * @param dtype - Their type, such as `"float32"`.
 * @throws RangeError if the length is not a multiple of the size of an element.
 * @see tf.io.decode_raw
 * @example
 * ```ts
 * import { decodeRaw } from "@tensorloom/tfrecord";
 *
 * decodeRaw(Uint8Array.of(1, 0, 255, 255), "int16"); // => Int16Array.of(1, -1)
 * decodeRaw(Uint8Array.of(1, 2, 3), "uint16", { littleEndian: false, fixedLength: 4 }); // => Uint16Array.of(0x102, 0x300)
 * ```
 */
export function decodeRaw<const D extends NumberDType>(
  bytes: Uint8Array,
  dtype: D,
  options: DecodeRawOptions = {},
): TensorData<D> {
  assertBytes("decodeRaw: bytes", bytes);
  oneOf<NumberDType>("decodeRaw: dtype", dtype, NUMBER_TYPES);
  const { littleEndian = true, fixedLength = bytes.length } = checkOptions("decodeRaw", options, KNOWN);
  const { bytes: size, parts = 1 } = storageOf(dtype);
  integer("decodeRaw: fixedLength", fixedLength, 0);
  if (fixedLength % size !== 0)
    throw new RangeError(
      `decodeRaw: ${options.fixedLength === undefined ? "bytes" : "fixedLength"} must have a multiple of ${String(size)} bytes for ${dtype}, got ${String(fixedLength)}`,
    );
  const copy = new Uint8Array(fixedLength);
  copy.set(bytes.subarray(0, fixedLength));
  if (!littleEndian) swapBytes(copy, size / parts);
  return fromLittleEndian(copy, dtype);
}

/** Views bytes as elements of a type. They belong to the result. */
export function fromLittleEndian<D extends NumberDType>(
  bytes: Uint8Array<ArrayBuffer>,
  dtype: D,
): TensorData<D> {
  return widen(dtype, storageOf(dtype).view(bytes.buffer)) as TensorData<D>; // the array of the type
}

/** Reverses the bytes of each number. */
function swapBytes(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}
