import { createRequire } from "node:module";
import { random } from "@tensorloom/core";
import { decodeJpeg, decodeJpegSync, encodeJpeg, type Image, jpegDecoder } from "@tensorloom/image";

/**
 * Decodes one JPEG of 1024x1024, about 330 KB, to bytes: images a second, with so many in flight.
 *
 * `sharp` is measured in the same run if `TENSORLOOM_SHARP` names a folder that it is installed in.
 */
const SIDE = 1024;
const SECONDS = 3;

function photo(): Image<Uint8Array> {
  const noise = random(1);
  const data = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)];
    return 128 + 60 * Math.sin(x / 37 + (i % 3)) + 40 * Math.cos(y / 23) + 30 * (noise.uniform() - 0.5);
  });
  return { data, height: SIDE, width: SIDE, channels: 3 };
}

const jpeg = await encodeJpeg(photo(), { quality: 90 });

/** Images a second with `inFlight` decoded at a time. */
async function rate(decode: (bytes: Uint8Array) => unknown, inFlight: number): Promise<number> {
  for (let i = 0; i < 3; i++) await decode(jpeg);
  const end = performance.now() + SECONDS * 1000;
  const start = performance.now();
  let done = 0;
  const lane = async (): Promise<void> => {
    for (; performance.now() < end; done++) await decode(jpeg);
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return done / ((performance.now() - start) / 1000);
}

async function report(name: string, decode: (bytes: Uint8Array) => unknown, inFlight: number): Promise<void> {
  const perSecond = await rate(decode, inFlight);
  const line = { bench: "decode", decoder: name, side: SIDE, bytes: jpeg.length, inFlight };
  console.log(
    JSON.stringify({
      ...line,
      "images/s": Number(perSecond.toFixed(1)),
      ms: Number((1000 / perSecond).toFixed(2)),
    }),
  );
}

const { name } = await jpegDecoder();
for (const inFlight of [1, 2, 4])
  await report(`decodeJpeg (${name})`, (bytes) => decodeJpeg(bytes), inFlight);
await report("decodeJpegSync", (bytes) => decodeJpegSync(bytes), 1);

const sharpFolder = process.env["TENSORLOOM_SHARP"];
if (sharpFolder !== undefined) {
  type Sharp = (bytes: Uint8Array) => { raw(): { toBuffer(): Promise<Uint8Array> } };
  const sharp = createRequire(`${sharpFolder}/package.json`)("sharp") as Sharp; // what is used of it
  for (const inFlight of [1, 4]) await report("sharp", (bytes) => sharp(bytes).raw().toBuffer(), inFlight);
}
