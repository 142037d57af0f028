import { checkOptions, integer } from "@tensorloom/core/internal";

/**
 * Every so many epochs, or every so many steps of the run.
 *
 * @inline
 */
export type SaveInterval = { readonly epochs: number } | { readonly steps: number };

/** An interval of which one part is set. */
export interface ResolvedInterval {
  readonly epochs?: number | undefined;
  readonly steps?: number | undefined;
}

/** Checks the interval of a checkpoint and fills in the default. */
export function resolveInterval(
  caller: string,
  every: SaveInterval | undefined,
  bestOnly: boolean,
): ResolvedInterval {
  if (every === undefined) return { epochs: 1 };
  const { epochs, steps } = checkOptions<ResolvedInterval>(`${caller}: every`, every, {
    epochs: "number",
    steps: "number",
  });
  if ((epochs === undefined) === (steps === undefined))
    throw new RangeError(`${caller}: every must have either epochs or steps`);
  if (epochs !== undefined) return { epochs: integer(`${caller}: every.epochs`, epochs, 1) };
  if (bestOnly)
    throw new RangeError(`${caller}: bestOnly needs the metrics of an epoch: write every: { epochs }`);
  return { steps: integer(`${caller}: every.steps`, steps ?? 0, 1) };
}
