import { DownloadError, fetchWeights, type NamedWeights, readWeights } from "@tensorloom/efficientnet";
import type { TrainSettings } from "../../messages/settings.ts";

/** What a download reports, and what ends it. */
interface Downloading {
  /** Called with the bytes so far, and with all if the server says how many. */
  readonly onBytes: (received: number, total: number | undefined) => void;
  readonly signal: AbortSignal;
}

/** The weights to start from: those of ImageNet, those of a file, or none. */
export async function readPretrained(
  settings: TrainSettings,
  options: Downloading,
): Promise<NamedWeights | undefined> {
  if (settings.network === "small" || settings.weights === "random") return undefined;
  if (settings.weights === "imagenet") return download(options);
  const { weightsFile } = settings;
  if (weightsFile === undefined) throw new Error("Choose a file of weights: .h5, .keras or .safetensors.");
  try {
    return await readWeights(weightsFile);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The file of weights cannot be read: ${reason}`, { cause });
  }
}

/** Downloads the weights of ImageNet once; the browser keeps them. */
async function download({ onBytes, signal }: Downloading): Promise<NamedWeights> {
  try {
    const file = await fetchWeights("B0", "imagenet", {
      top: false,
      signal,
      onProgress: ({ received, total }) => onBytes(received, total),
    });
    return await readWeights(file);
  } catch (cause) {
    if (!(cause instanceof DownloadError)) throw cause;
    throw new Error(`${cause.message}. Or download the file yourself, and choose it as a file of weights.`, {
      cause,
    });
  }
}
