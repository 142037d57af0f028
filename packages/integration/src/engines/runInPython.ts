import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { efficientNetFile } from "./efficientNetFile.ts";
import type { Engine, Found, Load } from "./load.ts";

/** A peer in Python: its script, and the variable that names its interpreter if TENSORLOOM_PYTHON is another. */
interface Peer {
  readonly script: string;
  readonly variable?: string;
  /** Whether the script reads the network from an ONNX file. */
  readonly readsFile?: boolean;
}

const PEERS: Partial<Readonly<Record<Engine, Peer>>> = {
  Keras: { script: "kerasSteps.py" },
  PyTorch: { script: "torchSteps.py", variable: "TENSORLOOM_TORCH_PYTHON" },
  JAX: { script: "jaxSteps.py", variable: "TENSORLOOM_JAX_PYTHON" },
  "onnxruntime Python": { script: "onnxruntimeSteps.py", readsFile: true },
};

/** Runs a load in a Python process, on all cores. */
export async function runInPython(load: Load): Promise<Found> {
  const { engine, what, variant } = load;
  const { script, variable = "TENSORLOOM_PYTHON", readsFile = false } = PEERS[engine] ?? { script: "" };
  const python = process.env[variable] ?? process.env["TENSORLOOM_PYTHON"];
  if (python === undefined) return { skipped: `${variable} names no Python` };
  const { stdout, stderr } = spawnSync(
    python,
    [
      join(import.meta.dirname, script),
      what,
      variant,
      ...[load.size, load.batch, load.warmUps, load.steps].map(String),
      ...(readsFile ? [await efficientNetFile(load)] : []),
    ],
    { encoding: "utf8", env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" } },
  );
  const line = stdout.split("\n").find((text) => text.startsWith("{"));
  if (line !== undefined) return JSON.parse(line) as Found; // as steps.py prints it
  const missing = /No module named '[^']+'/.exec(stderr)?.[0];
  if (missing !== undefined) return { skipped: `${variable}: ${missing}` };
  return { impossible: stderr.trim().split("\n").at(-1)?.slice(0, 200) ?? "the process printed nothing" };
}
