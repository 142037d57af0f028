import { engine, findBackendFactory, registerBackend, removeBackend } from "@tensorflow/tfjs-core";
import type { BackendName } from "./attempt.ts";

/** Releases a backend and its memory; tfjs can start it again later. */
export function releaseBackend(name: BackendName): void {
  const factory = findBackendFactory(name) as ReturnType<typeof findBackendFactory> | undefined; // may be missing
  if (typeof factory !== "function") return;
  const device = deviceOf(engine().registry[name]); // findBackend would start it if it is not running
  removeBackend(name);
  device?.destroy(); // a GPU's device would keep the process alive
  registerBackend(name, factory, 0);
}

function deviceOf(backend: unknown): { destroy(): void } | undefined {
  const { device } = (backend ?? {}) as { device?: { destroy?: unknown } }; // the WebGPU backend's own field
  return typeof device?.destroy === "function" ? (device as { destroy(): void }) : undefined;
}
