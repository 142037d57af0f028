import type { CommandIO } from "./commandIO.ts";

/** A {@link CommandIO} for tests: it records what is written, and its clock always returns 0. */
export interface RecordedIO extends CommandIO {
  readonly written: { out: string; err: string };
}

export function recordedIO({ isTTY = false, signal = new AbortController().signal } = {}): RecordedIO {
  const written = { out: "", err: "" };
  return {
    written,
    stdout: { write: (text) => void (written.out += text) },
    stderr: { isTTY, columns: 80, write: (text) => void (written.err += text) },
    clock: () => 0,
    date: () => new Date(0),
    signal,
  };
}
