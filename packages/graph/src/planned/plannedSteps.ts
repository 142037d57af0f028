import { engine, type Tensor } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import {
  currentTape,
  GradientPlan,
  type PlanningEngine,
  runPlanned,
  statisticsReducer,
  trainingEngine,
} from "@tensorloom/backend/internal";
import { type CallOptions, isFrozen, type Replay } from "../execute/executeOp.ts";
import { executeOps } from "../execute/executeOps.ts";
import { type FusedOp, layersOf, type PlannedWindow, type Segment } from "../fusion/fusedOp.ts";
import { longestWindow } from "./longestWindow.ts";
import {
  disposeStep,
  isCurrent,
  isInUse,
  movesInPlace,
  type PlannedStep,
  variablesOf,
} from "./plannedStep.ts";

/** Steps that a plan should serve at least, and how often it may serve fewer: then weights are assigned in every step. */
const LEAST_RUNS = 3;
const MAX_SHORT_LIVES = 3;
/** Bytes of plans that are kept while others run: what small networks take, whose steps are short. */
const KEPT_BYTES = 2 ** 26;

type StepSchedule = readonly (FusedOp | Segment | PlannedWindow)[];

/**
 * The planned train steps of a model, by the size of its inputs.
 *
 * The longest sequence of operations that can be planned runs from a plan, forward and backward; the others run as before.
 */
export class PlannedSteps {
  readonly #model: LayersModel;
  readonly #plans = new Map<string, PlannedStep>();
  /** Sizes that cannot be planned, and how often a plan of a size was of little use. */
  readonly #impossible = new Set<string>();
  readonly #shortLives = new Map<string, number>();
  /** Schedules with a window, by the model's own, up to its outputs and up to its logits. */
  readonly #schedules = new WeakMap<readonly (FusedOp | Segment)[], Map<boolean, StepSchedule>>();

  constructor(model: LayersModel) {
    this.#model = model;
  }

  /**
   * The operations, of which a window may run from a plan.
   *
   * @param planned - The schedule of the model for this size of input.
   * @param ops - The same, or the schedule that ends at the logits.
   */
  schedule(planned: readonly (FusedOp | Segment)[], ops: typeof planned, toLogits: boolean): StepSchedule {
    const known = this.#schedules.get(planned) ?? new Map<boolean, StepSchedule>();
    this.#schedules.set(planned, known);
    const made = known.get(toLogits) ?? this.#withWindow(ops);
    known.set(toLogits, made);
    return made;
  }

  /** Frees the plans of a large network, whose memory a prediction needs. */
  makeRoom(): void {
    if (this.#bytes() > KEPT_BYTES && !engine().isTapeOn()) this.release();
  }

  /** Frees all plans. */
  release(): void {
    for (const planned of this.#plans.values()) disposeStep(planned);
    this.#plans.clear();
    this.#impossible.clear();
    this.#shortLives.clear();
  }

  #withWindow(ops: readonly (FusedOp | Segment)[]): StepSchedule {
    const whole = ops.filter((op) => op.kind !== "segment");
    // Segments are recomputed to save memory: a plan would keep its block while they run.
    const window = whole.length < ops.length ? undefined : longestWindow(whole, this.#model.outputs);
    if (window === undefined) return ops;
    const { from, to, input } = window;
    const planned = whole.slice(from, to);
    const { output } = planned[planned.length - 1];
    const inputGradient = whole.slice(0, from).some(hasWeights);
    const run: PlannedWindow["run"] = (x, options) => {
      const forward = (value: Tensor, replay?: Replay): Tensor =>
        executeOps(planned, new Map([[input, value]]), [output], options, replay && { replay })[0];
      return this.#run(planned, { x, options, inputGradient, forward });
    };
    return [
      ...ops.slice(0, from),
      { kind: "planned", ops: planned, inputs: [input], output, run },
      ...ops.slice(to),
    ];
  }

  #run(ops: readonly FusedOp[], call: WindowCall): Tensor {
    const { x, forward } = call;
    const running = trainingEngine();
    const isPossible = x.dtype === "float32" && x.size > 0 && statisticsReducer() === undefined;
    if (running === undefined || !isPossible || !movesInPlace(ops, call.options)) return forward(x);
    const planned = this.#planFor(running, ops, call);
    // The values of another call in the same differentiation are still needed.
    if (planned === undefined || isInUse(planned)) return forward(x);
    planned.tape = new WeakRef(currentTape());
    planned.runs++;
    planned.replay.seeds.clear();
    const again = (input: Tensor): Tensor => forward(input, { ...planned.replay, recomputing: true });
    return runPlanned({ plan: planned.plan, x, weights: planned.sources, again });
  }

  #planFor(running: PlanningEngine, ops: readonly FusedOp[], call: WindowCall): PlannedStep | undefined {
    const { x, options, inputGradient, forward } = call;
    const all = [...new Set(ops.flatMap(layersOf))];
    const key = JSON.stringify([
      x.shape,
      all.map((layer) => Number(isFrozen(layer, options))),
      options["toLogits"] === true,
    ]);
    const known = this.#plans.get(key);
    if (known !== undefined) {
      if (isInUse(known) || (known.ops === ops && isCurrent(known, running))) return known;
      if (known.runs < LEAST_RUNS && known.ops === ops) this.#countShortLife(key);
      this.#drop(key, known);
    }
    if (this.#impossible.has(key)) return undefined;
    for (const [other, planned] of this.#plans)
      if (this.#bytes() > KEPT_BYTES && !isInUse(planned)) this.#drop(other, planned);
    const sources = variablesOf(all.filter((layer) => !isFrozen(layer, options)));
    const replay: Replay = { seeds: new Map(), recomputing: false };
    try {
      const plan = new GradientPlan(running, {
        shape: x.shape,
        weights: sources,
        inputGradient,
        forward: (input) => forward(input, replay),
      });
      const weights = all
        .flatMap((layer) => layer.weights.map((weight) => weight.read()))
        .map((value) => ({ value, dataId: value.dataId }));
      const planned = { plan, ops, engine: running, sources, weights, replay, tape: undefined, runs: 0 };
      this.#plans.set(key, planned);
      return planned;
    } catch {
      this.#impossible.add(key); // an error of the operations themselves comes again without a plan
      return undefined;
    }
  }

  #drop(key: string, planned: PlannedStep): void {
    disposeStep(planned);
    this.#plans.delete(key);
  }

  #countShortLife(key: string): void {
    const lives = (this.#shortLives.get(key) ?? 0) + 1;
    this.#shortLives.set(key, lives);
    if (lives >= MAX_SHORT_LIVES) this.#impossible.add(key);
  }

  #bytes(): number {
    return [...this.#plans.values()].reduce((sum, { plan }) => sum + plan.bytes, 0);
  }
}

/** A call of a window. */
interface WindowCall {
  readonly x: Tensor;
  readonly options: CallOptions;
  /** Whether weights before the window need the gradient of its input. */
  readonly inputGradient: boolean;
  readonly forward: (x: Tensor, replay?: Replay) => Tensor;
}

function hasWeights(op: FusedOp): boolean {
  return layersOf(op).some(({ weights }) => weights.length > 0);
}
