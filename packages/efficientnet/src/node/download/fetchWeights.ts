import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { Variant } from "../../architecture/variants.ts";
import { weightFile } from "../../weights/weightFile.ts";
import type { WeightSource } from "../../weights/publishedFiles.ts";
import { fetchFile, type FetchFileOptions } from "./fetchFile.ts";

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
 * Downloads published weights once, verifies their hash, and returns the file's path.
 *
 * An interrupted download is resumed, and the file appears under its name only when it is complete and verified. A file
 * that exists is verified and used without a network, so you can also put it there by hand.
 *
 * @param variant - `"B0"` to `"B7"`.
 * @param source - `"imagenet"` (Keras), `"imagenet-autoaugment"` (qubvel's `"imagenet"`), `"noisy-student"` (qubvel).
 * @returns The path of the file, for `readWeights`.
 * @throws DownloadError if the download fails, with the path at which to put the file by hand; the reason of `signal`.
 * @example
 * ```ts no-run
 * import { buildEfficientNet, loadWeights } from "@tensorloom/efficientnet";
 * import { fetchWeights, readWeights } from "@tensorloom/efficientnet/node";
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
