/**
 * The rules of optimizers that have a kernel: their numbers (assembly/elementwise/updateRules.ts), slots and constants.
 *
 * The kernel expects slots and constants in this order. `keep` and `take` are the weights of a running mean and of its
 * new value, so `1 - beta` is rounded once.
 */
export const UPDATE_RULES = {
  sgd: { code: 0, slots: [], constants: ["rate"] },
  momentum: { code: 1, slots: ["momentum"], constants: ["rate", "momentum"] },
  nesterov: { code: 2, slots: ["momentum"], constants: ["rate", "momentum"] },
  adam: { code: 3, slots: ["m", "v"], constants: ["step", "keep1", "take1", "keep2", "take2", "epsilon"] },
  amsgrad: {
    code: 4,
    slots: ["m", "v", "highest"],
    constants: ["step", "keep1", "take1", "keep2", "take2", "epsilon"],
  },
  rmsprop: {
    code: 5,
    slots: ["v", "momentum", "mean"],
    constants: ["rate", "momentum", "keep", "take", "epsilon"],
  },
  adagrad: { code: 6, slots: ["sum"], constants: ["rate", "epsilon"] },
  adadelta: { code: 7, slots: ["v", "change"], constants: ["rate", "keep", "take", "epsilon"] },
  adamax: { code: 8, slots: ["m", "norm"], constants: ["step", "keep", "take", "decay", "epsilon"] },
  nadam: {
    code: 9,
    slots: ["m", "v"],
    constants: ["meanStep", "gradientStep", "keep1", "take1", "keep2", "take2", "rootCorrection", "epsilon"],
  },
  lion: { code: 10, slots: ["m"], constants: ["rate", "keep1", "take1", "keep2", "take2"] },
  lamb: {
    code: 11,
    slots: ["m", "v"],
    constants: ["rate", "keep1", "take1", "keep2", "take2", "epsilon", "meanCorrection", "squareCorrection"],
  },
  average: { code: 12, slots: [], constants: ["keep", "take"] },
} as const;

/** The name of a rule that has a kernel. */
export type UpdateRule = keyof typeof UPDATE_RULES;

/** The name of a slot of a rule. */
export type SlotOf<R extends UpdateRule> = (typeof UPDATE_RULES)[R]["slots"][number];

/** The constants of a rule, by name. */
export type ConstantsOf<R extends UpdateRule> = Readonly<
  Record<(typeof UPDATE_RULES)[R]["constants"][number], number>
>;
