// Removes outputs in the package's dist folder whose source has moved or is gone, so that a tarball never ships them.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

for (const file of readdirSync("dist", { recursive: true, encoding: "utf8" })) {
  const output = /^(.*)(\.d\.ts|\.js)(\.map)?$/.exec(file);
  if (output && !existsSync(join("src", `${output[1]}.ts`))) rmSync(join("dist", file));
}
