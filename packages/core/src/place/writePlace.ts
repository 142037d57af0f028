import { writeObject } from "../storage/writeObject.ts";
import { platformFiles } from "#platform-files";
import { isAddress } from "./isAddress.ts";

/** @inline */
interface WritePlaceOptions {
  /** Whether an existing file or object may be replaced; default true. */
  readonly replace?: boolean | undefined;
}

/**
 * Writes a file or an object: it appears whole or not at all.
 *
 * The folder of a path must exist; an address has no folders.
 *
 * @returns How many bytes were written.
 * @throws FileWriteError for a path, StorageError for an address; any error that `content` throws.
 * @example
 * ```ts no-run
 * import { writePlace } from "@tensorloom/core/internal";
 *
 * await writePlace("s3://models/moles/labels.json", '["benign", "malignant"]');
 * ```
 */
export async function writePlace(
  place: string,
  content: Parameters<typeof writeObject>[1],
  options: WritePlaceOptions = {},
): Promise<number> {
  return isAddress(place)
    ? writeObject(place, content, options)
    : platformFiles.write(place, content, options);
}
