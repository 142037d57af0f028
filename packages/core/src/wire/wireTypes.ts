// Wire types of the protocol buffer encoding. https://protobuf.dev/programming-guides/encoding

/**
 * The wire type of integers in groups of 7 bits.
 *
 * @example
 * ```ts
 * import { VARINT } from "@tensorloom/core/internal";
 * VARINT; // => 0
 * ```
 */
export const VARINT = 0;

/**
 * The wire type of 8 bytes, such as a double.
 *
 * @example
 * ```ts
 * import { FIXED64 } from "@tensorloom/core/internal";
 * FIXED64; // => 1
 * ```
 */
export const FIXED64 = 1;

/**
 * The wire type of bytes with a length: text, messages, packed numbers.
 *
 * @example
 * ```ts
 * import { BYTES } from "@tensorloom/core/internal";
 * BYTES; // => 2
 * ```
 */
export const BYTES = 2;

/**
 * The wire type of 4 bytes, such as a float.
 *
 * @example
 * ```ts
 * import { FIXED32 } from "@tensorloom/core/internal";
 * FIXED32; // => 5
 * ```
 */
export const FIXED32 = 5;
