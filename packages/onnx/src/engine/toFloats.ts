import { shapeText, sizeOf } from "@tensorloom/core/internal";
import type { EngineArray } from "./engineArray.ts";

/**
 * The numbers of an array as float32, as tfjs converts them; float32 is not copied.
 *
 * @throws RangeError if the array has another number of numbers than its shape.
 */
export function toFloats(name: string, { data, shape }: EngineArray): Float32Array {
  if (data.length !== sizeOf(shape))
    throw new RangeError(
      `${name} of shape ${shapeText(shape)} must hold ${String(sizeOf(shape))} numbers, got ${String(data.length)}`,
    );
  return data instanceof Float32Array ? data : Float32Array.from(data);
}
