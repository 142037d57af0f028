import { runCommand } from "./commands/runCommand.ts";

const interrupt = new AbortController();
process.on("SIGINT", () => {
  if (interrupt.signal.aborted) process.exit(130);
  interrupt.abort(new Error("interrupted"));
  setTimeout(() => process.exit(130), 10_000).unref(); // pending native work may ignore the signal; a checkpoint is written
});

const exitCode = await runCommand(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  clock: () => performance.now(),
  date: () => new Date(),
  signal: interrupt.signal,
});
process.exit(exitCode); // native decoders and backends may keep handles open
