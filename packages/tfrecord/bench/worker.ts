import { createInterface } from "node:readline";

// as if `@node-rs/crc32` were not installed
if (process.env["NATIVE"] === "no")
  process.dlopen = () => {
    throw new Error("no native code");
  };
const { checksumName } = await import("@tensorloom/tfrecord/node");
const { TASKS } = await import("./tasks.ts");

/** Runs the tasks of its input, one "TASK PATH" per line, and prints the seconds and the CPU seconds of each. */
console.log(`ready ${checksumName}`);
for await (const line of createInterface({ input: process.stdin })) {
  const [task, path] = line.split(" ");
  const [start, before] = [performance.now(), process.cpuUsage()];
  await TASKS[task](path);
  const { user, system } = process.cpuUsage(before);
  console.log(`${String((performance.now() - start) / 1000)} ${String((user + system) / 1e6)}`);
}
