import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Installs versions of onnxruntime-node into temporary folders, and runs the tests of `packages/onnx` that use it with each:
 * `npm run test:onnxruntime -- VERSION...`. Default: the last four minor releases.
 */
const SUPPORTED = ["1.26.0", "1.27.0", "1.29.0", "1.30.0"];
const TESTS = ["packages/onnx/src/runtime", "packages/onnx/src/engine"];

const root = join(import.meta.dirname, "..", "..");
const versions = process.argv.length > 2 ? process.argv.slice(2) : SUPPORTED;
const failed = versions.filter((version) => !passes(version));
process.stdout.write(
  failed.length === 0 ? "every version passes\n" : `these versions fail: ${failed.join(", ")}\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Whether the tests pass with a version. */
function passes(version: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), `onnxruntime-${version}-`));
  try {
    writeFileSync(join(folder, "package.json"), "{}\n");
    const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", `onnxruntime-node@${version}`];
    execFileSync("npm", install, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
    const hook = join(folder, "hook.cjs");
    writeFileSync(hook, hookOf(join(folder, "package.json")));
    const env = {
      ...process.env,
      NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --require ${hook}`,
      TENSORLOOM_CACHE: join(folder, "cache"),
    };
    const code = 'process.stdout.write(require("onnxruntime-node").env.versions.common)';
    const loaded = execFileSync(process.execPath, ["-e", code], { cwd: root, env, encoding: "utf8" });
    if (loaded !== version)
      throw new Error(`onnxruntime-node ${version} was installed, and ${loaded} is loaded`);
    process.stdout.write(`onnxruntime-node ${version}\n`);
    return spawnSync("npx", ["vitest", "run", ...TESTS], { cwd: root, env, stdio: "inherit" }).status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A module that makes `require("onnxruntime-node")` find the package of another folder. */
function hookOf(manifest: string): string {
  return `const Module = require("node:module");
const there = Module.createRequire(${JSON.stringify(manifest)});
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  if (request === "onnxruntime-node" && rest[0]?.filename !== ${JSON.stringify(manifest)})
    return there.resolve(request);
  return resolve.call(this, request, ...rest);
};
`;
}
