import { type TensorInfo, util } from "@tensorflow/tfjs-core";

/** A tensor [.., channels] as the kernels see it. */
export function rowsAndChannels({ shape }: TensorInfo): { readonly rows: number; readonly channels: number } {
  return {
    rows: util.sizeFromShape(shape.slice(0, -1)),
    channels: shape[shape.length - 1],
  };
}
