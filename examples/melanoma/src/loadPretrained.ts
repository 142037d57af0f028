import { loadWeights } from "@tensorloom/efficientnet";
import { fetchWeights, readWeights } from "@tensorloom/efficientnet/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Io } from "./cli/commandIO.ts";
import type { Options } from "./cli/options.ts";
import { progress } from "./cli/progressBar.ts";

/**
 * Gives a backbone the weights that were asked for; `"none"` leaves it as it is.
 *
 * @throws WeightsError that lists every weight that does not fit; WeightsFileError, DownloadError.
 */
export async function loadPretrained(
  backbone: LayersModel,
  { weights, model }: Options,
  io: Io,
): Promise<void> {
  if (weights.from === "none") return;
  const path = weights.from === "path" ? weights.path : await fetched(model, weights.source, io);
  loadWeights(backbone, await readWeights(path));
}

async function fetched(
  model: Options["model"],
  source: Parameters<typeof fetchWeights>[1],
  io: Io,
): Promise<string> {
  let bar: ReturnType<typeof progress> | undefined;
  try {
    return await fetchWeights(model, source, {
      top: false,
      signal: io.signal,
      onProgress: ({ received, total }) => {
        bar ??= progress(io, `downloading ${model} ${source}`, total ?? received);
        bar.at(received);
      },
    });
  } finally {
    bar?.end();
  }
}
