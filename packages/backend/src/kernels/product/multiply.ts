import type { Address, KernelModule } from "../wasm/kernelModule.ts";
import { planColumns, planRows } from "./productPlan.ts";
import { withScratch, type WasmEngine } from "../wasm/wasmEngine.ts";

const FLOAT = 4;

/** What a product or a depthwise convolution applies to its rows before it stores them (epilogue fusion). */
export interface Epilogue {
  /** The address of [n] numbers, or 0 for none. */
  readonly bias: Address;
  /** A number of activation.ts. */
  readonly activation: number;
}

/** No bias and no activation. */
export const NO_EPILOGUE: Epilogue = { bias: 0, activation: 0 };

/** c[m, n] = activation(a[m, k] * b[k, n] + bias); `b` is [n, k] in memory if `transposed`. */
export function multiplyRows(
  engine: WasmEngine,
  module: KernelModule,
  operands: { readonly a: Address; readonly b: Address; readonly c: Address; readonly transposed?: boolean },
  [m, n, k]: readonly [number, number, number],
  { bias, activation }: Epilogue = NO_EPILOGUE,
): void {
  const { block, packA, packB, scratchBytes } = planRows(n, k);
  const { a, b, c, transposed = false } = operands;
  const [bStep, bAcross] = transposed ? [FLOAT, k * FLOAT] : [n * FLOAT, FLOAT];
  withScratch(engine, scratchBytes, (scratch) => {
    const packs = [Number(packA), Number(packB)] as const;
    module.product(
      a,
      k * FLOAT,
      FLOAT,
      b,
      bStep,
      bAcross,
      c,
      m,
      n,
      k,
      0,
      block,
      ...packs,
      scratch,
      bias,
      activation,
    );
  });
}

/** c[m, n] = the sum over k of a[k, m] * b[k, n]; with `add` the sum is added to c. */
export function multiplyColumns(
  engine: WasmEngine,
  module: KernelModule,
  {
    a,
    b,
    c,
    add = false,
  }: { readonly a: Address; readonly b: Address; readonly c: Address; readonly add?: boolean },
  [m, n, k]: readonly [number, number, number],
): void {
  const { block, packA, packB, scratchBytes } = planColumns(m, n, k);
  withScratch(engine, scratchBytes, (scratch) => {
    const packs = [Number(packA), Number(packB)] as const;
    module.product(
      a,
      FLOAT,
      m * FLOAT,
      b,
      n * FLOAT,
      FLOAT,
      c,
      m,
      n,
      k,
      Number(add),
      block,
      ...packs,
      scratch,
      0,
      0,
    );
  });
}
