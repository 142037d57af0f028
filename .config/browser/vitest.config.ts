import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** `npm run test:page`: the example for browsers from the first picture to the saved model, in Chromium. */
export default defineConfig({
  resolve: { conditions: ["@tensorloom/source", "module", "node", "development|production"] },
  ssr: { resolve: { conditions: ["@tensorloom/source", "module", "node", "development|production"] } },
  test: {
    root: join(import.meta.dirname, "..", ".."),
    include: ["examples/browser/src/browser.test.ts"],
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
