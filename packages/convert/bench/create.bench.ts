import { createRecords } from "@tensorloom/convert/node";
import { random } from "@tensorloom/core";
import { encodeJpegSync } from "@tensorloom/image";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { print, round } from "../../../.config/bench/measure.ts";

/**
 * Writes 2,000 JPEGs of 96x144 as 8 files: records per second, and per second of processor time.
 *
 * Each mode runs twice, and the second run counts. TensorFlow is measured too if `TENSORLOOM_PYTHON` is set.
 */
const [COUNT, HEIGHT, WIDTH, SIZE] = [2000, 96, 144, 64];

function picture(seed: number): Uint8Array {
  const draw = random(seed);
  const [red, green] = [draw.integer(200), draw.integer(255)];
  const data = Uint8Array.from({ length: HEIGHT * WIDTH * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % WIDTH, Math.floor(i / 3 / WIDTH)];
    return [red + x / 2 + draw.integer(8), green + y, (x * y) / 32][i % 3];
  });
  return encodeJpegSync({ data, height: HEIGHT, width: WIDTH, channels: 3 });
}

const home = mkdtempSync(join(tmpdir(), "convert-bench-"));
const pictures = join(home, "pictures");
try {
  for (const label of ["cat", "dog"]) mkdirSync(join(pictures, label), { recursive: true });
  for (let i = 0; i < COUNT; i++)
    writeFileSync(join(pictures, i % 2 === 0 ? "cat" : "dog", `${String(i)}.jpg`), picture(i));
  const modes = {
    copy: { verify: false },
    verify: {},
    resize: { size: SIZE, workers: 0 },
    "resize in threads": { size: SIZE },
  } as const;
  for (const [mode, options] of Object.entries(modes))
    for (const counts of [false, true]) {
      const [start, cpu] = [performance.now(), process.cpuUsage()];
      await createRecords(pictures, join(home, "out", "train"), { shards: 8, replace: true, ...options });
      const { user, system } = process.cpuUsage(cpu);
      const figures = {
        "records/s": round((1000 * COUNT) / (performance.now() - start)),
        "records per CPU second": round((1e6 * COUNT) / (user + system)),
      };
      if (counts) print({ bench: "create", by: "createRecords", mode, ...figures });
    }
  const python = process.env["TENSORLOOM_PYTHON"];
  const script = join(import.meta.dirname, "inTensorFlow.py");
  if (python !== undefined)
    process.stdout.write(execFileSync(python, [script, pictures, home, String(SIZE)], { encoding: "utf8" }));
} finally {
  rmSync(home, { recursive: true });
}
