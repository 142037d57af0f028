import esbuild from "@size-limit/esbuild";
import file from "@size-limit/file";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sizeLimit from "size-limit";
import { expect, inject, it } from "vitest";
import { publishedPackages } from "../reference/publishedPackages.ts";

/** What the main entry of each package may add to a page, in bytes: minified, compressed with brotli, without its dependencies. */
const LIMITS: Readonly<Record<string, number>> = {
  backend: 62_000,
  classifier: 9_500,
  convert: 1_500,
  core: 7_000,
  data: 38_000,
  distributed: 5_000,
  efficientnet: 12_000,
  explain: 8_000,
  graph: 25_000,
  image: 71_000,
  keras: 14_500,
  metrics: 8_500,
  mpi: 7_000,
  onnx: 10_000,
  report: 24_000,
  schedules: 4_000,
  storage: 16_000,
  tfrecord: 30_000,
  training: 50_000,
};

it("adds to a page only the function of tensorloom that it imports", async () => {
  const sizes = ["tensorloom", "@tensorloom/training"].map(async (from) => {
    const entry = join(inject("home"), `one-of-${from.replace("/", "-")}.js`);
    writeFileSync(entry, `export { fit } from "${from}";\n`);
    const ignore = ["@tensorflow/*", "h5wasm", "onnxruntime-*", "@noble/*"];
    const measured = await sizeLimit([esbuild, file], { checks: [{ files: [entry], ignore }] });
    return (measured as [{ readonly size: number }])[0].size; // one result per check
  });
  const [whole, alone] = await Promise.all(sizes);
  expect(Math.abs(whole - alone)).toBeLessThan(500);
});

it("limits the size of every package", () => {
  expect(Object.keys(LIMITS)).toEqual([...publishedPackages()].sort());
});

it.each(Object.entries(LIMITS))("%s adds at most %i bytes to a page", async (name, limit) => {
  const entry = join(inject("home"), `size-${name}.js`);
  writeFileSync(entry, `export * from "@tensorloom/${name}";\n`);
  const others = publishedPackages().filter((other) => other !== name);
  const ignore = [
    "@tensorflow/*",
    "webgpu",
    "h5wasm",
    "fflate",
    "@noble/*",
    "koffi",
    "onnxruntime-*",
    "aws4fetch",
    "txml",
    ...others.map((other) => `@tensorloom/${other}*`),
    "node:*",
  ];
  const measured = await sizeLimit([esbuild, file], { checks: [{ files: [entry], ignore }] });
  const [{ size }] = measured as [{ readonly size: number }]; // one result per check
  expect(size).toBeLessThanOrEqual(limit);
  expect(size).toBeGreaterThan(limit / 3); // a limit that is far away limits nothing
});
