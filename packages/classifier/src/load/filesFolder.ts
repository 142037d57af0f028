import type { ModelFolder } from "./modelFolder.ts";

/** Files that a user has dropped or chosen. */
export function filesFolder(files: readonly File[]): ModelFolder {
  const byName = new Map(files.map((file) => [file.name, file]));
  return {
    locate: (name) => name,
    async read(name, onBytes) {
      const file = byName.get(name);
      if (file === undefined) return undefined;
      const bytes = new Uint8Array(await file.arrayBuffer());
      onBytes?.(bytes.length);
      return bytes;
    },
  };
}
