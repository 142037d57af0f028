import { env, findBackendFactory, setBackend } from "@tensorflow/tfjs-core";
import type { BackendName } from "./attempt.ts";

/**
 * Makes tfjs use a registered backend.
 *
 * @throws Error with the reason if it does not start. tfjs itself prints the reason and returns false.
 */
export async function activateBackend(name: BackendName): Promise<void> {
  // tfjs's type does not say that it may be missing
  const factory = findBackendFactory(name) as ReturnType<typeof findBackendFactory> | undefined;
  if (typeof factory !== "function") {
    throw new Error(
      `its package registered no backend with this copy of @tensorflow/tfjs-core; if two copies are installed, npm dedupe makes them one`,
    );
  }
  if (await withoutWarnings(() => setBackend(name))) return;
  await factory(); // called again for its own error
  throw new Error("tfjs could not start it");
}

/** Runs `act` without the warnings that tfjs prints: their text is thrown as an error instead. */
async function withoutWarnings<T>(act: () => Promise<T>): Promise<T> {
  const production = env().getBool("PROD");
  env().set("PROD", true);
  try {
    return await act();
  } finally {
    env().set("PROD", production);
  }
}
