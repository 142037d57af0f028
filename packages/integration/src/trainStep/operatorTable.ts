import type { MachineRates } from "./machineRates.ts";
import type { KernelRun, TypedShape } from "./profileEvents.ts";

/** All runs of the kernels of one kind, for one step. */
export interface OperatorRow {
  readonly operator: string;
  readonly nodes: number;
  readonly ms: number;
  readonly floorMs: number;
  readonly gflop: number;
  readonly megabytes: number;
}

/** Operators that only change the shape of the same bytes. */
const VIEWS = new Set(["Flatten", "Reshape", "Squeeze", "Unsqueeze"]);

/** Sums a profile's kernels by operator, the slowest first. */
export function operatorTable(
  kernels: readonly KernelRun[],
  steps: number,
  rates: MachineRates,
): readonly OperatorRow[] {
  const rows = new Map<string, OperatorRow>();
  for (const kernel of kernels) {
    const operator = labelOf(kernel);
    const row = rows.get(operator) ?? { operator, nodes: 0, ms: 0, floorMs: 0, gflop: 0, megabytes: 0 };
    const gflop = flops(kernel) / 1e9;
    const moved = VIEWS.has(kernel.op) ? [] : [...kernel.inputs, ...kernel.outputs];
    const megabytes = moved.reduce((sum, each) => sum + bytes(each), 0) / 1e6;
    const floorMs = Math.max((gflop / rates.gflops) * 1e3, megabytes / rates.gigabytes);
    rows.set(operator, {
      operator,
      nodes: row.nodes + 1 / steps,
      ms: row.ms + kernel.microseconds / 1e3 / steps,
      floorMs: row.floorMs + floorMs / steps,
      gflop: row.gflop + gflop / steps,
      megabytes: row.megabytes + megabytes / steps,
    });
  }
  return [...rows.values()].sort((a, b) => b.ms - a.ms);
}

/** The operator; of a convolution, also what kind it is. */
function labelOf({ op, inputs }: KernelRun): string {
  if (!op.endsWith("Conv") || inputs.length < 2) return op;
  const [, channels] = inputs[0].shape;
  const [, perGroup, height, width] = inputs[1].shape;
  const kernel = height > 11 || width > 11 ? "image-sized" : `${String(height)}x${String(width)}`;
  return `${op} ${kernel}${channels === perGroup ? "" : perGroup === 1 ? ", depthwise" : ", grouped"}`;
}

/** Floating-point operations of products; the others' are few beside the bytes that they move. */
function flops({ op, inputs, outputs }: KernelRun): number {
  if (inputs.length < 2 || outputs.length === 0) return 0;
  const made = count(outputs[0]);
  if (op.endsWith("Conv"))
    return 2 * made * inputs[1].shape.slice(1).reduce((product, side) => product * side, 1);
  if (!op.endsWith("MatMul") && !op.endsWith("Gemm")) return 0;
  // Either matrix may be transposed, so the inner side follows from the counts: rows x inner, inner x columns, rows x columns.
  const isBatched = inputs[0].shape.length > 2 && inputs[1].shape.length > 2;
  const batch = isBatched ? outputs[0].shape.slice(0, -2).reduce((product, side) => product * side, 1) : 1;
  return 2 * made * Math.sqrt((count(inputs[0]) * count(inputs[1])) / made / batch);
}

function bytes(tensor: TypedShape): number {
  return (
    count(tensor) * (tensor.type === "int64" || tensor.type === "double" ? 8 : tensor.type === "bool" ? 1 : 4)
  );
}

function count({ shape }: TypedShape): number {
  return shape.reduce((product, side) => product * side, 1);
}
