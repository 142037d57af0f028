import type { Tensor } from "@tensorflow/tfjs-core";
import type { layers, LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { PackedWeights, type PlanningEngine, planningEngine, writesOf } from "@tensorloom/backend/internal";
import type { CallOptions } from "../execute/executeOp.ts";
import { executeOps } from "../execute/executeOps.ts";
import { type FusedOp, layersOf, type Segment } from "../fusion/fusedOp.ts";
import { PlannedPrediction } from "./plannedPrediction.ts";
import type { Shapes } from "./subgraphs.ts";

/** Plans for different sizes of input that are kept. */
const MAX_PLANS = 4;

/** A weight and the state of its numbers. */
interface WeightState {
  readonly variable: layers.Layer["weights"][number];
  readonly dataId: object;
  readonly writes: number;
}

/** A call of a model without training. */
export interface PredictionCall {
  /** The schedule of the model for this size of input: another one means another model. */
  readonly planned: readonly (FusedOp | Segment)[];
  /** The operations to run: the schedule, or the schedule that ends at the logits. */
  readonly ops: readonly (FusedOp | Segment)[];
  readonly inputs: ReadonlyMap<SymbolicTensor, Tensor>;
  readonly options: CallOptions;
}

/** What is known of the calls of one size. */
interface Known {
  readonly planned: readonly (FusedOp | Segment)[];
  readonly shapes: Shapes;
  prediction?: PlannedPrediction;
}

/**
 * The planned predictions of a model, by the size of its inputs.
 *
 * The first prediction of a size runs operation by operation and shows the shapes of all values; later ones are planned.
 * Plans hold copies of weights: as soon as a weight has changed, all are dropped, and one prediction runs without.
 */
export class PlannedPredictions {
  readonly #model: LayersModel;
  readonly #known = new Map<string, Known>();
  #packed: PackedWeights | undefined;
  #engine: PlanningEngine | undefined;
  #weights: readonly WeightState[] = [];

  constructor(model: LayersModel) {
    this.#model = model;
  }

  /** Runs the operations, planned if the engine can. Runs in a tidy. */
  run({ planned, ops, inputs, options }: PredictionCall): readonly Tensor[] {
    const engine = planningEngine();
    const tensors = [...inputs.values()];
    const { outputs } = this.#model;
    if (engine === undefined || tensors.some(({ dtype, size }) => dtype !== "float32" || size === 0))
      return executeOps(ops, inputs, outputs, options);
    const key = JSON.stringify([tensors.map(({ shape }) => shape), options["toLogits"] === true]);
    if (!this.#isCurrent(engine)) this.release();
    const known = this.#known.get(key);
    if (known?.planned === planned) {
      known.prediction ??= this.#plan(engine, ops, known.shapes);
      return known.prediction.run(inputs, options);
    }
    known?.prediction?.dispose(); // of the model before it grew
    const shapes = new Map([...inputs].map(([input, { shape }]) => [input, shape]));
    const made = executeOps(flat(ops), inputs, outputs, options, {
      onMade: (tensor, { shape }) => shapes.set(tensor, shape),
    });
    this.#engine = engine;
    this.#weights = weightsOf(flat(planned));
    this.#known.set(key, { planned, shapes });
    return made;
  }

  /** Frees all plans. */
  release(): void {
    const ended = (this.#engine?.engine.wasm ?? undefined) === undefined; // and its memory is gone
    if (!ended) for (const { prediction } of this.#known.values()) prediction?.dispose();
    if (!ended) this.#packed?.dispose();
    this.#known.clear();
    this.#packed = undefined;
  }

  #plan(engine: PlanningEngine, ops: readonly (FusedOp | Segment)[], shapes: Shapes): PlannedPrediction {
    const plans = [...this.#known.values()].filter(({ prediction }) => prediction !== undefined);
    if (plans.length >= MAX_PLANS) {
      plans[0].prediction?.dispose();
      delete plans[0].prediction;
    }
    this.#packed ??= new PackedWeights(engine.engine);
    return new PlannedPrediction(engine, this.#packed, flat(ops), shapes, this.#model.outputs);
  }

  /** Whether the engine, its threads and all weights are those of the last prediction. */
  #isCurrent({ engine, threads }: PlanningEngine): boolean {
    if (this.#engine?.engine !== engine || this.#engine.threads !== threads) return false;
    return this.#weights.every(({ variable, dataId, writes }) => {
      const value = variable.read();
      return value.dataId === dataId && writesOf(value) === writes;
    });
  }
}

/** The operations of segments too: a prediction recomputes nothing. */
function flat(ops: readonly (FusedOp | Segment)[]): readonly FusedOp[] {
  return ops.flatMap((op) => (op.kind === "segment" ? op.ops : [op]));
}

/** The weights that plans may read. */
function weightsOf(ops: readonly FusedOp[]): readonly WeightState[] {
  const read = ops.filter(({ kind }) => kind !== "layer").flatMap(layersOf);
  return [...new Set(read.flatMap(({ weights }) => weights))].map((variable) => {
    const value = variable.read();
    return { variable, dataId: value.dataId, writes: writesOf(value) };
  });
}
