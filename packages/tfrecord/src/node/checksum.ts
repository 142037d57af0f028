import { createRequire } from "node:module";
import { crc32c, type Checksum } from "../records/crc32c.ts";

/** The exports of `@node-rs/crc32`. */
interface NativeCrc32 {
  readonly crc32c: Checksum;
}

/** Below this size in bytes, a native call costs more than it saves (Node 20: 113 ns per call, 0.6 ns per byte). */
const NATIVE_FROM_BYTES = 256;

function load(): NativeCrc32 | undefined {
  try {
    // the type of its own declaration, which the compiler does not see because the module is optional
    return createRequire(import.meta.url)("@node-rs/crc32") as NativeCrc32;
  } catch {
    return undefined; // not installed, or not built for this platform
  }
}

const native = load();

/**
 * Computes a CRC-32C, natively if `@node-rs/crc32` is installed.
 *
 * @returns A whole number from 0 to 2^32 - 1.
 * @example
 * ```ts
 * import { fastCrc32c } from "@tensorloom/tfrecord/node";
 *
 * fastCrc32c(new TextEncoder().encode("123456789")); // => 0xe3069283
 * ```
 */
export const fastCrc32c: (bytes: Uint8Array) => number = native === undefined ? crc32c : withNative(native);

function withNative({ crc32c: fast }: NativeCrc32): Checksum {
  return (bytes) => (bytes.length < NATIVE_FROM_BYTES ? crc32c(bytes) : fast(bytes));
}

/**
 * The package that {@link fastCrc32c} uses: `@node-rs/crc32` or `crc-32`.
 *
 * @example
 * ```ts
 * import { checksumName } from "@tensorloom/tfrecord/node";
 *
 * const isNative = checksumName === "@node-rs/crc32";
if (!isNative) console.warn("checksums are computed in JavaScript: install the optional package to read faster");
 * ```
 */
export const checksumName: "@node-rs/crc32" | "crc-32" = native === undefined ? "crc-32" : "@node-rs/crc32";
