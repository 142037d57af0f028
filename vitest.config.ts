import { defineConfig } from "vitest/config";

const conditions = ["@tensorloom/source", "module", "node", "development|production"];

/** Tests of what is shared by all of a process: each gets a process to itself. */
const alone = ["packages/integration/src/efficientnet/maxMemory.test.ts"]; // how far WebAssembly's memory grows

/**
 * Tests run from source: the condition `@tensorloom/source` leads every package to its `src/index.ts`. The files of a
 * worker share one process: loading TensorFlow.js and the sources again for each takes a third of the time.
 */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          isolate: false,
          include: ["packages/*/src/**/*.test.ts", "examples/*/src/**/*.test.ts", ".config/**/*.test.ts"],
          exclude: [
            "**/node_modules/**",
            ".config/release/**",
            ".config/site/{site,browser}.test.ts",
            "examples/browser/src/browser.test.ts", // npm run test:page
            ...alone,
          ],
        },
      },
      { extends: true, test: { name: "alone", include: alone } },
    ],
    setupFiles: [".config/compiled/threads.js", ".config/quiet.ts", ".config/equalBytes.ts"],
    testTimeout: 180_000,
    hookTimeout: 60_000,
    maxWorkers: 3, // many tests wait for processes, which leaves a core of two idle
  },
});
