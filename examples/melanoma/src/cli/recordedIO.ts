import type { Io } from "./commandIO.ts";

/** An {@link Io} that keeps what is written to it, with a clock that stands still: for tests. */
export interface RecordedIo extends Io {
  readonly said: { out: string; err: string };
}

export function recordedIo({ isTTY = false, signal = new AbortController().signal } = {}): RecordedIo {
  const said = { out: "", err: "" };
  return {
    said,
    stdout: { write: (text) => void (said.out += text) },
    stderr: { isTTY, columns: 80, write: (text) => void (said.err += text) },
    now: () => 0,
    signal,
  };
}
