import { defineConfig } from "vite";
import { offline } from "./src/build/offline.ts";

/** Pages with these headers are cross-origin isolated. Elsewhere the service worker adds them. */
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Packages are built from their sources; all addresses are relative, so that the page works in any folder. */
export default defineConfig({
  base: "./",
  server: { headers },
  preview: { headers },
  resolve: { conditions: ["@tensorloom/source", "module", "browser", "development|production"] },
  worker: { format: "es" },
  build: { target: "es2022", chunkSizeWarningLimit: 2500 },
  plugins: [offline()],
});
