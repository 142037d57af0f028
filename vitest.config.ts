import { defineConfig } from "vitest/config";

const conditions = ["@tensorloom/source", "module", "node", "development|production"];

/** Tests run from source: the condition `@tensorloom/source` leads every package to its `src/index.ts`. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "examples/*/src/**/*.test.ts", ".config/**/*.test.ts"],
    exclude: ["**/node_modules/**", ".config/release/**"],
    setupFiles: [".config/quiet.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    reporters:
      process.env["CI"] === undefined ? ["default"] : ["dot", ["json", { outputFile: ".cache/tests.json" }]],
  },
});
