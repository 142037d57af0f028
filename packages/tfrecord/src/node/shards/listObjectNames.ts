import { escapeGlob } from "@tensorloom/core/internal";
import { listBelow } from "@tensorloom/core/internal/node";

/** The names of the objects in a folder of a storage that start with `start`. */
export async function listObjectNames(folder: string, start: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of listBelow(folder, `${escapeGlob(start)}*`)) names.push(name);
  return names;
}
