import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import type { SampleSize } from "../sample/planSample.ts";
import { runCommand } from "./runCommand.ts";

export const TINY: SampleSize = { trainFiles: 4, testFiles: 1, images: 8, malignant: 2, pixels: 48 };

/** The exit code and the output of a command. */
interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process; a sample that it draws is tiny. For tests. */
export async function command(
  argv: readonly string[],
  signal = new AbortController().signal,
  sample = TINY,
): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    clock: () => performance.now(),
    date: () => new Date(0),
    signal,
  };
  const code = await runCommand(argv, io, sample);
  return { code, out: out.join(""), err: err.join("") };
}

/** Runs the command in this process, and interrupts it as soon as it has printed a text. */
export async function interruptAt(
  text: string,
  argv: readonly string[],
  sample: SampleSize,
): Promise<{ readonly code: number; readonly err: string }> {
  const interrupt = new AbortController();
  let [out, err] = ["", ""];
  const io = {
    stdout: {
      write(part: string) {
        out += part;
        if (out.includes(text)) interrupt.abort(new Error("interrupted"));
      },
    },
    stderr: { write: (part: string) => (err += part) },
    clock: () => performance.now(),
    date: () => new Date(0),
    signal: interrupt.signal,
  };
  const code = await runCommand(argv, io, sample);
  return { code, err };
}

/** A temporary folder for each test of a file; the function returns its path. */
export function temporaryFolder(): () => string {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tensorloom-melanoma-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}
