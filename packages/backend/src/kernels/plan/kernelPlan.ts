import { engine as tfjsEngine, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";
import { CallList } from "../threads/callList.ts";
import { threadsOf } from "../threads/team.ts";
import type { WasmEngine } from "../wasm/wasmEngine.ts";
import type { PackedWeights } from "./packedWeights.ts";
import { copyIn, copyOut, type Placed, placeOf } from "./placed.ts";
import { PlannedKernels } from "./plannedKernels.ts";
import { RecordingEngine } from "./recordingEngine.ts";

/** Values of a planned computation: the places of its inputs, and of its outputs. */
export interface PlannedValues {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
}

/** Computes with the kernels, and returns the places of its inputs and outputs. */
export type KernelProgram = (kernels: PlannedKernels) => PlannedValues;

/**
 * The kernels of a computation as a list of calls with addresses, made once and run as often as needed.
 *
 * Its values lie in one block of memory, whose places are used again. The first dimension of all inputs and outputs are
 * images: more of them than were planned for are computed one group after another.
 *
 * @example
 * ```ts
 * import { ones } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { KernelPlan, PackedWeights, planningEngine } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * const found = planningEngine();
 * if (found === undefined) throw new Error("expected wasm");
 * const packed = new PackedWeights(found.engine);
 * const plan = new KernelPlan(found.engine, packed, (kernels) => {
 *   const x = kernels.input([1, 2, 2, 3]);
 *   return { inputs: [x], outputs: [kernels.imageMeans(x)] };
 * });
 * const [means] = plan.run([ones([2, 2, 2, 3])]);
 * means.dataSync(); // => Float32Array.of(1, 1, 1, 1, 1, 1)
 * plan.dispose();
 * packed.dispose();
 * ```
 */
export class KernelPlan {
  readonly #engine: WasmEngine;
  readonly #list: CallList;
  readonly #values: readonly [inputs: readonly Placed[], outputs: readonly Placed[]];
  readonly #blocks: readonly number[];

  /** @param program - Is called twice, and must do the same: the first call says how much memory it needs. */
  constructor(engine: WasmEngine, packed: PackedWeights, program: KernelProgram) {
    const threads = threadsOf(engine);
    const record = (start: number, panels?: PackedWeights): [RecordingEngine, PlannedValues] => {
      const recording = new RecordingEngine({ engine, threads, start, fixedWeights: true, packed: panels });
      return [recording, program(new PlannedKernels(recording))];
    };
    const [measured] = record(0);
    for (const at of measured.constantsAt) engine.wasm._free(at);
    const block = engine.wasm._malloc(measured.bytes) >>> 0;
    const [recording, { inputs, outputs }] = record(block, packed);
    const place = (tensor: TensorInfo): Placed => placeOf(recording, tensor);
    this.#engine = engine;
    this.#values = [inputs.map(place), outputs.map(place)];
    this.#list = new CallList(engine, recording.steps, threads);
    this.#blocks = [block, ...recording.constantsAt];
  }

  /** Computes the outputs of as many images as the inputs have: a multiple of those planned for. */
  run(inputs: readonly Tensor[]): readonly Tensor[] {
    const [sources, targets] = this.#values;
    const groups = inputs[0].shape[0] / sources[0].shape[0];
    const engine = this.#engine;
    const outputs = targets.map(({ shape: [images, ...rest] }) =>
      engine.makeOutput([images * groups, ...rest], "float32"),
    );
    for (let group = 0; group < groups; group++) {
      for (const [at, place] of sources.entries()) copyIn(engine, inputs[at], place, group);
      this.#list.run();
      for (const [at, place] of targets.entries()) copyOut(engine, place, outputs[at], group);
    }
    return outputs.map((output) => tfjsEngine().makeTensorFromTensorInfo(output));
  }

  /** Frees its memory. */
  dispose(): void {
    this.#list.dispose();
    for (const at of this.#blocks) this.#engine.wasm._free(at);
  }
}
