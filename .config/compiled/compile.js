// Compiles TypeScript modules with all that they import from this repository into JavaScript in .cache/compiled, and again
// after a change of a source. A process or thread of the tests starts from it in a third of the time that tsx takes.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..", "..");
const manifest = join(root, "package.json");
const folder = join(root, ".cache", "compiled");
const REQUIRED = "required"; // the namespace of the modules that require TensorFlow.js

/** The addresses of the compiled modules. They share the modules that several of them import. */
export async function compileTogether(addresses) {
  const key = createHash("sha256")
    .update([...addresses, stampOf(import.meta.filename)].join("\n"))
    .digest("hex")
    .slice(0, 16);
  const list = join(folder, `${key}.json`);
  return readCurrent(list) ?? (await compile(addresses, list));
}

/** The addresses of an earlier run, unless one of their sources has changed. */
function readCurrent(list) {
  try {
    const { outputs, sources } = JSON.parse(readFileSync(list, "utf8"));
    const isCurrent = Object.entries(sources).every(([source, stamp]) => stampOf(source) === stamp);
    return isCurrent && outputs.every((output) => existsSync(fileURLToPath(output))) ? outputs : undefined;
  } catch {
    return undefined; // not compiled yet, or a source is gone
  }
}

function stampOf(source) {
  const { mtimeMs, size } = statSync(resolve(root, source));
  return `${mtimeMs} ${size}`;
}

async function compile(addresses, list) {
  const { build, stop } = await import("esbuild");
  const { metafile, outputFiles } = await build({
    entryPoints: addresses.map((address, at) => ({ in: fileURLToPath(address), out: `entry-${at}` })),
    absWorkingDir: root,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    sourcemap: "inline",
    sourcesContent: false,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["@tensorloom/source"],
    plugins: [{ name: "sources", setup: bundleSources }],
  });
  await stop(); // its process would outlive this thread
  const hash = createHash("sha256");
  for (const { text } of outputFiles) hash.update(text);
  const out = join(folder, hash.digest("hex").slice(0, 16));
  writeAll(out, outputFiles);
  const outputs = addresses.map((_, at) => pathToFileURL(join(out, `entry-${at}.mjs`)).href);
  const files = Object.keys(metafile.inputs).filter((source) => !source.startsWith(`${REQUIRED}:`));
  const sources = Object.fromEntries(files.map((source) => [source, stampOf(source)]));
  replace(list, JSON.stringify({ outputs, sources }));
  return outputs;
}

/**
 * Bundles what is in this repository, and leaves the rest to Node. `import.meta` stays that of the source.
 *
 * TensorFlow.js is required instead of imported: an `import` of CommonJS searches its megabytes for exports first, which
 * takes as long as the rest of a thread's start. Its own source maps, of more megabytes, are not read.
 */
function bundleSources({ onResolve, onLoad }) {
  onResolve({ filter: /^@tensorflow\/[^/]+$/ }, ({ path, namespace }) =>
    namespace === REQUIRED ? { path, external: true } : { path, namespace: REQUIRED },
  );
  onLoad({ filter: /^/, namespace: REQUIRED }, ({ path }) => ({
    loader: "js",
    contents: requireQuickly(path),
  }));
  onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
    kind === "entry-point" || /^(#|@tensorloom\/)/.test(path) ? undefined : { path, external: true },
  );
  onLoad({ filter: /\.ts$/ }, async ({ path }) => {
    const text = readFileSync(path, "utf8");
    if (!text.includes("import.meta")) return { loader: "ts", contents: text };
    const meta = { url: pathToFileURL(path).href, dirname: dirname(path), filename: path };
    const define = Object.entries(meta).map(([name, value]) => [
      `import.meta.${name}`,
      JSON.stringify(value),
    ]);
    const { transform } = await import("esbuild");
    const { code } = await transform(text, {
      loader: "ts",
      target: "node20",
      define: Object.fromEntries(define),
    });
    return { loader: "js", contents: code };
  });
}

/** The code of a module that exports what a package exports. */
function requireQuickly(name) {
  const names = Object.keys(createRequire(manifest)(name)).filter((key) => key !== "default");
  return `
    import { createRequire } from "node:module";
    const hasSourceMaps = process.sourceMapsEnabled;
    process.setSourceMapsEnabled(false);
    const required = createRequire(${JSON.stringify(manifest)})(${JSON.stringify(name)});
    process.setSourceMapsEnabled(hasSourceMaps);
    export default required;
    export const { ${names.join(", ")} } = required;`;
}

/** Another process may write the same files, or read them: they appear all together. */
function writeAll(out, outputFiles) {
  if (existsSync(out)) return;
  const partial = `${out}.${process.pid}-${performance.now()}.partial`;
  mkdirSync(partial, { recursive: true });
  for (const { path, text } of outputFiles) writeFileSync(join(partial, path.slice(folder.length + 1)), text);
  try {
    renameSync(partial, out);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(out)) throw error; // else another process was first
  }
}

function replace(file, text) {
  const partial = `${file}.${process.pid}-${performance.now()}.partial`;
  writeFileSync(partial, text);
  renameSync(partial, file);
}
