import { type KernelFunc, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { kernelModule } from "../wasm/kernelModule.ts";
import { forgetPacked } from "../wasm/forgetPacked.ts";
import { address, wasmEngine, withScratch } from "../wasm/wasmEngine.ts";

/** The constants of one update. `step` is the learning rate, corrected for moments that start at zero. */
export interface AdamConstants {
  readonly step: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** The tensors of one variable's update, in the order of a table entry (assembly/elementwise/adam.ts). */
export const ADAM_OPERANDS = ["weight", "gradient", "m", "v"] as const;
const ENTRY = ADAM_OPERANDS.length + 1;

/** Updates weights and moments in place: inputs `weight0 gradient0 m0 v0 weight1 …`, no outputs. */
export const adamKernel: KernelFunc = ({ inputs, backend, attrs }) => {
  const engine = wasmEngine(backend);
  const { step, beta1, beta2, epsilon } = attrs as unknown as AdamConstants; // as adamUpdate passes them
  const tensors = new Map<string, TensorInfo | undefined>(Object.entries(inputs));
  const variables = Array.from({ length: tensors.size / ADAM_OPERANDS.length }, (_, nth) =>
    ADAM_OPERANDS.flatMap((name) => tensors.get(`${name}${String(nth)}`) ?? []),
  );
  withScratch(engine, variables.length * ENTRY * 4, (table) => {
    const entries = new Uint32Array(engine.wasm.asm.memory.buffer, table, variables.length * ENTRY);
    for (const [nth, operands] of variables.entries()) {
      const size = util.sizeFromShape(operands[0].shape);
      entries.set([...operands.map((tensor) => address(engine, tensor)), size], nth * ENTRY);
    }
    const module = kernelModule(engine);
    module.adam(table, variables.length, step, beta1, 1 - beta1, beta2, 1 - beta2, epsilon);
  });
  forgetPacked(
    engine,
    variables.map(([weight]) => weight),
  );
  return [];
};
