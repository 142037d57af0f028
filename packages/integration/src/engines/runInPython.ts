import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Engine, Found, Load } from "./load.ts";

/** A peer in Python: its script, and the variable that names its interpreter if TENSORLOOM_PYTHON is another. */
interface Peer {
  readonly script: string;
  readonly variable?: string;
}

const PEERS: Partial<Readonly<Record<Engine, Peer>>> = {
  Keras: { script: "kerasSteps.py" },
  PyTorch: { script: "torchSteps.py", variable: "TENSORLOOM_TORCH_PYTHON" },
  JAX: { script: "jaxSteps.py", variable: "TENSORLOOM_JAX_PYTHON" },
};

/** Runs a load in a Python process, on all cores. */
export function runInPython(load: Load): Found {
  const { engine, what, variant } = load;
  const { script, variable = "TENSORLOOM_PYTHON" } = PEERS[engine] ?? { script: "" };
  const python = process.env[variable] ?? process.env["TENSORLOOM_PYTHON"];
  if (python === undefined) return { skipped: `${variable} names no Python` };
  const { stdout, stderr } = spawnSync(
    python,
    [
      join(import.meta.dirname, script),
      what,
      variant,
      ...[load.size, load.batch, load.warmUps, load.steps].map(String),
    ],
    { encoding: "utf8", env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" } },
  );
  const line = stdout.split("\n").find((text) => text.startsWith("{"));
  if (line !== undefined) return JSON.parse(line) as Found; // as steps.py prints it
  const missing = /No module named '[^']+'/.exec(stderr)?.[0];
  if (missing !== undefined) return { skipped: `${variable}: ${missing}` };
  return { impossible: stderr.trim().split("\n").at(-1)?.slice(0, 200) ?? "the process printed nothing" };
}
