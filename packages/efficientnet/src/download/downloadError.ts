/**
 * Thrown by `fetchWeights` if a file could not be downloaded.
 *
 * @example
 * ```ts no-run
 * import { DownloadError, fetchWeights } from "@tensorloom/efficientnet/node";
 *
 * try {
 *   await fetchWeights("B0", "imagenet");
 * } catch (error) {
 *   if (error instanceof DownloadError) console.error(`fetch ${error.url} elsewhere, and put it at ${error.file}`);
 * }
 * ```
 */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
  /** The address of the request. */
  readonly url: string;
  /** The path of the file, which can also be put there by hand. */
  readonly file: string;

  /** @param wrong - What is wrong with a file that already exists. */
  constructor(url: string, file: string, problem: string, wrong?: string, options?: ErrorOptions) {
    super(
      wrong === undefined
        ? `fetchWeights: ${url}: ${problem}. Fetch it on a machine with a network and put it at ${file}, or set a mirror`
        : `fetchWeights: ${file} exists, but is damaged or of another version: ${wrong}. It cannot be downloaded again ` +
            `from ${url}: ${problem}. Replace it by the right file from a machine with a network, or set a mirror`,
      options,
    );
    this.url = url;
    this.file = file;
  }
}
