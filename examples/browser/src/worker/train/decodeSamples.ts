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
  let hasFailed = false;
  const work = async (): Promise<void> => {
    while (next < pictures.length) {
      signal.throwIfAborted();
      const id = next++;
      const { file, path, label } = pictures[id];
      const image = await decodePicture(file, size, path);
      if (hasFailed) return; // the promise of all is rejected already
      samples[id] = { id, label, image };
      onProgress(++done, pictures.length);
    }
  };
  const works = Array.from({ length: AT_ONCE }, work);
  await Promise.all(works).catch((error: unknown) => {
    hasFailed = true;
    throw error;
  });
  return samples;
}
