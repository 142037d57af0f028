import { createInterface } from "node:readline";

// as where `@node-rs/crc32` is not installed
if (process.env["NATIVE"] === "no")
  process.dlopen = () => {
    throw new Error("no native code");
  };
const { checksumName } = await import("@tensorloom/tfrecord/node");
const { TASKS } = await import("./tasks.ts");

/** Does the tasks that its input names, "TASK PATH" a line, and says how many seconds each took, and of all cores together. */
console.log(`ready ${checksumName}`);
for await (const line of createInterface({ input: process.stdin })) {
  const [task, path] = line.split(" ");
  const [start, before] = [performance.now(), process.cpuUsage()];
  await TASKS[task](path);
  const { user, system } = process.cpuUsage(before);
  console.log(`${String((performance.now() - start) / 1000)} ${String((user + system) / 1e6)}`);
}
