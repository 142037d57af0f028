import { type BackendName, type ChosenBackend, useBackend } from "@tensorloom/backend";
import { countReplicas } from "@tensorloom/training";
import type { Engine, EngineChoice } from "../../messages/engines.ts";

const NAMES: Partial<Readonly<Record<BackendName, string>>> = { wasm: "WebAssembly", webgpu: "WebGPU" };

/** The package that only WebGPU needs: it is loaded when it is tried. */
const load = (name: string): Promise<unknown> =>
  name === "@tensorflow/tfjs-backend-webgpu"
    ? import("@tensorflow/tfjs-backend-webgpu")
    : Promise.reject(Object.assign(new Error(`Cannot find module '${name}'`), { code: "MODULE_NOT_FOUND" }));

/** Starts an engine: the one that was chosen, or the fastest. */
export async function chooseEngine(choice: EngineChoice): Promise<Engine> {
  const chosen = await useBackend(choice, { load });
  return {
    name: NAMES[chosen.name] ?? chosen.name,
    reason: reasonOf(chosen),
    ...describeReplicas(chosen.name),
  };
}

/** The backend that computes, and the reason against WebGPU if that was tried. */
function reasonOf({ name, tried }: ChosenBackend): string {
  const detail = tried.find((attempt) => attempt.name === name)?.detail ?? "";
  const gpu = tried.find((attempt) => attempt.name === "webgpu");
  const refused = gpu === undefined || name === "webgpu" ? "" : ` WebGPU is not used: ${gpu.detail}.`;
  return `${detail}.${refused}`;
}

function describeReplicas(backend: BackendName): Pick<Engine, "replicas" | "replicasReason"> {
  if (backend === "webgpu")
    return { replicas: 1, replicasReason: "One replica trains: the GPU is one device." };
  const replicas = countReplicas();
  if (replicas > 1)
    return {
      replicas,
      replicasReason: `This page is cross-origin isolated: it computes on all cores, and up to ${String(replicas)} replicas can train.`,
    };
  return {
    replicas,
    replicasReason: globalThis.crossOriginIsolated
      ? "One replica trains: this computer has one core."
      : "One replica trains: the page is not cross-origin isolated, so its workers cannot share memory.",
  };
}
