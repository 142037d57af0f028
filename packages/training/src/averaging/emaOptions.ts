import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";

/**
 * Options of the exponential moving average of weights.
 *
 * @inline
 */
export interface EmaOptions {
  /** How much of the average stays at each step, from 0 to 1. Default 0.99, as in Keras; 0.999 for long runs. */
  readonly momentum?: number | undefined;
  /** Every so many steps the trained weights become the average. Default: never. Keras's `ema_overwrite_frequency`. */
  readonly overwriteEvery?: number | undefined;
}

/** The options with their defaults. */
export interface ResolvedEma {
  readonly momentum: number;
  readonly overwriteEvery: number | undefined;
}

const OPTIONS: OptionKinds<EmaOptions> = { momentum: "number", overwriteEvery: "number" };

/** Checks the options of the average of weights and fills in the defaults. */
export function resolveEma(options: EmaOptions): ResolvedEma {
  const { momentum = 0.99, overwriteEvery } = checkOptions("fit: ema", options, OPTIONS);
  finite("fit: ema: momentum", momentum, 0, 1);
  if (overwriteEvery !== undefined) integer("fit: ema: overwriteEvery", overwriteEvery, 1);
  return { momentum, overwriteEvery };
}
