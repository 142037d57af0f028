import { expect, it } from "vitest";
import { packageEntries } from "../../../../.config/reference/packageEntries.ts";
import { loadedModules } from "./loadedModules.ts";

/** Packages that load when they are used, never with an import. */
const LATER =
  /^(@tensorflow\/tfjs-(backend|node)|onnxruntime|h5wasm$|sharp$|@julusian|papaparse$|hyparquet|d3$|@observablehq)/;
/** Packages that compute with tensors. */
const TENSORS = /^(backend|graph|onnx|keras|efficientnet|training|classifier|explain)(\/|$)/;

it.each(packageEntries().map(({ specifier, file }) => [specifier, file]))(
  "%s loads little when it is imported",
  async (specifier, file) => {
    const { packages, sources } = await loadedModules(file);
    expect(packages.filter((name) => LATER.test(name))).toEqual([]);
    const name = specifier.slice("@tensorloom/".length);
    if (!TENSORS.test(name)) expect(packages.filter((one) => one.startsWith("@tensorflow/"))).toEqual([]);
    expect(sources.length).toBeLessThan(name.startsWith("classifier") ? 1200 : 900);
  },
);

it("the training loop loads tfjs, and none of files, images and formats", async () => {
  const { packages, sources } = await loadedModules("packages/training/src/index.ts");
  expect(packages).toEqual(["@tensorflow/tfjs-core", "@tensorflow/tfjs-layers"]);
  expect(sources.filter((file) => /^packages\/(tfrecord|image|keras|convert)\//.test(file))).toEqual([]);
});

it("the program melanoma answers --help without any package of others, and from few files", async () => {
  const { sources, packages } = await loadedModules("examples/melanoma/src/commands/respond.ts");
  expect(packages).toEqual([]);
  expect(sources.length).toBeLessThan(95);
  expect(sources.filter((file) => !/^(examples\/melanoma|packages\/core)\//.test(file))).toEqual([]);
});
