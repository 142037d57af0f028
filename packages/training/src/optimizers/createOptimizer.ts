import { fill, mul, sub, type Tensor, tidy, type Variable, variable } from "@tensorflow/tfjs-core";
import {
  type ConstantsOf,
  type SlotOf,
  type UpdateRule,
  updateVariables,
} from "@tensorloom/backend/internal";
import type { NDArray } from "@tensorloom/data";
import type { Variables } from "@tensorloom/graph/internal";
import { toTensor } from "../batch/batch.ts";
import { copyVariable } from "../model/copyVariable.ts";
import type { BoundOptimizer, Optimizer, OptimizerConfig, OptimizerState } from "./optimizer.ts";
import type { WeightDecay } from "./weightDecay.ts";

/** The tensors of one variable's update. */
interface UpdateTensors<R extends UpdateRule> {
  readonly weight: Variable;
  readonly gradient: Tensor;
  readonly slots: Readonly<Record<SlotOf<R>, Variable>>;
}

/** An optimizer's rule: its slots, its constants at each update, and its formula in tfjs's operations. */
export interface OptimizerRule<R extends UpdateRule> {
  /** The rule of the kernel, which wasm uses in place of the formula. */
  readonly rule: R;
  /** The slots of each variable, in the order of the state. */
  readonly slots: readonly SlotOf<R>[];
  /** The first value of the slots; default 0. */
  readonly initial?: number | undefined;
  /** The constants of an update, counted from 1. */
  constantsAt(update: number, rate: number): ConstantsOf<R>;
  /** Assigns the new weight and slots. Runs in a tidy. */
  formula(tensors: UpdateTensors<R>, constants: ConstantsOf<R>): void;
}

/** What is kept of a variable during a run. */
interface Bound<R extends UpdateRule> {
  readonly weight: Variable;
  readonly slots: Readonly<Record<SlotOf<R>, Variable>>;
  readonly decay: number;
}

/**
 * Creates an optimizer from its rule.
 *
 * Slots are stored by the variable's name, so that freezing or unfreezing layers between runs cannot mix them up. They
 * are created before the first step, so that no step changes the number of tensors.
 */
export function createOptimizer<R extends UpdateRule>(
  config: OptimizerConfig,
  rule: OptimizerRule<R>,
  decay: WeightDecay,
): Optimizer {
  return {
    name: config.name,
    config,
    slots: rule.slots.length,
    bind: (variables, state) => bindRule(rule, decay, variables, state),
  };
}

function bindRule<R extends UpdateRule>(
  rule: OptimizerRule<R>,
  decay: WeightDecay,
  variables: Variables,
  state: OptimizerState | undefined,
): BoundOptimizer {
  let updates = state?.updates ?? 0;
  const bound = new Map<string, Bound<R>>(
    [...variables].map(([name, weight]) => [
      name,
      { weight, slots: createSlots(rule, weight, name, state), decay: decay.of(name, weight.shape) },
    ]),
  );
  return {
    apply(gradients, rate) {
      updates++;
      const found = new Map(Object.entries(gradients));
      const parts = [...bound].flatMap(([name, { weight, slots, decay: each }]) => {
        const gradient = found.get(name);
        return gradient === undefined ? [] : [{ weight, gradient, slots, decay: each * rate }];
      });
      const constants = rule.constantsAt(updates, rate);
      if (updateVariables(rule.rule, parts, constants)) return;
      for (const { decay: fraction, ...tensors } of parts)
        tidy(() => {
          const { weight } = tensors;
          if (fraction !== 0) weight.assign(sub(weight, mul(weight, fraction)));
          rule.formula(tensors, constants);
        });
    },
    async state() {
      const kept: Record<string, NDArray> = {};
      for (const [name, { slots }] of bound) {
        for (const slot of rule.slots) {
          kept[`${name}/${slot}`] = await copyVariable(slots[slot]);
        }
      }
      return { updates, slots: kept };
    },
    dispose() {
      for (const { slots } of bound.values()) for (const slot of rule.slots) slots[slot].dispose();
    },
  };
}

function createSlots<R extends UpdateRule>(
  { slots, initial = 0 }: OptimizerRule<R>,
  weight: Variable,
  name: string,
  state: OptimizerState | undefined,
): Readonly<Record<SlotOf<R>, Variable>> {
  const kept = new Map(Object.entries(state?.slots ?? {}));
  const entries = slots.map((slot) => {
    const key = `${name}/${slot}`;
    const value = kept.get(key);
    return [
      slot,
      tidy(() =>
        variable(
          value === undefined ? fill(weight.shape, initial) : toTensor(key, value, weight.shape),
          false,
        ),
      ),
    ];
  });
  return Object.fromEntries(entries) as Readonly<Record<SlotOf<R>, Variable>>; // the rule's own slots
}
