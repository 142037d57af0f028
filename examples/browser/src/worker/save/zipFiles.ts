import { zip } from "fflate";

/** A zip archive of files, uncompressed: weights do not shrink. */
export function zipFiles(files: ReadonlyMap<string, Uint8Array>): Promise<Blob> {
  return new Promise((resolve, reject) => {
    zip(Object.fromEntries(files), { level: 0 }, (error, bytes) => {
      if (error === null) resolve(new Blob([bytes], { type: "application/zip" }));
      else reject(error);
    });
  });
}
