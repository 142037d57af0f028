import type { Random } from "@tensorloom/core";
import { checkOptions, finite, isRecord, shown, type OptionKinds } from "@tensorloom/core/internal";

/**
 * How a random amount is distributed around its usual value.
 *
 * - A number, or `{ normal: deviation }`: a normal distribution with this standard deviation.
 * - `{ uniform: most }`: a uniform distribution from `most` below the usual value to `most` above it.
 * - `{ uniform: [least, most] }`: a uniform distribution from `least` to `most`.
 *
 * @inline
 */
export type RandomAmount =
  | number
  | { readonly normal: number }
  | { readonly uniform: number | readonly [least: number, most: number] };

/** The usual value of an amount, and the bounds of a uniform one. */
export interface AmountBounds {
  /** The value that changes nothing: 0 for degrees and pixels, 1 for a factor. */
  readonly center: number;
  readonly least?: number;
  readonly most?: number;
}

/** Draws an amount. */
export type DrawAmount = (random: Random) => number;

const KNOWN: OptionKinds<{ readonly normal?: number; readonly uniform?: unknown }> = {
  normal: "number",
  uniform: "any",
};

const EXPECTED = "a number, { normal } or { uniform }";

/**
 * Checks an amount, and returns the function that draws it.
 *
 * @param name - The option, for messages: `"randomAffine: rotateDegrees"`.
 * @throws TypeError or RangeError if it is not an amount, or a uniform one exceeds its bounds.
 */
export function createDraw(name: string, amount: RandomAmount, bounds: AmountBounds): DrawAmount {
  const { center } = bounds;
  if (typeof amount === "number") return drawNormal(name, amount, center);
  if (!isRecord(amount)) throw new TypeError(`${name} must be ${EXPECTED}, got ${shown(amount)}`);
  const { normal, uniform } = checkOptions<{ readonly normal?: number; readonly uniform?: unknown }>(
    name,
    amount,
    KNOWN,
  );
  if ((normal === undefined) === (uniform === undefined))
    throw new RangeError(`${name} must be ${EXPECTED}, got ${shown(amount)}`);
  if (normal !== undefined) return drawNormal(`${name}.normal`, normal, center);
  const [least, most] = rangeOf(`${name}.uniform`, uniform, center);
  finite(`${name}.uniform[0]`, least, bounds.least, bounds.most);
  finite(`${name}.uniform[1]`, most, least, bounds.most);
  return (random) => least + (most - least) * random.uniform();
}

function drawNormal(name: string, deviation: number, center: number): DrawAmount {
  finite(name, deviation, 0);
  return (random) => center + deviation * random.normal();
}

/** The ends of a uniform distribution. */
function rangeOf(name: string, uniform: unknown, center: number): readonly [least: number, most: number] {
  if (typeof uniform === "number") {
    finite(name, uniform, 0);
    return [center - uniform, center + uniform];
  }
  if (Array.isArray(uniform) && uniform.length === 2 && uniform.every((end) => typeof end === "number"))
    return [uniform[0], uniform[1]];
  throw new TypeError(`${name} must be a number or a pair [least, most], got ${shown(uniform)}`);
}
