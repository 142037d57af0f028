import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Packs and installs every package, so it runs after the build, apart from the tests that run from source. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, "..", ".."),
    include: [".config/release/*.test.ts"],
    globalSetup: [join(import.meta.dirname, "install.ts")],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
