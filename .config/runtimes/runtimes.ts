import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A program that runs JavaScript. */
export interface Runtime {
  /** `"Node 22"` */
  readonly name: string;
  /** The command, to which the script and its arguments are added. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The place of a runtime's binary in npm. */
interface Release {
  /** The package of `npm install`, with the major version. */
  readonly install: string;
  /** The name of its folder in node_modules. */
  readonly folder: string;
  readonly binary: string;
  /** The words between the binary and the script. */
  readonly flags: readonly string[];
}

const [platform, cpu] = [process.platform === "win32" ? "win" : process.platform, process.arch];
const exe = process.platform === "win32" ? ".exe" : "";
const bunCpu = cpu === "arm64" ? "aarch64" : cpu;
const denoHost = `${process.platform}-${cpu}${process.platform === "linux" ? "-glibc" : ""}`;

/** Node's binary as npm has it: the package `node` itself downloads it in an install script, which does not run here. */
function node(major: number): Release {
  const folder = `node-${String(major)}`;
  return {
    install: `${folder}@npm:node-${platform}-${cpu}@${String(major)}`,
    folder,
    binary: `bin/node${exe}`,
    flags: [],
  };
}

const bun = `@oven/bun-${platform === "win" ? "windows" : platform}-${bunCpu}`;
const deno = `@deno/${denoHost}`;

/** The runtimes of the support matrix. */
const RELEASES: Readonly<Record<string, Release>> = {
  "Node 20": node(20),
  "Node 22": node(22),
  "Node 24": node(24),
  Bun: { install: `${bun}@1`, folder: bun, binary: `bin/bun${exe}`, flags: [] },
  Deno: { install: `${deno}@2`, folder: deno, binary: `deno${exe}`, flags: ["run", "--allow-all"] },
};

/** The names of the runtimes of the support matrix. */
export const RUNTIME_NAMES: readonly string[] = Object.keys(RELEASES);

/** The runtime that runs this script. */
export function currentRuntime(): Runtime {
  return { name: `Node ${process.versions.node}`, command: [process.execPath], env: {} };
}

/**
 * Downloads runtimes from npm into a folder, and returns them.
 *
 * Runtimes that the folder has already are used again. The runtime of this process is used for its own major version.
 */
export function fetchRuntimes(names: readonly string[], folder: string): readonly Runtime[] {
  mkdirSync(folder, { recursive: true });
  const manifest = join(folder, "package.json"); // npm adds to it what it installs
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
  const current = `Node ${process.versions.node.split(".")[0]}`;
  return names.map((name) => {
    if (name === current) return { ...currentRuntime(), name };
    const { install, folder: place, binary, flags } = RELEASES[name];
    const path = join(folder, "node_modules", place, binary);
    if (!existsSync(path)) {
      const words = ["install", "--ignore-scripts", "--no-audit", "--no-fund", install];
      execFileSync("npm", words, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
    }
    return {
      name,
      command: [path, ...flags],
      env: { DENO_DIR: join(folder, "deno"), DENO_NO_UPDATE_CHECK: "1" },
    };
  });
}
