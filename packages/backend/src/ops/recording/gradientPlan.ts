import { engine as tfjs, type Tensor, type TensorInfo, tidy } from "@tensorflow/tfjs-core";
import type { PlanningEngine } from "../../kernels/plan/planningEngine.ts";
import { copyIn, copyOut, type Placed, placeOf } from "../../kernels/plan/placed.ts";
import { CallList } from "../../kernels/threads/callList.ts";
import { BlockTensors } from "../../kernels/wasm/blockTensors.ts";
import type { WasmEngine } from "../../kernels/wasm/wasmEngine.ts";
import { releaseSaved } from "../gradients/differentiate.ts";
import { withOwnTape } from "../gradients/ownTape.ts";
import { RecordingBackend, tensorAt } from "./recordingBackend.ts";

/** Operations from one tensor to one tensor, all of which have kernels of ours. */
export interface DifferentiableProgram {
  /** The shape of the input. */
  readonly shape: readonly number[];
  /** What gradients are computed for, besides the input: weights, which keep their memory as long as the plan is used. */
  readonly weights: readonly Tensor[];
  /** Whether the gradient of the input is computed. */
  readonly inputGradient: boolean;
  readonly forward: (x: Tensor) => Tensor;
}

/** The addresses of the values of a recorded step. */
interface Places {
  readonly x: Placed;
  readonly y: Placed;
  readonly dy: Placed;
  /** The gradients of the weights, then that of the input; undefined if the result does not depend on it. */
  readonly gradients: readonly (Placed | undefined)[];
  /** How many steps of the list are the forward pass. */
  readonly forwardSteps: number;
}

/**
 * The forward and the backward pass of operations as two lists of kernel calls, made once and run in every train step.
 *
 * All values, those that are kept for the backward pass too, lie in one block of memory. Weights are read at their own
 * addresses, so a plan serves as long as they are overwritten in place. The kernels and their parts are those that run
 * without a plan, and so are the numbers.
 *
 * @example
 * ```ts
 * import { ones } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { globalMeans, GradientPlan, planningEngine } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * const engine = planningEngine();
 * if (engine === undefined) throw new Error("wasm has no kernels of ours");
 * const program = { shape: [1, 1, 2, 1], weights: [], inputGradient: true, forward: globalMeans };
 * const plan = new GradientPlan(engine, program);
 * plan.forward(ones([1, 1, 2, 1])).dataSync(); // => Float32Array.of(1)
 * plan.backward(ones([1, 1]))[0]?.dataSync(); // => Float32Array.of(0.5, 0.5)
 * plan.dispose();
 * ```
 */
export class GradientPlan {
  /** Bytes of the block. */
  readonly bytes: number;
  /** Whether the backward pass computes the gradient of the input. */
  readonly hasInputGradient: boolean;
  readonly #engine: WasmEngine;
  readonly #places: Places;
  readonly #lists: readonly [forward: CallList, backward: CallList];
  /** The gradients stay in the block until the next forward pass. */
  readonly #gradients: BlockTensors;
  #blocks: readonly number[];

