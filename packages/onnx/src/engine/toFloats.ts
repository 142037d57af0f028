import { checkSize } from "@tensorloom/core/internal";
import type { EngineArray } from "./engineArray.ts";

/**
 * The numbers of an array as float32, as tfjs converts them; float32 is not copied.
 *
 * @throws RangeError if the array has another number of numbers than its shape.
 */
export function toFloats(name: string, array: EngineArray): Float32Array {
  checkSize(name, array);
  const { data } = array;
  return data instanceof Float32Array ? data : Float32Array.from(data);
}
