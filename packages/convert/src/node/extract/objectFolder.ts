import { joinPlace, removePlace, statPlace, writePlace } from "@tensorloom/core/internal/node";
import type { NewFolder } from "./newFolder.ts";

/** Opens a folder of a storage, which has no renames: each object appears when it is written. */
export async function openObjectFolder(name: string, folder: string): Promise<NewFolder> {
  const found = await statPlace(folder);
  if (found?.kind === "file") throw new Error(`${name}: ${folder} is an object; name a new folder`);
  if (found !== undefined)
    throw new Error(
      `${name}: ${folder} has objects already; name a new folder, because nothing is overwritten`,
    );
  const written: string[] = [];
  return {
    concurrency: 32,
    async write(file, content) {
      written.push(file);
      await writePlace(joinPlace(folder, file), content, { replace: false });
    },
    commit: () => Promise.resolve(),
    async discard() {
      for (const file of written) await removePlace(joinPlace(folder, file)).catch(() => undefined); // the first error counts
    },
  };
}
