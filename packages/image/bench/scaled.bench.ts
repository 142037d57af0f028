import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { random } from "@tensorloom/core";
import {
  decodeJpeg,
  decodeJpegSync,
  decodeResized,
  encodeJpeg,
  jpegDecoder,
  resize,
} from "@tensorloom/image";
import { median, print, round } from "../../../.config/bench/measure.ts";

/**
 * Decodes a JPEG of 1024x1024 and 325 KB at a fraction of its size: milliseconds of CPU time, the median of 21, and for
 * comparison at full size with a resize after it.
 *
 * If `TENSORLOOM_PYTHON` names a Python with TensorFlow, `tf.io.decode_jpeg(ratio=...)` is measured in the same run.
 */
const SIDE = 1024;
const noise = random(1);
const data = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
  const [x, y] = [Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)];
  return 128 + 60 * Math.sin(x / 37 + (i % 3)) + 40 * Math.cos(y / 23) + 30 * (noise.uniform() - 0.5);
});
const jpeg = await encodeJpeg({ data, height: SIDE, width: SIDE, channels: 3 }, { quality: 90 });

async function measure(decode: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 31; i++) {
    const before = process.cpuUsage();
    await decode();
    const { user, system } = process.cpuUsage(before);
    if (i >= 10) times.push((user + system) / 1000);
  }
  return median(times);
}

const python = process.env["TENSORLOOM_PYTHON"];
const folder = mkdtempSync(join(tmpdir(), "scaled-"));
const file = join(folder, "photo.jpg");
writeFileSync(file, jpeg);
const script = join(import.meta.dirname, "scaled.py");
const output = python === undefined ? "{}" : spawnSync(python, [script, file], { encoding: "utf8" }).stdout;
const theirs = JSON.parse(output) as Readonly<Record<number, number>>; // the script prints it
rmSync(folder, { recursive: true });

const line = (operation: string, ms: number, ratio: number): void =>
  print({
    bench: "scaled",
    operation,
    bytes: jpeg.length,
    ms: round(ms),
    ...(ratio in theirs ? { tensorflow: round(theirs[ratio]) } : {}),
  });
for (const ratio of [1, 2, 4, 8] as const)
  line(`decodeJpegSync, ratio ${String(ratio)}`, await measure(() => decodeJpegSync(jpeg, { ratio })), ratio);
const { name } = await jpegDecoder();
line(`decodeJpeg (${name}), ratio 1`, await measure(() => decodeJpeg(jpeg)), 1);
for (const ratio of [2, 4, 8]) {
  const size = { height: SIDE / ratio, width: SIDE / ratio, method: "area" } as const;
  const sync = await measure(() => resize(decodeJpegSync(jpeg), size));
  line(`decodeJpegSync at full size and resize by area, ratio ${String(ratio)}`, sync, ratio);
  const native = await measure(async () => resize(await decodeJpeg(jpeg), size));
  line(`decodeJpeg (${name}) at full size and resize by area, ratio ${String(ratio)}`, native, ratio);
}

// To the size that a classifier reads: decoded at full size, at 1/4, and what decodeResized does.
const target = { height: 224, width: 224, antialias: true } as const;
const resized: readonly (readonly [string, () => unknown])[] = [
  ["decodeJpegSync, then resize to 224", () => resize(decodeJpegSync(jpeg), target)],
  [
    "decodeJpegSync of minSize 224, then resize",
    () => resize(decodeJpegSync(jpeg, { minSize: { height: 224, width: 224 } }), target),
  ],
  [`decodeJpeg (${name}), then resize to 224`, async () => resize(await decodeJpeg(jpeg), target)],
  ["decodeResized to 224", () => decodeResized(jpeg, { height: 224, width: 224 })],
];
const before = await measure(resized[0][1]);
for (const [operation, decode] of resized) {
  const ms = await measure(decode);
  print({ bench: "scaled", operation, ms: round(ms), "times as fast": round(before / ms) });
}
