import { originOf } from "@tensorloom/core";
import { ImageError } from "@tensorloom/image";
import { UserError } from "../cli/userError.ts";

/**
 * Makes a message for the user of an error of a decoder; other errors stay as they are.
 *
 * @param place - File and record.
 * @param name - The image's name.
 */
export function decodeError(place: string, name: string, error: unknown): unknown {
  if (!(error instanceof ImageError)) return error;
  const problem = error.file === undefined ? error.message : error.message.replace(`${error.file}: `, "");
  return new UserError(`${place} (${name}): the image cannot be decoded: ${problem}`, { cause: error });
}

/** Returns the file, and the record, that an element of a dataset was read from: `train03-8.tfrec: record 2`. */
export function placeOf(element: object): string {
  return String(originOf(element)).replace(", record ", ": record ");
}
