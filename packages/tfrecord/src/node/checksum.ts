import { createRequire } from "node:module";
import { crc32c, type Checksum } from "../records/crc32c.ts";

/** What `@node-rs/crc32` exports. */
interface NativeCrc32 {
  readonly crc32c: Checksum;
}

/** Below this many bytes the call into native code costs more than it saves (Node 20: 113 ns a call, 0.6 ns a byte). */
const NATIVE_FROM_BYTES = 256;

function load(): NativeCrc32 | undefined {
  try {
    // the module is what its own type declaration says; it is optional, so the compiler is not shown that declaration
    return createRequire(import.meta.url)("@node-rs/crc32") as NativeCrc32;
  } catch {
    return undefined; // not installed, or no build of it for this machine
  }
}

const native = load();

/**
 * The fastest CRC-32C that there is here: that of `@node-rs/crc32` where it is installed, portable JavaScript elsewhere.
 *
 * @returns A whole number from 0 to 2^32 - 1.
 * @example
 * ```ts
 * import { fastCrc32c } from "@tensorloom/tfrecord/node";
 *
 * fastCrc32c(new TextEncoder().encode("123456789")); // => 0xe3069283
 * ```
 */
export const fastCrc32c: Checksum = native === undefined ? crc32c : withNative(native);

function withNative({ crc32c: fast }: NativeCrc32): Checksum {
  return (bytes) => (bytes.length < NATIVE_FROM_BYTES ? crc32c(bytes) : fast(bytes));
}

/**
 * Which CRC-32C {@link fastCrc32c} is: `@node-rs/crc32` or `crc-32`.
 *
 * @example
 * ```ts
 * import { checksumName } from "@tensorloom/tfrecord/node";
 *
 * ["@node-rs/crc32", "crc-32"].includes(checksumName); // => true
 * ```
 */
export const checksumName: "@node-rs/crc32" | "crc-32" = native === undefined ? "crc-32" : "@node-rs/crc32";
