import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { engineOfKernels, type PlanningEngine } from "../../kernels/plan/planningEngine.ts";
import { releaseSaved } from "../gradients/differentiate.ts";
import { withOwnTape } from "../gradients/ownTape.ts";
import { type Inputs, tfjsEngine } from "../gradients/tfjsEngine.ts";
import type { GradientPlan } from "./gradientPlan.ts";
import { runningRecording } from "./recordingBackend.ts";

/**
 * The current engine if a train step can be planned for it now: wasm with our kernels, in one differentiation.
 *
 * @example
 * ```ts
 * import { useBackend } from "@tensorloom/backend";
 * import { trainingEngine } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * trainingEngine(); // => undefined
 * ```
 */
export function trainingEngine(): PlanningEngine | undefined {
  const inOneDifferentiation = engine().isTapeOn() && tfjsEngine().state.gradientDepth === 1;
  return inOneDifferentiation && runningRecording() === undefined ? engineOfKernels() : undefined;
}

/**
 * The differentiation that runs now, to compare it with that of another call.
 *
 * @throws Error if none runs.
 * @example
 * ```ts
 * import { grad, scalar, square } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { currentTape } from "@tensorloom/backend/internal";
 *
 * await useBackend("cpu");
 * const tapes = new Set<object>();
 * const gradient = grad((x) => (tapes.add(currentTape()), square(x)));
 * for (const x of [1, 2]) gradient(scalar(x));
 * tapes.size; // => 2
 * ```
 */
export function currentTape(): object {
  const { activeTape } = tfjsEngine().state;
  if (activeTape === null) throw new Error("no differentiation runs");
  return activeTape;
}

/** What {@link runPlanned} runs. */
export interface PlannedOperations {
  readonly plan: GradientPlan;
  readonly x: Tensor;
  readonly weights: readonly Tensor[];
  /** The operations without a plan, for the second time in this step: for a gradient of x that was not planned. */
  readonly again: (x: Tensor) => Tensor;
}

/**
 * Runs planned operations as one, with their gradients.
 *
 * @example
 * ```ts
 * import { grad, ones, sum, type Tensor } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { globalMeans, GradientPlan, runPlanned, trainingEngine } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * const means = (x: Tensor): Tensor => {
 *   const engine = trainingEngine();
 *   if (engine === undefined) return globalMeans(x);
 *   const program = { shape: x.shape, weights: [], inputGradient: true, forward: globalMeans };
 *   return runPlanned({ plan: new GradientPlan(engine, program), x, weights: [], again: globalMeans });
 * };
 * grad((x) => sum(means(x)))(ones([1, 1, 2, 1])).dataSync(); // => Float32Array.of(0.5, 0.5)
 * ```
 */
export function runPlanned({ plan, x, weights, again }: PlannedOperations): Tensor {
  const inputs: Inputs = {
    x,
    ...Object.fromEntries(weights.map((weight, nth) => [String(nth), weight] as const)),
  };
  return tfjsEngine().runKernelFunc<Tensor>({
    inputs,
    forwardFunc(_backend, save) {
      save(plan.hasInputGradient ? [] : [x]);
      return plan.forward(x);
    },
    backwardsFunc(gradient, [kept]) {
      releaseSaved();
      const dy = Array.isArray(gradient) ? gradient[0] : gradient;
      const found = plan.backward(dy);
      const zeros = (tensor: Tensor): Tensor => engine().runKernel("ZerosLike", { x: tensor });
      const ofInput = (): Tensor =>
        found.at(weights.length) ??
        withOwnTape(() => engine().gradients(() => again(kept), [kept], dy).grads[0]);
      return {
        x: ofInput,
        ...Object.fromEntries(
          weights.map((weight, nth) => [String(nth), () => found[nth] ?? zeros(weight)] as const),
        ),
      };
    },
  });
}
