import type { Net } from "@tensorloom/onnx/internal/net";
import { multiplicationsPerRow } from "./rowWork.ts";

/** Multiplications that a backward pass adds to those of the forward pass, in forward passes. */
const BACKWARD = 2;

/**
 * Multiplications after which a run is even: so many, and so many more for each operation of the net.
 *
 * On two cores with AVX2, training was even after 0.1e9 (a head, two convolutions) and 1.5e9 (four), and predicting after
 * 0.1e9, 1.5e9 and 4.7e9 (eight convolutions, 27 operations): `npm run bench -- engine`. The limits are those at the top.
 */
const AT_LEAST = 2e9;
const PER_OPERATION = 1e8;

/** How much a run computes. */
export interface RunSize {
  /** Rows that the run will compute, as far as that is known. */
  readonly rows: number;
  readonly training: boolean;
}

/**
 * Says why a run is too small to repay compiling its model; undefined if it is large enough.
 *
 * A graph takes time to compile for each operation, and saves time for each multiplication. A prediction of dense layers
 * alone saves none: 7 ms on tfjs were 14 ms there (1280 inputs, 1024 units, 8 rows).
 */
export function whyTooSmall(net: Pick<Net, "ops">, { rows, training }: RunSize): string | undefined {
  if (!training && !net.ops.some(({ kind }) => kind === "convolution"))
    return "the model has no convolution, and ONNX Runtime predicts dense layers no faster";
  const work = multiplicationsPerRow(net) * rows * (training ? 1 + BACKWARD : 1);
  const cost = AT_LEAST + PER_OPERATION * net.ops.length * (training ? 1 + BACKWARD : 1);
  if (work >= cost) return undefined;
  return `the run is too small to repay compiling (about ${inBillions(work)} of ${inBillions(cost)} billion multiplications)`;
}

function inBillions(count: number): string {
  return String(Number((count / 1e9).toPrecision(2)));
}
