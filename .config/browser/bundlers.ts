import commonjsModule from "@rollup/plugin-commonjs";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build as esbuild } from "esbuild";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { rollup } from "rollup";
import { build as vite } from "vite";
import webpack from "webpack";

/** What a page built by esbuild or rollup needs beside its script. */
const BINARY = "node_modules/@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm";

/** Builds `home/main.js` for production into `out`, set up as docs/guides/backend.md says and no further. */
type Bundler = (home: string, out: string) => Promise<void>;

export type BundlerName = "esbuild" | "rollup" | "vite" | "webpack";

const commonjs = commonjsModule as unknown as typeof commonjsModule.default; // its types are those of its CommonJS form

function page(out: string, script: string): void {
  writeFileSync(join(out, "index.html"), `<!doctype html><script type="module" src="${script}"></script>`);
}

/** The bundlers, each with its defaults. A warning fails as an error does. */
export const BUNDLERS: Readonly<Record<BundlerName, Bundler>> = {
  async esbuild(home, out) {
    await esbuild({
      entryPoints: [join(home, "main.js")],
      bundle: true,
      minify: true,
      format: "esm",
      outdir: out,
      logLevel: "silent",
    });
    copyFileSync(join(home, BINARY), join(out, basename(BINARY)));
    page(out, "main.js");
  },
  async rollup(home, out) {
    const bundle = await rollup({
      input: join(home, "main.js"),
      plugins: [nodeResolve({ browser: true }), commonjs()],
      onwarn({ code, message }) {
        if (code !== "THIS_IS_UNDEFINED") throw new Error(message); // helpers of compilers, in tfjs too
      },
    });
    await bundle.write({ dir: out, format: "es" });
    await bundle.close();
    copyFileSync(join(home, BINARY), join(out, basename(BINARY)));
    page(out, "main.js");
  },
  async vite(home, out) {
    page(home, "/main.js");
    await vite({ root: home, configFile: false, logLevel: "error", build: { outDir: out } });
  },
  async webpack(home, out) {
    mkdirSync(out, { recursive: true });
    await new Promise<void>((resolve, reject) => {
      const settings: webpack.Configuration = {
        mode: "production",
        context: home,
        entry: "./main.js",
        output: { path: out },
        performance: { hints: false },
      };
      webpack(settings, (error, stats) => {
        const text = stats?.toString({ all: false, errors: true, warnings: true }) ?? "";
        if (error !== null) reject(error);
        else if (text !== "") reject(new Error(text));
        else resolve();
      });
    });
    page(out, "main.js");
  },
};
