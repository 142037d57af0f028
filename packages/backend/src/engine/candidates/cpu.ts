import { backend } from "@tensorflow/tfjs-core";
import { activateBackend } from "../activation/activateBackend.ts";
import type { Candidate } from "../activation/candidate.ts";

/** Plain JavaScript: always available, and far slower than wasm. */
export const cpu: Candidate = {
  name: "cpu",
  packages: [],
  async start() {
    await import("@tensorflow/tfjs-backend-cpu"); // half a megabyte, which few programs need
    await activateBackend("cpu");
    // At its first tensor in Node the backend prints an advertisement for tfjs-node, unless this field says it has.
    const started: object = backend();
    if ("firstUse" in started) started.firstUse = false;
    return { detail: "plain JavaScript, one thread" };
  },
};
