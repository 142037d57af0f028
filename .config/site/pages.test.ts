import { describe, expect, it } from "vitest";
import { addressOf, resolveLink, routeOf } from "./pages.ts";
import { slug } from "./slug.ts";

describe("routeOf", () => {
  it.each([
    ["README.md", "overview.md"],
    ["docs/README.md", "contents.md"],
    ["docs/index.md", "index.md"],
    ["docs/guides/data.md", "guides/data.md"],
    ["docs/recipes/README.md", "recipes/index.md"],
    ["docs/api/data/node.md", "api/data/node.md"],
    ["packages/data/README.md", "packages/data.md"],
    ["examples/melanoma/README.md", "examples/melanoma.md"],
    ["packages/integration/README.md", undefined],
    ["packages/data/CHANGELOG.md", undefined],
  ])("maps %s to %s", (file, route) => {
    expect(routeOf(file)).toBe(route);
  });
});

describe("addressOf", () => {
  it.each([
    ["guides/data.md", "/guides/data"],
    ["index.md", "/"],
    ["api/index.md", "/api/"],
  ])("makes the address of %s %s", (route, address) => {
    expect(addressOf(route)).toBe(address);
  });
});

describe("resolveLink", () => {
  const repository = "https://github.com/tensorloom/tensorloom";
  it.each([
    ["docs/guides/data.md", "tfrecord.md#repair", "/guides/tfrecord#repair"],
    ["docs/guides/data.md", "../README.md", "/contents"],
    ["README.md", "docs/guides/data.md", "/guides/data"],
    ["docs/guides/data.md", "../../packages/data/README.md", "/packages/data"],
    [
      "docs/guides/data.md",
      "../../packages/data/src/index.ts",
      `${repository}/blob/main/packages/data/src/index.ts`,
    ],
    ["docs/guides/data.md", "../../packages/data", "/packages/data"],
    ["docs/README.md", "benchmarks/", `${repository}/tree/main/docs/benchmarks`],
    ["CHANGELOG.md", ".changeset/first-release.md", `${repository}/blob/main/.changeset/first-release.md`],
    ["docs/guides/data.md", "#batches", "#batches"],
    ["docs/guides/data.md", "https://example.org/a.md", "https://example.org/a.md"],
  ])("in %s leads %s to %s", (file, link, address) => {
    expect(resolveLink(file, link)).toBe(address);
  });
});

describe("slug", () => {
  it.each([
    ["ONNX Runtime", "onnx-runtime"],
    ["3. Read the report", "3-read-the-report"],
    ["Keras, tf.data & `fit()`", "keras-tfdata--fit"],
    ["Size_2 – é", "size_2--é"],
  ])("of %s is %s, as on GitHub", (heading, anchor) => {
    expect(slug(heading)).toBe(anchor);
  });
});
