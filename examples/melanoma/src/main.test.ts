import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runCompiled } from "../../../.config/compiled/runCompiled.ts";
import { writeSample } from "./sample/writeSample.ts";

const root = join(import.meta.dirname, "..", "..", "..");
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tensorloom-melanoma-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** As `npm run melanoma` starts the command. */
const START = ["--conditions=@tensorloom/source", join(root, "examples", "melanoma", "start.js")];
/** The same without tsx, through which the process and each of its threads take seconds to start. */
const COMPILED = [runCompiled, join(import.meta.dirname, "main.ts")];

/** Runs the command; `onOut` gets all of standard output so far and may interrupt. */
function command(
  start: readonly string[],
  argv: readonly string[],
  onOut: (out: string, interrupt: () => void) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, [...start, ...argv], { cwd: root });
  const written = { out: "", err: "" };
  child.stdout.on("data", (bytes: Buffer) => {
    written.out += bytes.toString();
    onOut(written.out, () => child.kill("SIGINT"));
  });
  child.stderr.on("data", (bytes: Buffer) => (written.err += bytes.toString()));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...written })));
}

it("prints its help", async () => {
  const { code, out, err } = await command(START, ["--help"]);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/^Trains a melanoma classifier/);
});

it("prints one line on standard error and exits with code 1 after an error", async () => {
  expect(await command(START, ["--data", join(folder, "none"), "--out", join(folder, "out")])).toEqual({
    code: 1,
    out: "",
    err: `melanoma: --data: there is no file or folder ${folder}/none\n`,
  });
  expect(readdirSync(folder)).toEqual([]);
});

it("exits quickly after Ctrl-C, and keeps the best model so far", async () => {
  const [data, out] = [join(folder, "data"), join(folder, "out")];
  const size = { trainFiles: 2, testFiles: 1, images: 6, malignant: 2, pixels: 40 };
  await writeSample(data, { seed: 1, size });
  const flags = ["--weights", "none", "--size", "32", "--batch", "4", "--epochs", "100000", "--out", out];
  let interrupted = 0;
  const { code, err } = await command(COMPILED, ["--data", data, ...flags], (out, interrupt) => {
    if (interrupted > 0 || !out.includes("epoch      3/100000")) return;
    interrupted = performance.now();
    interrupt();
  });
  expect([code, err]).toEqual([130, expect.stringContaining("\nmelanoma: interrupted; --resume")]);
  expect(performance.now() - interrupted).toBeLessThan(100_000); // less than 1,000 on a machine without load
  expect(readdirSync(out).sort()).toEqual(["checkpoint", "metrics.jsonl", "model"]);
  const model = JSON.parse(readFileSync(join(out, "model", "model.json"), "utf8")) as {
    readonly weightsManifest: readonly { readonly paths: readonly string[] }[];
  };
  for (const path of model.weightsManifest.flatMap(({ paths }) => paths))
    expect(existsSync(join(out, "model", path))).toBe(true);
});
