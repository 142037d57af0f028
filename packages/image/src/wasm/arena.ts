import { acquireKernels, type Kernels } from "./kernels.ts";
import { aligned, halfwayIn } from "./layout.ts";

/** Shorter copies are equally fast from and to any place in a page. */
const LONG_COPY = 2048;

/** Bytes or numbers that a kernel reads, or the size in bytes of what it writes. */
export type Room = Uint8Array | Uint8ClampedArray | Int32Array | Float32Array | Float64Array | number;

/** Kernels, and the address of each room in their memory. */
export interface Arena {
  readonly kernels: Kernels;
  readonly memory: Uint8Array;
  readonly places: readonly number[];
}

/** Copies typed arrays to the memory of the kernels and reserves space; undefined without WebAssembly. */
export function fillArena(rooms: readonly Room[]): Arena | undefined {
  let end = 0;
  const places = rooms.map((room) => {
    const bytes = typeof room === "number" ? room : room.byteLength;
    const place = bytes < LONG_COPY ? end : halfwayIn(end);
    end = place + aligned(bytes);
    return place;
  });
  const kernels = acquireKernels(end);
  if (kernels === undefined) return undefined;
  const memory = new Uint8Array(kernels.memory.buffer);
  rooms.forEach((room, i) => {
    if (typeof room !== "number")
      memory.set(new Uint8Array(room.buffer, room.byteOffset, room.byteLength), places[i]);
  });
  return { kernels, memory, places };
}
