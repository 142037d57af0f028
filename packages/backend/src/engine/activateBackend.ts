import { env, findBackendFactory, setBackend } from "@tensorflow/tfjs-core";
import type { BackendName } from "./attempt.ts";

/**
 * Makes a registered backend the one that tfjs uses.
 *
 * @throws Error that says why it would not start: tfjs itself prints the reason and answers false.
 */
export async function activateBackend(name: BackendName): Promise<void> {
  // tfjs's type does not say that there may be none
  const factory = findBackendFactory(name) as ReturnType<typeof findBackendFactory> | undefined;
  if (typeof factory !== "function") {
    throw new Error(
      `its package registered no backend with this copy of @tensorflow/tfjs-core; where two copies are installed, npm dedupe makes them one`,
    );
  }
  if (await quietly(() => setBackend(name))) return;
  await factory(); // asked again for its own error
  throw new Error("tfjs could not start it");
}

/** Keeps tfjs from printing its warnings meanwhile: what they say comes back as an error. */
async function quietly<T>(act: () => Promise<T>): Promise<T> {
  const production = env().getBool("PROD");
  env().set("PROD", true);
  try {
    return await act();
  } finally {
    env().set("PROD", production);
  }
}
