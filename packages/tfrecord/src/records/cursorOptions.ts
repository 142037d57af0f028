import type { OptionKinds } from "@tensorloom/core/internal";
import type { Checksum } from "./crc32c.ts";
import type { Damage, DamagePolicy } from "./damage.ts";

/**
 * Options of all readers of records.
 *
 * @inline
 */
export interface CursorOptions {
  /** The name of the file, for errors; default: empty, or the path or URL. */
  readonly file?: string | undefined;
  /** The maximum size of a record, in bytes; default 2^30. */
  readonly maxRecordBytes?: number | undefined;
  /** Computes the CRC-32C; default: `crc32c`, or `fastCrc32c` for files in Node. */
  readonly checksum?: Checksum | undefined;
  /** What to do if the file is damaged; default `throw`. */
  readonly damage?: DamagePolicy | undefined;
  /** Called for each damaged region that `skip` or `resync` leaves out. */
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
