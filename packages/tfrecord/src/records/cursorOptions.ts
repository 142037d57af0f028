import type { OptionKinds } from "@tensorloom/core/internal";
import type { Checksum } from "./crc32c.ts";
import type { Damage, DamagePolicy } from "./damage.ts";

/**
 * How records are read: what is verified, what is refused, what happens where a file is damaged.
 *
 * @inline
 */
export interface CursorOptions {
  /** The file's name, for errors; default: none. */
  readonly file?: string | undefined;
  /** The longest record allowed, in bytes; default 2^30. */
  readonly maxRecordBytes?: number | undefined;
  /** Computes the CRC-32C; default: portable JavaScript in the main entry, the native one in `./node` where it is installed. */
  readonly checksum?: Checksum | undefined;
  /** What happens where the file is damaged; default `throw`. */
  readonly damage?: DamagePolicy | undefined;
  /** Told of each stretch that `skip` or `resync` leaves out. */
  readonly onDamage?: ((damage: Damage) => void) | undefined;
}

/** The kinds of {@link CursorOptions}. */
export const CURSOR_OPTIONS: OptionKinds<CursorOptions> = {
  file: "string",
  maxRecordBytes: "number",
  checksum: "function",
  damage: "string",
  onDamage: "function",
};
