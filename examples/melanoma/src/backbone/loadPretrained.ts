import { loadWeights, WeightsFileError } from "@tensorloom/efficientnet";
import { fetchWeights, readWeights } from "@tensorloom/efficientnet/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { CommandIO } from "../cli/commandIO.ts";
import type { Options } from "../cli/options.ts";
import { progressBar, type ProgressBar } from "../cli/progressBar.ts";
import { UserError } from "../cli/userError.ts";

/**
 * Loads the weights of `--weights` into a backbone; `none` leaves it as it is.
 *
 * @throws WeightsError that lists every weight that does not fit; UserError if a file cannot be read; DownloadError.
 */
export async function loadPretrained(
  backbone: LayersModel,
  { weights, model }: Pick<Options, "weights" | "model">,
  io: CommandIO,
): Promise<void> {
  if (weights.from === "none") return;
  const path = weights.from === "path" ? weights.path : await download(model, weights.source, io);
  loadWeights(backbone, await read(path));
}

/** Reads weights. An error of their file names the flag. */
async function read(path: string): ReturnType<typeof readWeights> {
  try {
    return await readWeights(path);
  } catch (error) {
    if (!(error instanceof WeightsFileError)) throw error;
    throw new UserError(error.message.replace(/^readWeights: /, "--weights: "), { cause: error });
  }
}

async function download(
  variant: Options["model"],
  source: Parameters<typeof fetchWeights>[1],
  io: CommandIO,
): Promise<string> {
  let bar: ProgressBar | undefined;
  try {
    return await fetchWeights(variant, source, {
      top: false,
      signal: io.signal,
      onProgress: ({ received, total }) => {
        bar ??= progressBar(io, `downloading ${variant} ${source}`, total ?? received);
        bar.update(received);
      },
    });
  } finally {
    bar?.clear();
  }
}
