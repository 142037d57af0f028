import { decodeFloat16 } from "@tensorloom/keras/internal";
import type { Weight } from "../weights/namedWeights.ts";
import { WeightsFileError } from "./weightsFileError.ts";

/** A manifest's description of one weight. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?:
    | {
        readonly dtype: string;
        readonly scale?: number | undefined;
        readonly min?: number | undefined;
      }
    | undefined;
}

const WIDTHS: Readonly<Partial<Record<string, number>>> = {
  float32: 4,
  int32: 4,
  float16: 2,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

/** Computes how many bytes a weight takes in its shards. */
export function storedBytes(path: string, { name, shape, dtype, quantization }: WeightSpec): number {
  const stored = quantization?.dtype ?? dtype;
  const width = WIDTHS[stored];
  if (width === undefined) throw new WeightsFileError(path, `${name}: expected numbers, got ${stored}`);
  if (!Array.isArray(shape) || !shape.every((side) => Number.isSafeInteger(side) && side >= 0))
    throw new WeightsFileError(path, `${name}: its shape is not a list of lengths`);
  return shape.reduce<number>((a, b) => a * b, width);
}

/** Whether a weight has float values; others are not learned. */
export function isFloat({ dtype }: WeightSpec): boolean {
  return dtype === "float32";
}

/** Decodes a weight from its bytes: float32, half precision, or quantised as `stored * scale + min`. */
export function decodeWeight({ shape, dtype, quantization }: WeightSpec, bytes: Uint8Array): Weight {
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
  float16: (view, offset) => decodeFloat16(view.getUint16(offset, true)),
  uint16: (view, offset) => view.getUint16(offset, true),
  uint8: (view, offset) => view.getUint8(offset),
};
