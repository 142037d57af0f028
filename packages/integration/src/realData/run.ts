import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

/** `npm run test:real-data -- --data DIR`: runs the tests of this folder on the data of DIR. */
const root = join(import.meta.dirname, "../../../..");
const { values } = parseArgs({ options: { data: { type: "string" } } });
const folder = resolve(values.data ?? join(root, "../shared/data"));

if (existsSync(folder)) {
  const { status } = spawnSync("npx", ["vitest", "run", "packages/integration/src/realData"], {
    cwd: root,
    env: { ...process.env, TENSORLOOM_DATA: folder },
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} else {
  process.stderr.write(`test:real-data: there is no folder ${folder}; name another one with --data DIR\n`);
  process.exitCode = 1;
}
