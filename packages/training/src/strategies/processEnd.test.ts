import { findRuntime } from "@tensorloom/onnx/internal";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { runCompiled } from "../../../../.config/compiled/runCompiled.ts";

const { runtime } = await findRuntime();

it.skipIf(runtime === undefined)(
  "a process that used ONNX Runtime ends by itself, with code 0 and without a word",
  { timeout: 300_000 },
  async () => {
    const script = join(import.meta.dirname, "..", "..", "fixtures", "onnxProcess.ts");
    const args = [runCompiled, script];
    const env = { ...process.env, NODE_OPTIONS: "" };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { timeout: 280_000, env });
    expect([stdout, stderr]).toEqual(["onnxruntime", ""]);
  },
);
