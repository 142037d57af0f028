import { useBackend } from "@tensorloom/backend";
import { activationStorage } from "@tensorloom/backend/internal";
import { getBackend } from "@tensorflow/tfjs-core";

/**
 * Returns the backend of replicas, with the kernels that all of them need to compute the same numbers.
 *
 * @throws RangeError if it uses all of its device by itself.
 */
export async function checkBackend(caller: string): Promise<"cpu" | "wasm"> {
  const backend = getBackend();
  if (backend !== "wasm" && backend !== "cpu")
    throw new RangeError(
      `${caller}: replicas compute on the backend "wasm" or "cpu", got "${backend}", which uses all of its device by itself`,
    );
  await useBackend(backend, { activations: activationStorage() });
  return backend;
}
