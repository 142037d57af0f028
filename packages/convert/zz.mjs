import { createRecords } from "./dist/node.js";
const t = performance.now(),
  c = process.cpuUsage();
const r = await createRecords("/tmp/convert-s/pics", "/tmp/convert-s/o/train", {
  shards: 8,
  replace: true,
  ...JSON.parse(process.argv[2] ?? "{}"),
});
const u = process.cpuUsage(c);
const cpu = (u.user + u.system) / 1e6;
console.log(
  "ours",
  process.argv[2],
  "wall",
  ((performance.now() - t) / 1000).toFixed(2),
  "cpu",
  cpu.toFixed(2),
  "rec/s cpu",
  (2000 / cpu).toFixed(0),
);
