import { defineConfig } from "vitest/config";

/** Packs every package, so it runs after the build, apart from the tests that run from source. */
export default defineConfig({
  test: {
    include: [".config/tarballs.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters:
      process.env["CI"] === undefined
        ? ["default"]
        : ["dot", ["json", { outputFile: ".cache/tarballs.json" }]],
  },
});
