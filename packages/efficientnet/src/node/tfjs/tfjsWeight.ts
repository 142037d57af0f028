import type { Weight } from "../../weights/namedWeights.ts";
import { half } from "../format/float16.ts";
import { WeightsFileError } from "../format/weightsFileError.ts";

/** How a manifest describes one weight. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: {
    readonly dtype: string;
    readonly scale?: number;
    readonly min?: number;
  };
}

const WIDTHS: Readonly<Partial<Record<string, number>>> = {
  float32: 4,
  int32: 4,
  float16: 2,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

/** How many bytes a weight takes in its shards. */
export function bytesOf(path: string, { name, shape, dtype, quantization }: WeightSpec): number {
  const stored = quantization?.dtype ?? dtype;
  const width = WIDTHS[stored];
  if (width === undefined) throw new WeightsFileError(path, `${name}: expected numbers, got ${stored}`);
  if (!Array.isArray(shape) || !shape.every((side) => Number.isSafeInteger(side) && side >= 0))
    throw new WeightsFileError(path, `${name}: its shape is no list of lengths`);
  return shape.reduce<number>((a, b) => a * b, width);
}

/** Whether a weight is one of numbers that are learned. */
export function isFloat({ dtype }: WeightSpec): boolean {
  return dtype === "float32";
}

/** A weight's numbers from its bytes: as they are, from half precision, or from `stored * scale + min`. */
export function decoded({ shape, dtype, quantization }: WeightSpec, bytes: Uint8Array): Weight {
  const { scale = 1, min = 0 } = quantization ?? {};
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stored = quantization?.dtype ?? dtype;
  const width = WIDTHS[stored] ?? 1;
  const data = new Float32Array(bytes.byteLength / width);
  const read = READERS[stored] ?? READERS["float32"];
  for (let i = 0; i < data.length; i++) data[i] = read(view, i * width) * scale + min;
  return { data, shape };
}

const READERS: Readonly<Record<string, (view: DataView, offset: number) => number>> = {
  float32: (view, offset) => view.getFloat32(offset, true),
  float16: (view, offset) => half(view.getUint16(offset, true)),
  uint16: (view, offset) => view.getUint16(offset, true),
  uint8: (view, offset) => view.getUint8(offset),
};
