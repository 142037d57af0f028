/**
 * A damaged picture: its file is not a picture, is truncated, or cannot be decoded.
 *
 * @example
 * ```ts no-run
 * import { createRecords, PictureError } from "@tensorloom/convert/node";
 *
 * try {
 *   await createRecords("pictures", "records/train");
 * } catch (error) {
 *   if (error instanceof PictureError) console.log(`replace ${error.path}: ${error.reason}`);
 * }
 * ```
 */
export class PictureError extends Error {
  override readonly name = "PictureError";
  readonly path: string;
  /** What is wrong: `jpeg: the data ends before the end-of-image marker, at byte 4096`. */
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`${path} is damaged: ${reason}; replace it, or skip damaged pictures`);
    this.path = path;
    this.reason = reason;
  }
}
