import { decodePicture } from "../pictures/decodePicture.ts";
import type { StoredPicture } from "../pictures/pictureStore.ts";
import type { Sample } from "./pictureBatches.ts";

/** Pictures that the browser decodes at the same time. */
const AT_ONCE = 4;

interface Decoding {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Decodes all pictures to a size. A picture that cannot be decoded ends the work with its name. */
export async function decodeSamples(
  pictures: readonly StoredPicture[],
  size: number,
  { signal, onProgress }: Decoding,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < pictures.length) {
      signal.throwIfAborted();
      const id = next++;
      const { file, path, label } = pictures[id];
      samples[id] = { id, label, image: await decodePicture(file, size, path) };
      onProgress(++done, pictures.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return samples;
}
