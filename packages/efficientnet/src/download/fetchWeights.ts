import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { Variant } from "../architecture/variants.ts";
import { weightFile } from "../weights/weightFile.ts";
import type { WeightSource } from "../weights/publishedFiles.ts";
import { fetchFile } from "#fetch-file";
import type { FetchFileOptions } from "./fetchFileOptions.ts";

/**
 * Options of {@link fetchWeights}.
 *
 * @inline
 */
export interface FetchWeightsOptions extends FetchFileOptions {
  /** Whether to fetch the file with the classifier of 1000 classes. Default true. */
  readonly top?: boolean | undefined;
}

const KNOWN: OptionKinds<FetchWeightsOptions> = {
  top: "boolean",
  cacheFolder: "string",
  mirror: "string",
  onProgress: "function",
  signal: "object",
};

/**
 * Downloads published weights once, verifies their hash, and returns their path or address.
 *
 * In Node that is a path in the user's cache folder; in a browser, an address in its own storage, `opfs:tensorloom/…`. A
 * file that exists is verified and used without a network, so you can also put it there by hand. It appears under its name
 * only when it is complete and verified. An interrupted download is resumed, unless the file has changed.
 *
 * A page may read only servers that allow it (CORS). If the publisher does not, serve the file with your page, and pass
 * its folder as `mirror`.
 *
 * @param variant - `"B0"` to `"B7"`.
 * @param source - `"imagenet"` (Keras), `"imagenet-autoaugment"` (qubvel's `"imagenet"`), `"noisy-student"` (qubvel).
 * @returns The path or the address of the file, for `readWeights`.
 * @throws DownloadError if the download fails, with the path at which to put the file by hand; the reason of `signal`.
 * @example
 * ```ts no-run
 * import { buildEfficientNet, fetchWeights, loadWeights, readWeights } from "@tensorloom/efficientnet";
 *
 * const model = buildEfficientNet("B3", { preprocessing: "imagenet", top: false, initialWeights: "zeros" });
 * loadWeights(model, await readWeights(await fetchWeights("B3", "noisy-student", { top: false })));
 * ```
 */
export async function fetchWeights(
  variant: Variant,
  source: WeightSource,
  options: FetchWeightsOptions = {},
): Promise<string> {
  const { top, ...rest } = checkOptions("fetchWeights", options, KNOWN);
  return fetchFile(weightFile(variant, source, top), rest);
}
