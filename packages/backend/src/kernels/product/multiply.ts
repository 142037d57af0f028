import type { Address } from "../wasm/kernelExports.ts";
import { partition, type Range } from "../threads/partition.ts";
import { runJob } from "../threads/runJob.ts";
import { threadsOf } from "../threads/team.ts";
import { kernelModule } from "../wasm/kernelModule.ts";
import type { WasmEngine } from "../wasm/wasmEngine.ts";
import { planColumns, planRows, type ProductPlan, TILE_BYTES } from "./productPlan.ts";

const FLOAT = 4;
/** Rows that the kernel computes together: parts begin at multiples of it. */
const ROWS = 12;
/** Parts for each thread at most. */
const EACH = 4;
/** Rows of a part at least, so that packing b again for each part costs little. */
const LEAST_ROWS = 192;
/** The way to say that b lies in panels already. */
const PACKED = 2;
/** The argument of the kernel that is its scratch memory. */
const SCRATCH = 15;

/** What a product or a depthwise convolution applies to its rows before it stores them (epilogue fusion). */
export interface Epilogue {
  /** The address of [n] numbers, or 0 for none. */
  readonly bias: Address;
  /** A number of activation.ts. */
  readonly activation: number;
}

/** No bias and no activation. */
export const NO_EPILOGUE: Epilogue = { bias: 0, activation: 0 };

/** A product c[m, n] = a[m, k] * b[k, n]; for each matrix its address, and the bytes from row to row and column to column. */
interface Product {
  readonly plan: ProductPlan;
  readonly sizes: readonly [m: number, n: number, k: number];
  readonly a: readonly [at: Address, row: number, column: number];
  readonly b: readonly [at: Address, row: number, column: number];
  readonly c: Address;
  readonly add: boolean;
  readonly epilogue: Epilogue;
}

/** c[m, n] = activation(a[m, k] * b[k, n] + bias); `b` is [n, k] in memory if `transposed`. */
export function multiplyRows(
  engine: WasmEngine,
  operands: { readonly a: Address; readonly b: Address; readonly c: Address; readonly transposed?: boolean },
  sizes: readonly [m: number, n: number, k: number],
  epilogue: Epilogue = NO_EPILOGUE,
): void {
  const [, n, k] = sizes;
  const { a, b, c, transposed = false } = operands;
  multiply(engine, {
    plan: planRows(n, k),
    sizes,
    a: [a, k * FLOAT, FLOAT],
    b: transposed ? [b, FLOAT, k * FLOAT] : [b, n * FLOAT, FLOAT],
    c,
    add: false,
    epilogue,
  });
}

/** c[m, n] = the sum over k of a[k, m] * b[k, n]; with `add` the sum is added to c. */
export function multiplyColumns(
  engine: WasmEngine,
  operands: { readonly a: Address; readonly b: Address; readonly c: Address; readonly add?: boolean },
  sizes: readonly [m: number, n: number, k: number],
): void {
  const [m, n, k] = sizes;
  const { a, b, c, add = false } = operands;
  const plan = planColumns(m, n, k);
  multiply(engine, {
    plan,
    sizes,
    a: [a, FLOAT, m * FLOAT],
    b: [b, n * FLOAT, FLOAT],
    c,
    add,
    epilogue: NO_EPILOGUE,
  });
}

/** Computes the longer side of c part by part. The parts do not change a number: each is the same sum in the same order. */
function multiply(engine: WasmEngine, product: Product): void {
  const { plan, sizes, b } = product;
  const [m, n, k] = sizes;
  const [at, step, across] = b;
  const panels = plan.packB
    ? engine.recorder?.panels({ at, step, across, n, k, block: plan.block })
    : undefined;
  const columns = kernelModule(engine).panelColumns();
  const byRows = m >= n || n < 2 * columns;
  // Each part packs b again, unless it lies in panels.
  const most = panels === undefined ? Math.floor(m / LEAST_ROWS / threadsOf(engine)) : EACH;
  const each = byRows ? Math.max(1, Math.min(EACH, most)) : EACH / 2;
  const ranges = partition(engine, byRows ? m : n, byRows ? ROWS : columns, m * n * k, each);
  const packed: Product = panels === undefined ? product : { ...product, b: [panels.at, panels.columns, 1] };
  const parts = ranges.map((range) =>
    byRows
      ? partOf(packed, range, [0, n], panels !== undefined)
      : partOf(packed, [0, m], range, panels !== undefined),
  );
  const bytes = panels === undefined ? plan.scratchBytes : TILE_BYTES;
  runJob(engine, { kernel: "product", parts, scratch: { argument: SCRATCH, bytes } });
}

/** The arguments of the kernel for some rows and columns of c. */
function partOf(
  { plan, sizes, a, b, c, add, epilogue }: Product,
  [top, bottom]: Range,
  [left, right]: Range,
  inPanels: boolean,
): readonly number[] {
  const [, n, k] = sizes;
  const fromB = inPanels ? [b[0], b[1], left] : [b[0] + left * b[2], b[1], b[2]];
  return [
    a[0] + top * a[1],
    a[1],
    a[2],
    ...fromB,
    c + (top * n + left) * FLOAT,
    n * FLOAT,
    bottom - top,
    right - left,
    k,
    Number(add),
    plan.block,
    Number(plan.packA),
    inPanels ? PACKED : Number(plan.packB),
    0, // scratch
    epilogue.bias === 0 ? 0 : epilogue.bias + left * FLOAT,
    epilogue.activation,
  ];
}
