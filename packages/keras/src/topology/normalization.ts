import { type Conversion, reportIssue } from "./conversion.ts";
import type { KerasLayer } from "./kerasLayer.ts";
import { plainNumbers } from "./optionValues.ts";

/** Keras's smallest deviation. */
const EPSILON = 1e-7;

/**
 * Converts a `Normalization` to the options of a `Rescaling`: one scale and one offset per channel.
 *
 * The mean and variance are options of the layer, or weights in the file if `adapt` has computed them.
 *
 * @see keras/src/layers/preprocessing/normalization.py
 */
export function rescalingOf(
  layer: KerasLayer,
  path: string,
  conversion: Conversion,
): { readonly scale: unknown; readonly offset: unknown } {
  const { config, className } = layer;
  if (!isLastAxis(layer))
    reportIssue(
      conversion,
      path,
      className,
      "statistics per channel, the last axis",
      `axis ${JSON.stringify(config["axis"])}`,
    );
  const stored =
    config["mean"] === null || config["mean"] === undefined ? conversion.statisticsOf(layer) : undefined;
  const means = numbersOf(stored === undefined ? config["mean"] : stored[0]);
  const variances = numbersOf(stored === undefined ? config["variance"] : stored[1]);
  if (means === undefined || variances?.length !== means.length) {
    reportIssue(
      conversion,
      path,
      className,
      "a mean and a variance per channel",
      "none; call adapt before saving",
    );
    return { scale: 1, offset: 0 };
  }
  const deviations = variances.map((variance) => Math.max(Math.sqrt(variance), EPSILON));
  const isInverse = config["invert"] === true;
  const scale = isInverse ? deviations : deviations.map((deviation) => 1 / deviation);
  const offset = isInverse ? means : means.map((mean, at) => -mean / deviations[at]);
  return means.length === 1 ? { scale: scale[0], offset: offset[0] } : { scale, offset };
}

function isLastAxis({ config, inputShape }: KerasLayer): boolean {
  const axis: unknown = config["axis"];
  const axes: readonly unknown[] = Array.isArray(axis)
    ? axis
    : axis === null || axis === undefined
      ? []
      : [axis];
  const last = inputShape === undefined ? axes[0] : inputShape.length - 1; // Keras 2 does not store the shape
  return axes.length === 0 || (axes.length === 1 && (axes[0] === -1 || axes[0] === last));
}

/** The numbers of an array of any depth, as Keras stores them; undefined if it is something else. */
function numbersOf(value: unknown): readonly number[] | undefined {
  const plain = plainNumbers(value);
  if (typeof plain === "number") return [plain];
  if (plain instanceof Float32Array) return [...plain];
  if (!Array.isArray(plain)) return undefined;
  const numbers: unknown[] = plain.flat(Infinity);
  return numbers.every((number) => typeof number === "number") ? numbers : undefined;
}