  /** @throws Error if an operation runs a kernel that cannot be recorded; OutOfMemoryError if the block does not fit. */
  constructor(planning: PlanningEngine, program: DifferentiableProgram) {
    const { engine, threads } = planning;
    const shape = measure(planning, (recording) => program.forward(inputOf(recording, program)).shape).found;
    const { bytes } = measure(planning, (recording) => recordStep(recording, program, shape));
    const block = engine.wasm._malloc(bytes) >>> 0;
    this.#engine = engine;
    this.#gradients = new BlockTensors(engine);
    this.#blocks = [block];
    this.bytes = bytes;
    this.hasInputGradient = program.inputGradient;
    try {
      const recording = recordingAt(planning, block);
      this.#blocks = [block, ...recording.constantsAt];
      this.#places = recorded(recording, () => recordStep(recording, program, shape));
      this.#blocks = [block, ...recording.constantsAt];
      const { steps } = recording;
      const { forwardSteps } = this.#places;
      const lists = [steps.slice(0, forwardSteps), steps.slice(forwardSteps)];
      const [forward, backward] = lists.map((list) => new CallList(engine, list, threads));
      this.#lists = [forward, backward];
    } catch (error) {
      for (const at of this.#blocks) engine.wasm._free(at);
      throw error;
    }
  }

  /** Runs the forward pass. Its values are kept until the next one. */
  forward(x: TensorInfo): Tensor {
    this.#gradients.moveOut(); // the values of this step take the place of the last gradients
    copyIn(this.#engine, x, this.#places.x);
    this.#lists[0].run();
    const { y } = this.#places;
    const tensor = this.#engine.makeOutput(y.shape, "float32");
    copyOut(this.#engine, y, tensor);
    return tensorAt(tensor);
  }

  /** Runs the backward pass of the last forward pass: the gradients of the weights, then that of the input. */
  backward(dy: TensorInfo): readonly (Tensor | undefined)[] {
    copyIn(this.#engine, dy, this.#places.dy);
    this.#lists[1].run();
    return this.#places.gradients.map(
      (place) => place && tensorAt(this.#gradients.make(place.shape, place.at)),
    );
  }

  /** Frees its memory. */
  dispose(): void {
    this.#gradients.moveOut();
    for (const list of this.#lists) list.dispose();
    for (const at of this.#blocks) this.#engine.wasm._free(at);
  }
}

/** A backend that records, with its values from an address on. */
function recordingAt({ engine, threads }: PlanningEngine, start: number): RecordingBackend {
  // The running backend is the engine, and can say how many tensors share a weight, too.
  const real = engine as ConstructorParameters<typeof RecordingBackend>[0]["engine"];
  return new RecordingBackend({ engine: real, threads, start, fixedWeights: false, packed: undefined });
}

/** Runs operations on a backend that records; nothing of them is left but the recording. */
function recorded<T>(recording: RecordingBackend, operations: () => T): T {
  const found: T[] = [];
  try {
    recording.run(() => {
      tidy(() => {
        found.push(withOwnTape(operations));
      });
    });
  } finally {
    releaseSaved();
  }
  return found[0];
}

/** What operations return, and how large a block their values need. */
function measure<T>(
  planning: PlanningEngine,
  operations: (recording: RecordingBackend) => T,
): { readonly found: T; readonly bytes: number } {
  const recording = recordingAt(planning, 0);
  try {
    const found = recorded(recording, () => operations(recording));
    return { found, bytes: recording.bytes };
  } finally {
    for (const at of recording.constantsAt) planning.engine.wasm._free(at);
  }
}

function inputOf(recording: RecordingBackend, { shape }: DifferentiableProgram): Tensor {
  return tensorAt(recording.makeOutput(shape, "float32"));
}

/** Records the forward and the backward pass; all gradients keep their places to the end. */
function recordStep(
  recording: RecordingBackend,
  program: DifferentiableProgram,
  shape: readonly number[],
): Places {
  const x = inputOf(recording, program);
  const dy = tensorAt(recording.makeOutput(shape, "float32"));
  const found: { y?: Placed; steps?: number } = {};
  const forward = (): Tensor => {
    const y = program.forward(x);
    found.y = placeOf(recording, y);
    found.steps = recording.steps.length;
    return y;
  };
  const sources = [...program.weights, ...(program.inputGradient ? [x] : [])];
  const { grads } = tfjs().gradients(forward, sources, dy, true);
  // undefined for a weight that the result does not depend on, although the type says otherwise
  const gradients = (grads as readonly (Tensor | undefined)[]).map((one) => one && placeOf(recording, one));
  if (found.y === undefined || found.steps === undefined) throw new Error("wasm: nothing was recorded");
  const addresses = gradients.flatMap((place) => (place === undefined ? [] : [place.at]));
  if (new Set(addresses).size < addresses.length) throw new Error("wasm: two gradients share their memory");
  return {
    x: placeOf(recording, x),
    y: found.y,
    dy: placeOf(recording, dy),
    gradients,
    forwardSteps: found.steps,
  };
}
