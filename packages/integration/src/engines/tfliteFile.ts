import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Found, Load } from "./load.ts";

/** The network as a TFLite file, which Python writes once; or why Python cannot. */
export function tfliteFile({ variant, size, batch }: Load): string | Found {
  const folder = join(import.meta.dirname, "..", "..", "..", "..", ".cache", "bench");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${variant}-${String(size)}-${String(batch)}.tflite`);
  if (existsSync(file)) return file;
  const python = process.env["TENSORLOOM_PYTHON"];
  if (python === undefined)
    return { skipped: "TENSORLOOM_PYTHON names no Python that writes the TFLite file" };
  const script = join(import.meta.dirname, "tfliteModel.py");
  const { status, stderr } = spawnSync(python, [script, variant, String(size), String(batch), file], {
    encoding: "utf8",
  });
  if (status === 0) return file;
  return { skipped: `TENSORLOOM_PYTHON writes no TFLite file: ${stderr.trim().split("\n").at(-1) ?? ""}` };
}
