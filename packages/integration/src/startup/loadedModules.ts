import { join } from "node:path";
import { build, type Plugin } from "esbuild";

const root = join(import.meta.dirname, "..", "..", "..", "..");

/** What an import of a module loads before its first line runs. `import()` loads later, and does not count. */
export interface LoadedModules {
  /** Our own source files, from the root. */
  readonly sources: readonly string[];
  /** Packages of others. */
  readonly packages: readonly string[];
}

/** Finds what a module loads, as Node resolves it: our own modules by their sources. */
export async function loadedModules(entry: string): Promise<LoadedModules> {
  const packages = new Set<string>();
  const stopAtOthers: Plugin = {
    name: "stop at packages of others",
    setup(building) {
      building.onResolve({ filter: /./ }, ({ kind, path }) => {
        if (kind === "dynamic-import" || path.startsWith("node:")) return { path, external: true };
        if (kind === "entry-point" || /^(\.|#|@tensorloom\/)/.test(path)) return undefined;
        packages.add(path.split("/", path.startsWith("@") ? 2 : 1).join("/"));
        return { path, external: true };
      });
    },
  };
  const { metafile } = await build({
    entryPoints: [join(root, entry)],
    absWorkingDir: root,
    bundle: true,
    treeShaking: false,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    outdir: "out",
    conditions: ["@tensorloom/source"],
    plugins: [stopAtOthers],
  });
  return { sources: Object.keys(metafile.inputs).sort(), packages: [...packages].sort() };
}
