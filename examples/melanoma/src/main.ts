import { run } from "./command.ts";

const interrupted = new AbortController();
process.on("SIGINT", () => {
  if (interrupted.signal.aborted) process.exit(130);
  interrupted.abort(new Error("interrupted"));
  setTimeout(() => process.exit(130), 500).unref(); // what is under way may be deaf: it is not waited for
});

const code = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  now: () => performance.now(),
  signal: interrupted.signal,
});
process.exit(code); // native decoders and backends may keep handles open
