import { describe, expect, it } from "vitest";
import { readText, readTexts, writeTexts } from "./attributes.ts";
import { createGroups, datasetIn, groupIn, readHdf5, writeHdf5 } from "./hdf5.ts";

describe("an HDF5 file", () => {
  it("has the groups, numbers and texts that were written", async () => {
    const bytes = await writeHdf5((root) => {
      const group = createGroups(root, "a/b");
      createGroups(root, "a/b").create_dataset({ name: "x", data: Float32Array.of(1, 2) });
      group.create_attribute("name", "größe");
    });
    const found = await readHdf5(bytes, (root) => [
      datasetIn(root, "a/b/x")?.value,
      readText(groupIn(root, "a/b") ?? root, "name"),
      groupIn(root, "a/b/x"),
      datasetIn(root, "a/b"),
      groupIn(root, "a/none"),
    ]);
    expect(found).toEqual([Float32Array.of(1, 2), "größe", undefined, undefined, undefined]);
  });

  it("splits a list of texts that is too large for one attribute", async () => {
    const names = Array.from({ length: 5000 }, (_, i) => `a_layer_with_a_long_name_${String(i)}`);
    const bytes = await writeHdf5((root) => {
      writeTexts(root, "layer_names", names);
      writeTexts(root, "none", []);
    });
    const [attributes, read, none] = await readHdf5(bytes, (root) => [
      Object.keys(root.attrs).sort(),
      readTexts(root, "layer_names"),
      readTexts(root, "none"),
    ]);
    expect(attributes).toEqual(["layer_names0", "layer_names1", "layer_names2", "none"]);
    expect(read).toEqual(names);
    expect(none).toEqual([]);
  });
});
