import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { useBackend } from "@tensorloom/backend";
import { encodeModel, inferenceModel } from "@tensorloom/onnx/internal";
import type { Load } from "./load.ts";
import { network } from "./network.ts";

/** Writes the network of a load as an ONNX file, and returns its path. */
export async function efficientNetFile({ variant, size }: Pick<Load, "size" | "variant">): Promise<string> {
  await useBackend("wasm");
  const model = network({ variant, size });
  const file = join(mkdtempSync(join(tmpdir(), "tensorloom-bench-")), `${variant}.onnx`);
  writeFileSync(file, encodeModel(await inferenceModel(model, { inputNames: ["image"] })));
  model.dispose();
  return file;
}
