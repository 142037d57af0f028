import type { Random } from "@tensorloom/core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { createLike, checkImage, formatShape, type Image, type Pixels } from "../image/image.ts";
import { drawLambda } from "./drawLambda.ts";

/**
 * A mix of two images, and the share of the first.
 *
 * Mix the labels by the same `lambda`.
 *
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { cutMix, type Mixture } from "@tensorloom/image";
 *
 * const [cat, dog] = [0, 255].map((level) => {
 *   return { data: new Uint8Array(64).fill(level), height: 8, width: 8, channels: 1 };
 * });
 * const { lambda }: Mixture = cutMix()(cat, dog, random(42));
 * const label = [lambda, 1 - lambda]; // the shares of cat and dog
 * label[0] + label[1]; // => 1
 * ```
 */
export interface Mixture<P extends Pixels = Pixels> {
  readonly image: Image<P>;
  /** From 0 to 1: the label is `lambda * first + (1 - lambda) * second`. */
  readonly lambda: number;
}

/**
 * An augmentation that takes two images.
 *
 * @inline
 */
export type Mixer = <P extends Pixels>(first: Image<P>, second: Image<P>, random: Random) => Mixture<P>;

/**
 * Options of {@link mixUp} and {@link cutMix}.
 *
 * @inline
 */
export interface MixOptions {
  /**
   * The parameter of Beta(alpha, alpha), above 0; default 1, which is uniform. Smaller values favour one of the
   * images.
   */
  readonly alpha?: number | undefined;
}

/** The options that mixers know. */
export const MIX_OPTIONS: OptionKinds<MixOptions> = { alpha: "number" };

/** Checks that two images can be mixed, and returns them. */
export function checkPair<P extends Pixels>(
  name: string,
  one: Image<P>,
  other: Image<P>,
): readonly [Image<P>, Image<P>] {
  const [first, second] = [checkImage(name, one), checkImage(name, other)];
  if (
    formatShape(first) === formatShape(second) &&
    first.data instanceof Uint8Array === second.data instanceof Uint8Array
  )
    return [first, second];
  throw new RangeError(
    `${name}: images must be of one shape and kind, got ${formatShape(first)} and ${formatShape(second)}`,
  );
}

/** Checks the parameter of a Beta distribution. */
export function checkAlpha(name: string, alpha: number): void {
  if (finite(`${name}: alpha`, alpha) <= 0)
    throw new RangeError(`${name}: alpha must be above 0, got ${String(alpha)}`);
}

/**
 * Blends two images: every value is `lambda * first + (1 - lambda) * second`.
 *
 * @throws RangeError if `alpha` is not above 0; when it is applied, if the images are not of one shape and kind.
 * @see Zhang et al. 2017, mixup: Beyond Empirical Risk Minimization, arXiv:1710.09412
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { mixUp } from "@tensorloom/image";
 *
 * const [black, white] = [0, 1].map((value) => ({ data: Float32Array.of(value), height: 1, width: 1, channels: 1 }));
 * const { image, lambda } = mixUp({ alpha: 0.4 })(black, white, random(42));
 * Math.abs(image.data[0] - (1 - lambda)) < 1e-6; // => true
 * ```
 */
export function mixUp(options: MixOptions = {}): Mixer {
  const { alpha = 1 } = checkOptions("mixUp", options, MIX_OPTIONS);
  checkAlpha("mixUp", alpha);
  return <P extends Pixels>(one: Image<P>, other: Image<P>, random: Random) => {
    const [first, second] = checkPair("mixUp", one, other);
    const lambda = drawLambda(alpha, random);
    const image = createLike(first, first.height, first.width);
    const rounding = image.data instanceof Uint8Array ? 0.5 : 0; // storing a byte truncates
    for (let i = 0; i < image.data.length; i++)
      image.data[i] = lambda * first.data[i] + (1 - lambda) * second.data[i] + rounding;
    return { image, lambda };
  };
}
