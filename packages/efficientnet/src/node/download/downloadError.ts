/**
 * A file that could not be downloaded.
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
  /** Where it was asked for. */
  readonly url: string;
  /** Where it would be kept, and where it can be put by hand. */
  readonly file: string;

  /** @param wrong - What is wrong with a file that is there already. */
  constructor(url: string, file: string, problem: string, wrong?: string, options?: ErrorOptions) {
    super(
      wrong === undefined
        ? `fetchWeights: ${url}: ${problem}. Fetch it where there is a network and put it at ${file}, or name a mirror`
        : `fetchWeights: ${file} is there, but is damaged or another version: ${wrong}. It cannot be downloaded again ` +
            `from ${url}: ${problem}. Replace it by the right file, fetched where there is a network, or name a mirror`,
      options,
    );
    this.url = url;
    this.file = file;
  }
}
