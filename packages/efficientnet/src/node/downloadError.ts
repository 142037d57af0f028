/** A file that could not be downloaded. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
  /** Where it was asked for. */
  readonly url: string;
  /** Where it would be kept, and where it can be put by hand. */
  readonly file: string;

  constructor(url: string, file: string, problem: string, options?: ErrorOptions) {
    super(
      `fetchWeights: ${url}: ${problem}. Fetch it where there is a network and put it at ${file}, or name a mirror`,
      options,
    );
    this.url = url;
    this.file = file;
  }
}
