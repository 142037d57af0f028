import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Elements per second of tf.data in the same benchmark; undefined if `TENSORLOOM_PYTHON` is not set. */
export function tfData(...words: readonly string[]): number | undefined {
  const python = process.env["TENSORLOOM_PYTHON"];
  if (python === undefined) return undefined;
  const printed = execFileSync(python, [join(import.meta.dirname, "tfdata.py"), ...words], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" },
  });
  return Math.round(Number(printed));
}
