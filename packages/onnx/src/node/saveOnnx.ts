import type { LayersModel } from "@tensorflow/tfjs-layers";
import { checkOptions } from "@tensorloom/core/internal";
import { checkPlace, writePlace } from "@tensorloom/core/internal/node";
import { EXPORT_OPTIONS, exportOnnx, type ExportOnnxOptions } from "../export/exportOnnx.ts";

/**
 * Saves a model as an ONNX file for prediction.
 *
 * The file appears whole or not at all, with the content that `exportOnnx` returns.
 *
 * @param path - The file's name, such as `"model.onnx"`, whose folder must exist; or an address.
 * @throws FileWriteError with the path and the system's code; StorageError for an address; what `exportOnnx` throws.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { saveOnnx } from "@tensorloom/onnx/node";
 * import { existsSync, mkdtempSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ inputShape: [4], units: 2 })] });
 * const folder = mkdtempSync(join(tmpdir(), "onnx-"));
 * await saveOnnx(join(folder, "model.onnx"), model);
 * const saved = existsSync(join(folder, "model.onnx"));
 * rmSync(folder, { recursive: true });
 * saved; // => true
 * ```
 */
export async function saveOnnx(
  path: string,
  model: LayersModel,
  options: ExportOnnxOptions = {},
): Promise<void> {
  checkOptions("saveOnnx", options, EXPORT_OPTIONS);
  const file = checkPlace("saveOnnx: path", path);
  await writePlace(file, await exportOnnx(model, options));
}
