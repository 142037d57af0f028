import { storageOf } from "@tensorloom/core";
import { hasGlob } from "@tensorloom/core/internal";
import { joinPlace } from "@tensorloom/core/internal/node";

/** The names of the objects in a folder of a storage that start with `start`. */
export async function listObjectNames(folder: string, start: string): Promise<readonly string[]> {
  const inside = joinPlace(folder, "");
  const pattern = hasGlob(start) || hasGlob(inside) ? inside : `${inside}${start}*`;
  const names: string[] = [];
  for await (const { address } of (await storageOf(folder)).list(pattern)) {
    const name = address.slice(inside.length);
    if (name.startsWith(start) && !name.includes("/")) names.push(name);
  }
  return names;
}
