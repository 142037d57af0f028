import { finite } from "@tensorloom/core/internal";

/**
 * Returns factors on the learning rate that decay from a model's last layers to its first.
 *
 * The last pattern has the factor `decay`, the one before it `decay ** 2`, and so on. Layers that are not in the list,
 * such as a new head, keep the whole rate. Pass the result as `layerRates` of `fit`.
 *
 * @param patterns - Names of layers, from the input to the output, with `*` for any text.
 * @param decay - The factor from one pattern to the one before it, from 0 to 1; 0.65 to 0.9 are common.
 * @throws RangeError if `decay` is not from 0 to 1.
 * @see Bao et al. 2021, BEiT, arXiv:2106.08254; timm's `layer_decay`
 * @example
 * ```ts
 * import { layerDecay } from "@tensorloom/training";
 *
 * layerDecay(["stem*", "block1*", "block2*"], 0.5); // => { "stem*": 0.125, "block1*": 0.25, "block2*": 0.5 }
 * ```
 */
export function layerDecay(patterns: readonly string[], decay: number): Readonly<Record<string, number>> {
  finite("layerDecay: decay", decay, 0, 1);
  return Object.fromEntries(patterns.map((pattern, i) => [pattern, decay ** (patterns.length - i)]));
}
