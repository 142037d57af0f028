import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { Variant } from "../../architecture/variants.ts";
import { weightFile } from "../../weights/weightFile.ts";
import type { WeightSource } from "../../weights/publishedFiles.ts";
import { fetchFile, type FetchFileOptions } from "./fetchFile.ts";

/** Which of a variant's files to fetch, from where, where to keep it, how to watch it. */
export interface FetchWeightsOptions extends FetchFileOptions {
  /** Whether the file with the classifier of 1000 classes is wanted. Default true. */
  readonly top?: boolean;
}

const KNOWN: OptionKinds<FetchWeightsOptions> = {
  top: "boolean",
  cacheFolder: "string",
  mirror: "string",
  onProgress: "function",
  signal: "object",
};

/**
 * Downloads published weights once, checks them against their hash, and says where they are.
 *
 * A download that was cut off goes on where it stopped; the file has its name only when it is whole and right. A file
 * that is there already is checked and used without a network, so it may as well be put there by hand.
 *
 * @param variant - `"B0"` to `"B7"`.
 * @param source - `"imagenet"` (Keras), `"imagenet-autoaugment"` (qubvel's `"imagenet"`), `"noisy-student"` (qubvel).
 * @returns The path of the file, for `readWeights`.
 * @throws DownloadError where it cannot be had, which says where to put it by hand; what `signal` was aborted with.
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
