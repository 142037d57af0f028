import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { decode } from "fast-png";
import { decodePng, decodePngSync } from "@tensorloom/image";
import { median, print, round } from "../../../.config/bench/measure.ts";

/**
 * Decodes PNGs of 1024x1024 pixels at every depth to bytes: milliseconds of CPU time, the median of 21.
 *
 * `fast-png` is measured in the same run; it does not read every kind. If `TENSORLOOM_PYTHON` names a Python with
 * Pillow, so is Pillow.
 */
const SIDE = 1024;
const KINDS = {
  "gray, 8 bits": [8, 0, 1],
  "RGB, 8 bits": [8, 2, 3],
  "gray, 16 bits": [16, 0, 1],
  "RGB, 16 bits": [16, 2, 3],
  "gray, 1 bit": [1, 0, 1],
  "gray, 2 bits": [2, 0, 1],
  "gray, 4 bits": [4, 0, 1],
  "palette, 1 bit": [1, 3, 1],
  "palette, 2 bits": [2, 3, 1],
  "palette, 4 bits": [4, 3, 1],
  "palette, 8 bits": [8, 3, 1],
} as const;

function chunk(type: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type), body]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(body.length, 0);
  around.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
}

/** A PNG of smooth waves, each row after filter 2 (up). */
function png(depth: number, colorType: number, samples: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  header.set([depth, colorType], 8);
  const rowBytes = (SIDE * samples * depth) / 8;
  const rows = Buffer.alloc(SIDE * (1 + rowBytes));
  for (let y = 0; y < SIDE; y++) {
    rows[y * (1 + rowBytes)] = 2;
    for (let i = 0; i < rowBytes; i++)
      rows[y * (1 + rowBytes) + 1 + i] = Math.round(3 * Math.sin(i / 40) + 2 * Math.cos(y / 17)) & 255;
  }
  const palette = colorType === 3 ? [chunk("PLTE", Buffer.alloc(3 * 2 ** depth, 77))] : [];
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
  const end = chunk("IEND", new Uint8Array(0));
  return Buffer.concat([signature, chunk("IHDR", header), ...palette, chunk("IDAT", deflateSync(rows)), end]);
}

async function medianCpuMs(operation: () => unknown): Promise<number> {
  for (let i = 0; i < 6; i++) await operation();
  const times: number[] = [];
  for (let i = 0; i < 21; i++) {
    const start = process.cpuUsage();
    await operation();
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  return median(times);
}

const folder = mkdtempSync(join(tmpdir(), "png-"));
const files = Object.entries(KINDS).map(([kind, [depth, colorType, samples]]) => {
  const file = join(folder, `${kind}.png`);
  const bytes = png(depth, colorType, samples);
  writeFileSync(file, bytes);
  return { kind, file, bytes };
});
const python = process.env["TENSORLOOM_PYTHON"];
const script = [join(import.meta.dirname, "png.py"), ...files.map(({ file }) => file)];
const output = python === undefined ? "{}" : spawnSync(python, script, { encoding: "utf8" }).stdout;
const pillow = JSON.parse(output) as Readonly<Record<string, number>>; // what the script prints
rmSync(folder, { recursive: true });

for (const { kind, file, bytes } of files) {
  const sync = await medianCpuMs(() => decodePngSync(bytes));
  const node = await medianCpuMs(() => decodePng(bytes));
  const fastPng = await medianCpuMs(() => decode(bytes));
  print({
    bench: "png",
    kind,
    KB: Math.round(bytes.length / 1024),
    "decodePngSync ms": round(sync),
    "decodePng ms": round(node),
    "fast-png ms": round(fastPng),
    ...(file in pillow ? { "Pillow ms": round(pillow[file]) } : {}),
  });
}
