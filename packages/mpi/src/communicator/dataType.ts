import type { NumberArray } from "@tensorloom/distributed/internal";
import type { Handles } from "../library/handles.ts";

/** MPI's handle of an array's type. */
export function dataType(handles: Handles, values: NumberArray): number | bigint {
  if (values instanceof Float32Array) return handles.float;
  if (values instanceof Float64Array) return handles.double;
  return values instanceof Int32Array ? handles.int : handles.uint8;
}
