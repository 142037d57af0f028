import { type KernelFunc, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { forgetPacked } from "../wasm/forgetPacked.ts";
import { kernelModule } from "../wasm/kernelModule.ts";
import { address, wasmEngine, withScratch } from "../wasm/wasmEngine.ts";

/** What the kernel of all update rules needs besides its tensors. */
interface UpdateAttributes {
  /** The rule's number. */
  readonly code: number;
  /** At most eight, in the rule's order. */
  readonly constants: readonly number[];
  /** The fraction that each weight loses before its update. */
  readonly decays: readonly number[];
}

/** The tensors of one variable's update, in the order of a table entry (assembly/elementwise/updateVariables.ts). */
const OPERANDS = ["weight", "gradient", "slot0_", "slot1_", "slot2_"] as const;
const ENTRY = OPERANDS.length + 2;
const CONSTANTS = 8;

/** Updates weights and slots in place: inputs `weight0 gradient0 slot0_0 … weight1 …`, no outputs. */
export const updateKernel: KernelFunc = ({ inputs, backend, attrs }) => {
  const engine = wasmEngine(backend);
  const { code, constants, decays } = attrs as unknown as UpdateAttributes; // as updateVariables passes them
  const tensors = new Map<string, TensorInfo | undefined>(Object.entries(inputs));
  const written: TensorInfo[] = [];
  withScratch(engine, (decays.length * ENTRY + CONSTANTS) * 4, (table) => {
    const words = new Uint32Array(engine.wasm.asm.memory.buffer, table, decays.length * ENTRY + CONSTANTS);
    const numbers = new Float32Array(words.buffer, table, words.length);
    for (const [nth, decay] of decays.entries()) {
      const operands = OPERANDS.map((name) => tensors.get(`${name}${String(nth)}`));
      words.set(
        operands.map((tensor) => (tensor === undefined ? 0 : address(engine, tensor))),
        nth * ENTRY,
      );
      const [weight] = operands;
      if (weight === undefined) throw new Error(`update: variable ${String(nth)} has no weight`);
      words[nth * ENTRY + OPERANDS.length] = util.sizeFromShape(weight.shape);
      numbers[nth * ENTRY + OPERANDS.length + 1] = decay;
      written.push(weight);
    }
    numbers.set(constants, decays.length * ENTRY);
    kernelModule(engine).updateVariables(code, table, decays.length, table + decays.length * ENTRY * 4);
  });
  forgetPacked(engine, written);
  return [];
};
