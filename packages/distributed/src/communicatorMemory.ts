import { integer } from "@tensorloom/core/internal";
import { CHUNK_BYTES } from "./chunks.ts";
import { CONTROL_BYTES } from "./rendezvous.ts";

/**
 * Allocates the shared memory of a `createSharedCommunicator`.
 *
 * @param size - Number of replicas, at least 1.
 * @throws Error if SharedArrayBuffer is missing, as in a browser on a page that is not cross-origin isolated.
 * @example
 * ```ts
 * import { createCommunicatorMemory, createSharedCommunicator } from "@tensorloom/distributed";
 *
 * const memory = createCommunicatorMemory(1); // send the memory to every thread, with its rank
 * createSharedCommunicator(memory, 0, 1).size; // => 1
 * ```
 */
export function createCommunicatorMemory(size: number): SharedArrayBuffer {
  integer("createCommunicatorMemory: size", size, 1);
  if (typeof SharedArrayBuffer === "undefined")
    throw new Error(
      "createCommunicatorMemory: there is no SharedArrayBuffer; a browser has it on cross-origin isolated pages only",
    );
  return new SharedArrayBuffer(CONTROL_BYTES + 2 * size * CHUNK_BYTES);
}
