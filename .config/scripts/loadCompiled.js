// Imports a small TypeScript module, compiled with all it imports statically into one file in .cache/compiled, and again
// after a change of a source: Node 20 reads no TypeScript, and tsx takes 0.2 s to start.
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..", "..");
const folder = join(root, ".cache", "compiled");

export async function loadCompiled(entry) {
  const name = relative(root, entry).replaceAll(/[^\w.]+/g, "-");
  const list = join(folder, `${name}.json`);
  return import(readCurrent(list) ?? (await compile(entry, name, list)));
}

/** The address of the compiled file, unless it is missing or one of its sources has changed. */
function readCurrent(list) {
  try {
    const { file, sources } = JSON.parse(readFileSync(list, "utf8"));
    return existsSync(file) && stamp(Object.keys(sources)) === JSON.stringify(sources)
      ? pathToFileURL(file).href
      : undefined;
  } catch {
    return undefined; // not compiled yet, or a source is gone
  }
}

/** The size and time of each source. */
function stamp(sources) {
  return JSON.stringify(
    Object.fromEntries(
      sources.map((source) => {
        const { mtimeMs, size } = statSync(join(root, source));
        return [source, [mtimeMs, size]];
      }),
    ),
  );
}

async function compile(entry, name, list) {
  const { build } = await import("esbuild");
  const { metafile, outputFiles } = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    conditions: ["@tensorloom/source"],
    plugins: [{ name: "later", setup: leaveDynamicImports }],
  });
  const [{ text }] = outputFiles;
  const { createHash } = await import("node:crypto");
  const file = join(folder, `${name}-${createHash("sha256").update(text).digest("hex").slice(0, 8)}.mjs`);
  try {
    mkdirSync(folder, { recursive: true });
    replace(file, text);
    replace(list, JSON.stringify({ file, sources: JSON.parse(stamp(Object.keys(metafile.inputs))) }));
    return pathToFileURL(file).href;
  } catch {
    return `data:text/javascript,${encodeURIComponent(text)}`; // the checkout cannot be written
  }
}

/** `import()` stays as it is: what loads later is not part of the file. */
function leaveDynamicImports({ onResolve }) {
  onResolve({ filter: /./ }, ({ kind, path }) =>
    kind === "dynamic-import" ? { path, external: true } : undefined,
  );
}

/** Writes a file whole, because another process may read it now. */
function replace(file, text) {
  const partial = `${file}.${process.pid}.partial`;
  writeFileSync(partial, text);
  renameSync(partial, file);
}
