import file from "@size-limit/file";
import { build as esbuild } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import sizeLimit from "size-limit";
import { build as vite } from "vite";
import { expect, inject, it } from "vitest";

/** Two whole pages, with tfjs and every other dependency. */
const PAGES = {
  "a page that predicts with a classifier": `
import { useBackend } from "@tensorloom/backend";
import { loadClassifier } from "@tensorloom/classifier";
await useBackend("wasm");
const classifier = await loadClassifier("/classifier/");
document.body.textContent = (await classifier.classify("/photo.jpg"))[0].label;
`,
  "a page that trains": `
import { useBackend } from "@tensorloom/backend";
import { fromArray, stack } from "@tensorloom/data";
import { decodeImage, resize } from "@tensorloom/image";
import { binaryCrossEntropy, fit } from "@tensorloom/training";
import { layers, sequential } from "@tensorflow/tfjs-layers";
await useBackend("wasm");
const model = sequential({ layers: [layers.flatten({ inputShape: [8, 8, 3] }), layers.dense({ units: 1, activation: "sigmoid" })] });
const size = { height: 8, width: 8 };
document.querySelector("input").addEventListener("change", async ({ target }) => {
  const train = fromArray([...target.files])
    .map(async (file, { index }) => ({ inputs: resize(await decodeImage(new Uint8Array(await file.arrayBuffer())), size), targets: index % 2 }))
    .batch(4, { collate: stack });
  await fit(model, { train, epochs: 2, loss: binaryCrossEntropy() });
});
`,
} as const;

/**
 * Bytes of the scripts that a page loads when it opens, minified and compressed with brotli. Those that it imports later,
 * such as the backend, Keras files and workers, do not count.
 */
const LIMITS = {
  "a page that predicts with a classifier": 270_000,
  "a page that trains": 302_000,
} as const;

const pages = Object.entries(PAGES).map(([name, code]) => ({ name: name as keyof typeof PAGES, code })); // its keys

function writePage({ name, code }: (typeof pages)[number]): string {
  const entry = join(inject("home"), `${name.replaceAll(" ", "-")}.js`);
  writeFileSync(entry, code);
  return entry;
}

/** What Vite writes of each script. */
type Manifest = Readonly<
  Record<string, { readonly file: string; readonly isEntry?: boolean; readonly imports?: readonly string[] }>
>;

/** A script, and those that it imports before it runs. */
function collect(main: string, importsOf: (name: string) => readonly string[]): readonly string[] {
  const found = new Set([main]);
  for (const name of found) for (const one of importsOf(name)) found.add(one);
  return [...found];
}

/** The sum of the sizes of scripts. */
async function measure(scripts: readonly string[]): Promise<number> {
  const [{ size }] = (await sizeLimit([file], { checks: [{ files: [...scripts] }] })) as [
    { readonly size: number },
  ]; // one result per check
  return size;
}

it.each(pages)("esbuild: $name stays below its limit", async (page) => {
  const entry = writePage(page);
  const outdir = entry.replace(/\.js$/, "");
  const { metafile } = await esbuild({
    ...({ bundle: true, splitting: true, minify: true, format: "esm", logLevel: "silent" } as const),
    ...{ entryPoints: [entry], outdir, metafile: true, absWorkingDir: inject("home") },
  });
  const [main] = Object.keys(metafile.outputs).filter((name) =>
    metafile.outputs[name].entryPoint?.endsWith(basename(entry)),
  );
  const scripts = collect(main, (name) =>
    metafile.outputs[name].imports.flatMap(({ kind, path }) => (kind === "import-statement" ? [path] : [])),
  );
  const size = await measure(scripts.map((name) => join(inject("home"), name)));
  expect(size).toBeLessThanOrEqual(LIMITS[page.name]);
  expect(size).toBeGreaterThan(LIMITS[page.name] * 0.8); // a limit that is far away limits nothing
});

it.each(pages)("vite: $name stays below its limit", async (page) => {
  const outDir = join(inject("home"), `size-${page.name.replaceAll(" ", "-")}`);
  const input = writePage(page);
  await vite({
    root: inject("home"),
    configFile: false,
    logLevel: "error",
    build: { outDir, manifest: true, rolldownOptions: { input }, target: "esnext" },
  });
  const manifest = JSON.parse(readFileSync(join(outDir, ".vite", "manifest.json"), "utf8")) as Manifest; // Vite's
  const [main] = Object.keys(manifest).filter((name) => manifest[name].isEntry);
  const scripts = collect(main, (name) => manifest[name].imports ?? []);
  const size = await measure(scripts.map((name) => join(outDir, manifest[name].file)));
  expect(size).toBeLessThanOrEqual(LIMITS[page.name]);
});
