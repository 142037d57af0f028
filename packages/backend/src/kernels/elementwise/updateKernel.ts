import { sizeOf } from "@tensorloom/core/internal";
import type { KernelFunc, TensorInfo } from "@tensorflow/tfjs-core";
import { partition } from "../threads/partition.ts";
import { runJob } from "../threads/runJob.ts";
import { forgetPacked } from "../wasm/forgetPacked.ts";
import { markFinite } from "../wasm/writes.ts";
import { address, type WasmEngine, wasmEngine, withScratch } from "../wasm/wasmEngine.ts";
import { UPDATE_RULES } from "./updateRules.ts";

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
/** The words of an entry after its addresses: how many numbers, the decay, and whether the new weights are finite. */
const [COUNT, DECAY, FINITE] = [OPERANDS.length, OPERANDS.length + 1, OPERANDS.length + 2];
const ENTRY = OPERANDS.length + 3;
const CONSTANTS = 8;
/** The most numbers of an entry: threads share a large variable. */
const LONGEST = 2 ** 15;
/** What a number of an update takes, in multiply-adds: up to four numbers are read and three written. */
const WORK = 20;

/** Some numbers of a variable, and their addresses in the order of {@link OPERANDS}; 0 for a slot that is not used. */
interface Entry {
  readonly weight: TensorInfo;
  readonly addresses: readonly number[];
  readonly count: number;
  readonly decay: number;
}

/** Updates weights and slots in place: inputs `weight0 gradient0 slot0_0 … weight1 …`, no outputs. */
export const updateKernel: KernelFunc = ({ inputs, backend, attrs }) => {
  const engine = wasmEngine(backend);
  const { code, constants, decays } = attrs as unknown as UpdateAttributes; // as updateVariables passes them
  const longest = code === UPDATE_RULES.lamb.code ? Infinity : LONGEST; // it needs the norm of the whole variable
  const tensors = new Map<string, TensorInfo | undefined>(Object.entries(inputs));
  const entries = decays.flatMap((decay, nth) => {
    const operands = OPERANDS.map((name) => tensors.get(`${name}${String(nth)}`));
    return entriesOf(engine, operands, decay, longest);
  });
  const weights = new Set(entries.map(({ weight }) => weight));
  const bytes = 4 * ENTRY;
  withScratch(engine, entries.length * bytes + 4 * CONSTANTS, (table) => {
    const buffer = engine.wasm.asm.memory.buffer;
    const words = new Uint32Array(buffer, table, entries.length * ENTRY);
    const numbers = new Float32Array(buffer, table, words.length + CONSTANTS);
    for (const [nth, { addresses, count, decay }] of entries.entries()) {
      words.set(addresses, nth * ENTRY);
      words[nth * ENTRY + COUNT] = count;
      numbers[nth * ENTRY + DECAY] = decay;
    }
    numbers.set(constants, words.length);
    const work = WORK * entries.reduce((sum, { count }) => sum + count, 0);
    const parts = partition(engine, entries.length, 1, work).map(([first, end]) => {
      return [code, table + first * bytes, end - first, table + entries.length * bytes];
    });
    runJob(engine, { kernel: "updateVariables", parts });
    forgetPacked(engine, [...weights]);
    const odd = new Set(
      entries.filter((_, nth) => words[nth * ENTRY + FINITE] === 0).map(({ weight }) => weight),
    );
    for (const weight of weights) if (!odd.has(weight)) markFinite(weight);
  });
  return [];
};

function entriesOf(
  engine: WasmEngine,
  operands: readonly (TensorInfo | undefined)[],
  decay: number,
  longest: number,
): readonly Entry[] {
  const [weight] = operands;
  if (weight === undefined) throw new Error("update: a variable has no weight");
  const places = operands.map((tensor) => (tensor === undefined ? 0 : address(engine, tensor)));
  const size = sizeOf(weight.shape);
  const entries: Entry[] = [];
  for (let from = 0; from < size; from += longest) {
    const addresses = places.map((at) => (at === 0 ? 0 : at + 4 * from));
    entries.push({ weight, addresses, count: Math.min(longest, size - from), decay });
  }
  return entries;
}
