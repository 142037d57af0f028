import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { random } from "@tensorloom/core";
import {
  adjustHue,
  adjustSaturation,
  decodePng,
  decodePngSync,
  encodePngSync,
  resize,
  warpAffine,
  type Image,
} from "@tensorloom/image";
import { median, print } from "../../../.config/bench/measure.ts";

/**
 * Changes and decodes an image of 1024x1024 RGB bytes: milliseconds of CPU time, the median of 21, so that a busy
 * machine changes little.
 *
 * If `TENSORLOOM_PYTHON` names a Python with TensorFlow, its time on one thread is measured in the same run, and
 * `ratio` is ours divided by it.
 */
const SIDE = 1024;
const dice = random(1);
const data = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
  const [x, y] = [Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)];
  return 128 + 60 * Math.sin(x / 37 + (i % 3)) + 40 * Math.cos(y / 23) + 10 * (dice.uniform() - 0.5);
});
const image: Image<Uint8Array> = { data, height: SIDE, width: SIDE, channels: 3 };

/** A PNG of rows as they are, each after filter 2 (up). */
function png(depth: number, colorType: number, rowBytes: number): Uint8Array {
  const chunk = (type: string, body: Uint8Array): Buffer => {
    const named = Buffer.concat([Buffer.from(type), body]);
    const around = Buffer.alloc(8);
    around.writeUInt32BE(body.length, 0);
    around.writeUInt32BE(crc32(named), 4);
    return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  header.set([depth, colorType], 8);
  const rows = Buffer.alloc(SIDE * (1 + rowBytes));
  for (let y = 0; y < SIDE; y++) {
    rows[y * (1 + rowBytes)] = 2;
    for (let i = 0; i < rowBytes; i++)
      rows[y * (1 + rowBytes) + 1 + i] = data[(y * 31 + i * 7) % data.length] >> 5;
  }
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
  const parts = [chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", new Uint8Array(0))];
  return Buffer.concat([signature, ...parts]);
}
const files = [encodePngSync(image), png(16, 2, SIDE * 6), png(1, 0, SIDE / 8)];
const [png8, png16, png1] = files;

const matrix = [0.9, 0.3, -40.5, -0.3, 0.9, 200.25] as const;
const operations: Readonly<Record<string, (() => unknown) | readonly (() => unknown)[]>> = {
  "affine nearest": () => warpAffine(image, matrix, { method: "nearest" }),
  "affine bilinear": () => warpAffine(image, matrix),
  "resize to 256": () => resize(image, { height: 256, width: 256 }),
  "resize to 256, nearest": () => resize(image, { height: 256, width: 256, method: "nearest" }),
  "resize to 256, area": () => resize(image, { height: 256, width: 256, method: "area" }),
  "resize to 256, antialias": () => resize(image, { height: 256, width: 256, antialias: true }),
  "resize to 1500, bicubic": () => resize(image, { height: 1500, width: 1500, method: "bicubic" }),
  hue: () => adjustHue(image, 0.1),
  saturation: () => adjustSaturation(image, 1.3),
  "decodePng, 8 bits": [() => decodePngSync(png8), () => decodePng(png8)],
  "decodePng, 16 bits": [() => decodePngSync(png16), () => decodePng(png16)],
  "decodePng, 1 bit": [() => decodePngSync(png1), () => decodePng(png1)],
};

function medianCpuMs(operation: () => unknown): number {
  const times = Array.from({ length: 21 }, () => {
    const start = process.cpuUsage();
    operation();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return median(times);
}

function byTensorFlow(python: string): Readonly<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), "transforms-"));
  try {
    const names = files.map((bytes, i) => {
      const name = join(folder, `${String(i)}.png`);
      writeFileSync(name, bytes);
      return name;
    });
    const script = join(import.meta.dirname, "transforms.py");
    const { stdout, stderr, status } = spawnSync(python, [script, ...names], { encoding: "utf8" });
    if (status !== 0) throw new Error(`transforms.py failed: ${stderr}`);
    return JSON.parse(stdout) as Readonly<Record<string, number>>; // what the script prints
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const python = process.env["TENSORLOOM_PYTHON"];
const theirs = python === undefined ? {} : byTensorFlow(python);
for (const [name, input] of Object.entries(operations)) {
  const all = typeof input === "function" ? [input] : input;
  const [portable, native] = [all[0], all.at(1)];
  const ms = medianCpuMs(portable);
  const inNode = native === undefined ? {} : { "Node ms": Number(medianCpuMs(native).toFixed(2)) };
  const tf = name in theirs ? theirs[name] : undefined;
  const compared =
    tf === undefined ? {} : { "TensorFlow ms": Number(tf.toFixed(2)), ratio: Number((ms / tf).toFixed(1)) };
  print({ bench: "transforms", operation: name, ms: Number(ms.toFixed(2)), ...inNode, ...compared });
}
