import { encodeKerasModel } from "@tensorloom/keras";
import { exportOnnx } from "@tensorloom/onnx";
import type { DownloadFile, ModelFormat } from "../../messages/calls.ts";
import type { TrainedRun } from "../train/trainRun.ts";
import { tfjsFiles } from "./tfjsFiles.ts";
import { zipFiles } from "./zipFiles.ts";

/** What the inputs of every format are, for people. */
function preprocessing({ settings: { size } }: TrainedRun): string {
  return `RGB bytes 0..255 as floats, ${String(size)}x${String(size)}, a central square; the network scales them itself`;
}

/** The trained model as one file. */
export async function download(run: TrainedRun, format: ModelFormat): Promise<DownloadFile> {
  const { model, result } = run;
  if (format === "tfjs") return { name: "classifier.zip", blob: await zipFiles(await tfjsFiles(run)) };
  if (format === "onnx") {
    const bytes = await exportOnnx(model, { labels: result.labels, preprocessing: preprocessing(run) });
    return { name: "classifier.onnx", blob: new Blob([bytes], { type: "application/octet-stream" }) };
  }
  const metadata = { labels: result.labels, preprocessing: preprocessing(run) };
  const bytes = await encodeKerasModel(model, { format, metadata });
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: "application/octet-stream" });
  return { name: `classifier.${format}`, blob };
}
