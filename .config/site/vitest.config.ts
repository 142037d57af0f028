import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Tests of the built site: `npm run docs:check` builds it first. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, "..", ".."),
    include: [".config/site/{site,browser}.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
