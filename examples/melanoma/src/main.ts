import { runCommand } from "./commands/runCommand.ts";
import { findRanks, ioOfRank } from "./resources/ranks.ts";

const interrupt = new AbortController();
process.on("SIGINT", () => {
  if (interrupt.signal.aborted) process.exit(130);
  interrupt.abort(new Error("interrupted"));
  setTimeout(() => process.exit(130), 10_000).unref(); // pending native work may ignore the signal; a checkpoint is written
});

const ranks = await findRanks();
const own = {
  stdout: process.stdout,
  stderr: process.stderr,
  clock: () => performance.now(),
  date: () => new Date(),
  signal: interrupt.signal,
};
const io = ioOfRank(own, ranks);
const exitCode = await runCommand(process.argv.slice(2), io);
if (exitCode === 1) process.stderr.write(io.lastMessage());
process.exit(exitCode); // native decoders and backends may keep handles open
