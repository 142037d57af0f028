import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { JpegDecoder } from "../jpeg/decode/jpegDecoder.ts";

/**
 * The parts of `@julusian/jpeg-turbo` that are used.
 *
 * It is declared here, because the package may not be installed.
 */
export interface JpegTurbo {
  readonly FORMAT_GRAY: number;
  readonly FORMAT_RGB: number;
  readonly SAMP_420: number;
  readonly SAMP_422: number;
  readonly SAMP_444: number;
  readonly SAMP_GRAY: number;
  decompress(image: Buffer, output: Buffer, options: { format: number }): Promise<unknown>;
  compress(
    pixels: Buffer,
    options: { format: number; height: number; width: number; quality: number; subsampling: number },
  ): Promise<Buffer>;
}

/**
 * The lowest Node version that each major version supports.
 *
 * Version 3.0 on Node 20 does not throw when it is loaded: it aborts the process.
 */
const MIN_NODE: ReadonlyMap<number, readonly [major: number, minor: number]> = new Map([
  [2, [14, 15]],
  [3, [22, 18]],
]);

const NAME = "@julusian/jpeg-turbo";

/** Reads the installed version from package.json, without loading the package. */
function findInstalledVersion(): string | undefined {
  try {
    let folder = dirname(createRequire(import.meta.url).resolve(NAME));
    while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
    const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    if (typeof manifest === "object" && manifest !== null && "version" in manifest)
      return String(manifest.version);
  } catch {
    return undefined; // not installed
  }
  return undefined;
}

/**
 * Chooses the decoder, by the versions of `@julusian/jpeg-turbo` and Node.
 *
 * @param version - `"2.3.0"`, or undefined if the package is not installed.
 * @param node - `process.versions.node`.
 */
export function chooseDecoder(version: string | undefined, node: string): JpegDecoder {
  if (version === undefined) return { name: "portable", reason: `${NAME} is not installed` };
  const least = MIN_NODE.get(Number.parseInt(version));
  if (least === undefined) return { name: "portable", reason: `${NAME} ${version} is an unknown version` };
  const [major, minor] = node.split(".").map(Number);
  const fits = major > least[0] || (major === least[0] && minor >= least[1]);
  if (!fits)
    return { name: "portable", reason: `${NAME} ${version} needs Node ${least.join(".")}, this is ${node}` };
  return { name: "jpeg-turbo", reason: `${NAME} ${version} is installed` };
}

interface Loaded {
  readonly decoder: JpegDecoder;
  readonly turbo: JpegTurbo | undefined;
}

async function load(): Promise<Loaded> {
  const decoder = chooseDecoder(findInstalledVersion(), process.versions.node);
  if (decoder.name === "portable") return { decoder, turbo: undefined };
  try {
    // A CommonJS module: its exports are the default export, which its types do not declare.
    const module: JpegTurbo & { readonly default?: JpegTurbo } = await import("@julusian/jpeg-turbo");
    return { decoder, turbo: module.default ?? module };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { decoder: { name: "portable", reason: `${NAME} does not load: ${why}` }, turbo: undefined };
  }
}

let loading: Promise<Loaded> | undefined;

/** Loads the native library once; undefined if it is unavailable. */
export async function loadJpegTurbo(): Promise<JpegTurbo | undefined> {
  loading ??= load();
  return (await loading).turbo;
}

/** The decoder that `decodeJpeg` uses in this process, and why. */
export async function jpegDecoder(): Promise<JpegDecoder> {
  loading ??= load();
  return (await loading).decoder;
}
