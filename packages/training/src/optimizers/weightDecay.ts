import { finite, type OptionKinds } from "@tensorloom/core/internal";
import { throwWrongType } from "../batch/throwWrongType.ts";

/**
 * Options of decoupled weight decay, of every optimizer.
 *
 * @inline
 */
export interface WeightDecayOptions {
  /** Decoupled weight decay: each step first takes `rate * weightDecay` times the weight from it. Default 0. */
  readonly weightDecay?: number | undefined;
  /**
   * Weights without decay. `"vectors"`: those with fewer than two dimensions, which are biases and the scales and
   * offsets of batch normalisation. A list: those whose name contains one of these texts, as in Keras's
   * `exclude_from_weight_decay`. `[]`: none, Keras's default. Default `"vectors"`.
   */
  readonly excludeFromWeightDecay?: "vectors" | readonly string[] | undefined;
}

/** The kinds of these options. */
export const WEIGHT_DECAY_OPTIONS: OptionKinds<WeightDecayOptions> = {
  weightDecay: "number",
  excludeFromWeightDecay: "any",
};

/** Decoupled weight decay, with its options checked. */
export interface WeightDecay {
  /** The options, for the optimizer's config. */
  readonly options: WeightDecayOptions;
  /** The decay of a variable; 0 if it is excluded. */
  of(name: string, shape: readonly number[]): number;
}

/**
 * Checks the options of weight decay.
 *
 * @throws RangeError if `weightDecay` is below 0; TypeError if the exclusions are not a list of texts.
 * @see Loshchilov and Hutter 2017, Decoupled Weight Decay Regularization, arXiv:1711.05101
 */
export function resolveWeightDecay(
  caller: string,
  { weightDecay = 0, excludeFromWeightDecay: excluded = "vectors" }: WeightDecayOptions,
): WeightDecay {
  finite(`${caller}: weightDecay`, weightDecay, 0);
  const value: unknown = excluded;
  if (value !== "vectors" && !(Array.isArray(value) && value.every((part) => typeof part === "string")))
    throwWrongType(
      `${caller}: excludeFromWeightDecay`,
      '"vectors" or a list of parts of names such as ["bias"]',
      value,
    );
  return {
    options: weightDecay === 0 ? {} : { weightDecay, excludeFromWeightDecay: excluded },
    of(name, shape) {
      const isExcluded =
        excluded === "vectors" ? shape.length < 2 : excluded.some((part) => name.includes(part));
      return isExcluded ? 0 : weightDecay;
    },
  };
}
