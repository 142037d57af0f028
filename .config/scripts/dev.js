// `npm run dev -- data` runs the tests of one package and watches it; `npm run dev` watches all of them.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

const [name, ...rest] = process.argv.slice(2);
const folder = [`packages/${name}`, `examples/${name}`].find(existsSync);
if (name !== undefined && folder === undefined) {
  const names = [...readdirSync("packages"), ...readdirSync("examples")];
  console.error(`dev: there is no package ${name}; the packages are ${names.join(", ")}`);
  process.exit(1);
}
const { status } = spawnSync("npx", ["vitest", ...(folder === undefined ? [] : [`${folder}/`]), ...rest], {
  stdio: "inherit",
});
process.exit(status ?? 1);
