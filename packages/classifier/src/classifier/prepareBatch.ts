import type { NDArray } from "@tensorloom/data";
import type { ImageInput } from "../input/imageInput.ts";
import { prepare } from "../preprocess/createPreprocess.ts";
import type { ResolvedPreprocess } from "../preprocess/preprocessOptions.ts";
import type { Limit } from "./createLimit.ts";

/** A picture and its name in errors. */
export interface NamedInput {
  readonly input: ImageInput;
  readonly name: string;
}

/**
 * Prepares pictures and copies each into its row of one batch, as soon as it is ready.
 *
 * @param limit - Decides how many pictures are decoded at the same time.
 */
export async function prepareBatch(
  options: ResolvedPreprocess,
  inputs: readonly NamedInput[],
  limit: Limit,
  signal: AbortSignal | undefined,
): Promise<NDArray> {
  const { height, width, channels, scaling } = options;
  const row = height * width * channels;
  const length = inputs.length * row;
  const data = scaling === "none" ? new Uint8Array(length) : new Float32Array(length);
  let hasFailed = false;
  const prepareRow = ({ input, name }: NamedInput, at: number): Promise<void> =>
    limit(async () => {
      if (hasFailed) return; // the promise of all is rejected already
      try {
        signal?.throwIfAborted();
        data.set((await prepare(options, input, name, signal)).data, at * row);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    });
  await Promise.all(inputs.map(prepareRow));
  return { data, shape: [inputs.length, height, width, channels] };
}
