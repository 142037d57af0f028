import { spawn } from "node:child_process";
import { join } from "node:path";

/** What PyTorch is to compute. */
export interface PyTorchTask {
  readonly variant: string;
  readonly size: number;
  readonly batch: number;
  readonly steps: number;
}

/** Runs peer.py by TENSORLOOM_PYTHON, and returns the lines that it prints, or one line with the reason if it cannot run. */
export async function timesInPyTorch(task: PyTorchTask): Promise<readonly object[]> {
  const python = process.env["TENSORLOOM_PYTHON"];
  const { steps, ...network } = task;
  const skip = (skipped: string): readonly object[] => [
    { bench: "gpu", engine: "torch", ...network, skipped },
  ];
  if (python === undefined) return skip("TENSORLOOM_PYTHON is not set");
  const argv = [join(import.meta.dirname, "peer.py"), task.variant, task.size, task.batch, steps].map(String);
  const child = spawn(python, argv, { stdio: ["ignore", "pipe", "pipe"] });
  let [text, errors] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
  child.stderr.setEncoding("utf8").on("data", (part: string) => (errors += part));
  const status = await new Promise((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  }).catch((error: unknown) => error);
  if (status !== 0) return skip(errors.trim().split("\n").at(-1) ?? `${python} ended with ${String(status)}`);
  return text
    .trim()
    .split("\n")
    .map((one) => ({ bench: "gpu", engine: "torch", ...network, ...(JSON.parse(one) as object) }));
}
