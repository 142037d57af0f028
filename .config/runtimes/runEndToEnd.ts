import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Runtime } from "./runtimes.ts";

const PROGRAMS = ["endToEnd.js", "features.js", "featureRank.js", "featureWorker.js"];

/** What endToEnd.js prints. */
export interface EndToEndResult {
  readonly backend: string;
  /** Records that were read. */
  readonly count: number;
  /** One for each epoch. */
  readonly logs: readonly Readonly<Record<string, number>>[];
  readonly measured: Readonly<Record<string, number>>;
  readonly outputs: readonly number[];
  readonly classified: readonly { readonly label: string; readonly score: number }[];
}

/** What happened to a feature. */
export interface FeatureResult {
  readonly feature: string;
  readonly outcome: "fails" | "works";
  readonly reason?: string;
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly errors: string;
}

/** Copies the programs beside the packages that are installed in a folder. */
export function placePrograms(home: string): void {
  for (const name of PROGRAMS) copyFileSync(join(import.meta.dirname, name), join(home, name));
}

/** Runs a program of the home on a runtime, for at most so many seconds. */
async function start(
  runtime: Runtime,
  home: string,
  words: readonly string[],
  seconds: number,
): Promise<Ended> {
  const [command, ...flags] = runtime.command;
  const env = { ...process.env, ...runtime.env, TENSORLOOM_RUNTIME: JSON.stringify(runtime.command) };
  const child = spawn(command, [...flags, ...words], { cwd: home, env, stdio: ["ignore", "pipe", "pipe"] });
  const timer = setTimeout(() => child.kill("SIGTERM"), seconds * 1000);
  let [out, errors] = ["", ""];
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (errors += String(chunk)));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, out, errors });
    });
  });
}

/** A folder for what the programs write; call `remove` at the end. */
export function createWorkFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "tensorloom-run-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Runs endToEnd.js on a runtime: once until it kills itself, and again until it ends.
 *
 * @throws Error with what the program printed, if it did not end as it should.
 */
export async function runEndToEnd(runtime: Runtime, home: string, folder: string): Promise<EndToEndResult> {
  const begun = await start(runtime, home, ["endToEnd.js", "begin", folder], 300);
  if (begun.signal !== "SIGKILL" && begun.code !== 137)
    throw new Error(`${runtime.name}: the first process was not killed: ${begun.errors}`);
  const finished = await start(runtime, home, ["endToEnd.js", "finish", folder], 300);
  if (finished.code !== 0)
    throw new Error(`${runtime.name}: ended with ${String(finished.code)}: ${finished.errors}`);
  return JSON.parse(finished.out) as EndToEndResult; // the program's
}

/** Runs features.js on a runtime. A feature that ends or blocks its process fails, and the next ones run in a new one. */
export async function runFeatures(
  runtime: Runtime,
  home: string,
  folder: string,
  features: readonly string[],
): Promise<readonly FeatureResult[]> {
  const results: FeatureResult[] = [];
  while (results.length < features.length) {
    const left = features.slice(results.length);
    const { out, errors, code, signal } = await start(runtime, home, ["features.js", folder, ...left], 300);
    const lines = out.split("\n").filter((line) => line.startsWith('{"feature"'));
    const reported = lines.map((line) => JSON.parse(line) as FeatureResult | { readonly outcome: "started" });
    const ended = reported.filter((line): line is FeatureResult => line.outcome !== "started");
    results.push(...ended);
    if (ended.length === left.length) break;
    const last = errors.trim().split("\n").at(-1) ?? "";
    const reason = `the process ended with ${String(signal ?? code)}: ${last}`;
    results.push({ feature: features[results.length], outcome: "fails", reason });
  }
  return results;
}
