import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCompiled } from "../../../../../.config/compiled/runCompiled.ts";
import { writeRecordFile } from "../../files/writeRecordFile.ts";

const folder = mkdtempSync(join(tmpdir(), "tfrecord-cli-"));
const large = mkdtempSync(join(tmpdir(), "tfrecord-large-"));
/** 40 records of a megabyte. */
const source = join(large, "source.tfrec");
beforeAll(async () => {
  await writeRecordFile(
    source,
    Array.from({ length: 40 }, () => new Uint8Array(1e6)),
  );
});
afterAll(() => {
  for (const made of [folder, large]) rmSync(made, { recursive: true });
});

const here = (name: string): string => join(import.meta.dirname, name);

function node(...words: string[]): ReturnType<typeof spawn> {
  return spawn(process.execPath, [runCompiled, ...words], { stdio: ["ignore", "pipe", "pipe"] });
}
const ended = (child: ReturnType<typeof spawn>): Promise<unknown> =>
  new Promise((resolve) => child.once("close", (code, signal) => resolve(code ?? signal)));
function said(child: ReturnType<typeof spawn>): { text: string } {
  const heard = { text: "" };
  child.stdout?.on("data", (chunk) => (heard.text += String(chunk)));
  return heard;
}

describe("the command as a process", () => {
  it("runs from source and reports by its exit code", async () => {
    const fixture = (name: string): string => here(`../../../fixtures/${name}`);
    const [good, bad] = [
      node(here("cli.ts"), "verify", fixture("records.gzip.tfrecord")),
      node(here("cli.ts"), "verify", fixture("damaged.cut-in-header.tfrecord")),
    ];
    const words = said(bad);
    expect(await Promise.all([ended(good), ended(bad)])).toEqual([0, 1]);
    expect(words.text).toContain("record 3 at byte 60: the header is truncated: 5 of 12 bytes; 5 bytes lost");
  });
});

describe.skipIf(process.platform === "win32")("what the shell passes on", () => {
  it.each([
    ["count - < .", "tfrecord count: the standard input is a folder; name the files in it"],
    ["help > /dev/full", "tfrecord: the standard output cannot be written: ENOSPC"],
  ])("%s: one sentence and exit code 1", async (words, sentence) => {
    const command = [process.execPath, runCompiled, here("cli.ts")];
    const child = spawn("sh", ["-c", `"$@" ${words}`, "sh", ...command], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let text = "";
    child.stderr.on("data", (chunk) => (text += String(chunk)));
    expect(await ended(child)).toBe(1);
    expect(text.trim().split("\n")).toEqual([expect.stringContaining(sentence)]);
  });
});

describe("a writer that is killed", () => {
  it("leaves no file that looks whole", async () => {
    const script = `
      import { writeRecordFile } from ${JSON.stringify(here("../../files/writeRecordFile.ts"))};
      async function* records() {
        for (;;) { yield new Uint8Array(1e6); await new Promise((resolve) => setTimeout(resolve, 1)); console.log("more"); }
      }
      await writeRecordFile(${JSON.stringify(join(folder, "train.tfrec"))}, records());`;
    const program = join(large, "writer.ts");
    writeFileSync(program, script);
    const child = node(program);
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    child.kill("SIGKILL");
    expect(await ended(child)).toBe("SIGKILL");
    const left = readdirSync(folder);
    expect(left.length).toBe(1);
    expect(left[0]).toMatch(/^\.train\.tfrec\.\w+\.partial$/);
  });
});

describe("a command that is interrupted", () => {
  it.each([
    ["merge", ["--out", "merged"]],
    ["split", ["--out", "shards", "--records", "3"]],
    ["repair", ["--out", "repaired"]],
  ])("leaves no file: %s", async (name, [flag, out, ...more]) => {
    const where = mkdtempSync(join(folder, "run-"));
    const words = [name, "-", flag, join(where, out), ...more];
    const child = spawn(process.execPath, [runCompiled, here("cli.ts"), ...words], {
      stdio: ["pipe", "ignore", "ignore"],
    });
    child.stdin.on("error", () => undefined); // the pipe breaks when the command ends
    child.stdin.write(readFileSync(source).subarray(0, 20_500_000)); // and then it waits for more
    const partial = (): boolean =>
      readdirSync(where, { recursive: true }).some((file) => String(file).includes("partial"));
    while (!partial()) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    expect(await ended(child)).toBe(130);
    const left = readdirSync(where, { recursive: true });
    expect(left).toEqual([]);
  });
});

describe.skipIf(process.platform === "win32")("a command that the system lets write no more", () => {
  it.each([
    ["merge", ["--out", "merged"]],
    ["split", ["--out", "new/shards", "--records", "30"]],
    ["repair", ["--out", "repaired"]],
  ])("leaves nothing, and names file and size: %s", async (name, [flag, out, ...more]) => {
    const where = mkdtempSync(join(folder, "full-"));
    const command = [process.execPath, runCompiled, here("cli.ts"), name, source];
    // a limit of 16 or 8 MiB for a file (shells count in 1024 or 512 bytes): it fails as a full disk does
    const words = ["-c", 'ulimit -f 16384 && exec "$@"', "sh", ...command, flag, join(where, out), ...more];
    const child = spawn("sh", words, { stdio: ["ignore", "ignore", "pipe"] });
    let text = "";
    child.stderr.on("data", (chunk) => (text += String(chunk)));
    expect(await ended(child)).toBe(1);
    expect(text).toMatch(/cannot write .*(merged|shards|repaired).* \(EFBIG\) after \d+ bytes/);
    expect(readdirSync(where)).toEqual([]);
  });
});
