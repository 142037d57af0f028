import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformWithOxc, type Plugin } from "vite";

const WORKER = join(import.meta.dirname, "..", "offline", "serviceWorker.ts");

/** Adds `sw.js` to the build: the service worker, which knows the name of every file of the page. */
export function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    async generateBundle(_, bundle) {
      const files = Object.keys(bundle)
        .filter((name) => !name.endsWith(".map"))
        .sort();
      const contents = files.map((name) => {
        const file = bundle[name];
        return file.type === "chunk" ? file.code : file.source;
      });
      const hash = createHash("sha256");
      for (const content of contents) hash.update(content);
      const { code } = await transformWithOxc(readFileSync(WORKER, "utf8"), WORKER);
      const version = hash.digest("hex").slice(0, 12);
      const source = code
        .replace(
          '"__FILES__"',
          JSON.stringify(["./", ...files.filter((name) => name !== "index.html"), ...PUBLIC]),
        )
        .replace("__VERSION__", version);
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}

/** The files of `public/`, which the bundle does not list. */
const PUBLIC = ["icon.svg", "manifest.webmanifest"];
