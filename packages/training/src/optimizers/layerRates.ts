import type { NamedTensorMap, Variable } from "@tensorflow/tfjs-core";
import type { BoundOptimizer, Optimizer, OptimizerConfig } from "./optimizer.ts";

/** The options of a config called `layerRates`. */
export interface LayerRatesConfig {
  readonly optimizer: OptimizerConfig;
  /** Factors by variable; 1 if omitted. */
  readonly factors: Readonly<Record<string, number>>;
}

/**
 * Wraps an optimizer so that each variable has its own factor on the learning rate.
 *
 * Variables of the same factor are updated together. The state is that of the optimizer alone, so it continues with
 * other factors or without.
 */
export function withLayerRates(optimizer: Optimizer, factors: Readonly<Record<string, number>>): Optimizer {
  const of = new Map(Object.entries(factors));
  return {
    name: optimizer.name,
    slots: optimizer.slots,
    config: optimizer.config && {
      name: "layerRates",
      options: { optimizer: optimizer.config, factors } satisfies LayerRatesConfig,
    },
    bind(variables, state) {
      const groups = new Map<number, Map<string, Variable>>();
      for (const [name, variable] of variables) {
        const factor = of.get(name) ?? 1;
        groups.set(factor, (groups.get(factor) ?? new Map<string, Variable>()).set(name, variable));
      }
      const bound = [...groups].map(([factor, group]) => ({
        factor,
        group,
        run: optimizer.bind(group, state),
      }));
      return joinGroups(bound);
    },
  };
}

interface Group {
  readonly factor: number;
  readonly group: ReadonlyMap<string, Variable>;
  readonly run: BoundOptimizer;
}

function joinGroups(groups: readonly Group[]): BoundOptimizer {
  return {
    apply(gradients, learningRate) {
      for (const { factor, group, run } of groups) {
        const own: NamedTensorMap = {};
        for (const [name, gradient] of Object.entries(gradients)) if (group.has(name)) own[name] = gradient;
        run.apply(own, learningRate * factor);
      }
    },
    async state() {
      const states = await Promise.all(groups.map(({ run }) => run.state()));
      return {
        updates: Math.max(0, ...states.map(({ updates }) => updates)),
        slots: Object.assign({}, ...states.map(({ slots }) => slots)) as (typeof states)[number]["slots"], // their union
      };
    },
    dispose() {
      for (const { run } of groups) run.dispose();
    },
  };
}
