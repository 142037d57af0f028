import { listBelow } from "@tensorloom/core/internal/node";
import { isHidden } from "./listFiles.ts";

/** Lists the objects below an address, by their names in it: `cat/1.jpg`. */
export async function listObjects(
  folder: string,
  { recursive, hidden }: { readonly recursive: boolean; readonly hidden: boolean },
): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of listBelow(folder)) {
    if (name === "" || name.endsWith("/")) continue; // objects that some programs write to show a folder
    if (!recursive && name.includes("/")) continue;
    if (hidden || !name.split("/").some(isHidden)) names.push(name);
  }
  return names;
}
