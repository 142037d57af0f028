import esbuild from "@size-limit/esbuild";
import file from "@size-limit/file";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sizeLimit from "size-limit";
import { expect, inject, it } from "vitest";
import { publishedPackages } from "../reference/publishedPackages.ts";

/** What the main entry of each package may add to a page, in bytes: minified, compressed with brotli, without its dependencies. */
const LIMITS: Readonly<Record<string, number>> = {
  backend: 40_000,
  classifier: 8_000,
  convert: 1_500,
  core: 1_500,
  data: 36_000,
  distributed: 2_500,
  efficientnet: 12_000,
  explain: 8_000,
  graph: 25_000,
  image: 50_000,
  keras: 14_000,
  metrics: 8_000,
  onnx: 10_000,
  report: 20_000,
  schedules: 4_000,
  tfrecord: 30_000,
  training: 40_000,
};

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
    "onnxruntime-*",
    ...others.map((other) => `@tensorloom/${other}*`),
    "node:*",
  ];
  const measured = await sizeLimit([esbuild, file], { checks: [{ files: [entry], ignore }] });
  const [{ size }] = measured as [{ readonly size: number }]; // one result per check
  expect(size).toBeLessThanOrEqual(limit);
  expect(size).toBeGreaterThan(limit / 3); // a limit that is far away limits nothing
});
