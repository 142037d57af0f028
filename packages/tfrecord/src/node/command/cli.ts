#!/usr/bin/env node
import type { Terminal } from "./terminal/command.ts";
import { runCommand } from "./runCommand.ts";

const CLEAR_LINE = "\r\u001b[K";

/** The streams of the process. A closed pipe (`| head`) is not a failure. */
const terminal: Terminal = {
  out: (line) =>
    new Promise((resolve) => {
      if (process.stdout.write(`${line}\n`)) resolve();
      else process.stdout.once("drain", resolve);
    }),
  err(line) {
    process.stderr.write(`${line}\n`);
  },
  isInteractive: process.stderr.isTTY,
  progress(text) {
    if (process.stderr.isTTY)
      process.stderr.write(`${CLEAR_LINE}${text.slice(0, process.stderr.columns - 1)}`);
  },
};

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  terminal.err(`tfrecord: the standard output cannot be written: ${error.message}`);
  process.exit(1);
});
process.stderr.on("error", () => undefined); // only the exit code is left to report
// process.exit removes temporary files; a signal without a listener would leave them
for (const [signal, number] of [
  ["SIGINT", 2],
  ["SIGTERM", 15],
  ["SIGHUP", 1],
] as const)
  process.on(signal, () => process.exit(128 + number));
process.exitCode = await runCommand(process.argv.slice(2), terminal);
