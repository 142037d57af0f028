import type { NDArray } from "@tensorloom/data";
import type { Image } from "@tensorloom/image";
import type { ImageInput } from "../input/imageInput.ts";
import { prepare } from "../preprocess/createPreprocess.ts";
import type { ResolvedPreprocess } from "../preprocess/preprocessOptions.ts";

/** Pictures that are decoded at the same time; each may take 300 MB (100 megapixels) until it is resized. */
const CONCURRENCY = 4;

/** A picture and its name in errors. */
export interface NamedInput {
  readonly input: ImageInput;
  readonly name: string;
}

/** Prepares pictures and copies each into its row of one batch, as soon as it is ready. */
export async function prepareBatch(
  options: ResolvedPreprocess,
  inputs: readonly NamedInput[],
  signal: AbortSignal | undefined,
): Promise<NDArray> {
  const { height, width, channels, scaling } = options;
  const row = height * width * channels;
  const length = inputs.length * row;
  const data = scaling === "none" ? new Uint8Array(length) : new Float32Array(length);
  let next = 0;
  async function work(): Promise<void> {
    while (next < inputs.length) {
      signal?.throwIfAborted();
      const at = next++;
      const { input, name } = inputs[at];
      const image: Image = await prepare(options, input, name);
      data.set(image.data, at * row);
    }
  }
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  } finally {
    next = inputs.length; // after an error, no other picture is started
  }
  return { data, shape: [inputs.length, height, width, channels] };
}
