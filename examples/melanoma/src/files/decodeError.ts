import { ImageError } from "@tensorloom/image";
import { UserError } from "../cli/userError.ts";

/** What is said of an image that cannot be decoded; other errors stay what they are. */
export function undecodable(where: string, name: string, error: unknown): unknown {
  if (!(error instanceof ImageError)) return error;
  return new UserError(`${where} (${name}): the image cannot be decoded: ${error.message}`, { cause: error });
}
