import { fromArray, range } from "@tensorloom/data";
import { random } from "@tensorloom/core";
import { decodeJpeg, encodeJpeg } from "@tensorloom/image";
import { print, race } from "../../../../.config/bench/measure.ts";

/** `concurrency: "auto"` with `prefetch("auto")` against every fixed concurrency, on three kinds of work. */
const FIXED = [1, 2, 4, 8, 16, 32, 64] as const;
type Setting = number | "auto";

const dice = random(1);
const size = 384;
const noise = { data: new Uint8Array(size * size * 3), height: size, width: size, channels: 3 };
for (let i = 0; i < noise.data.length; i++) noise.data[i] = 100 + dice.integer(56);
const jpeg = await encodeJpeg(noise, { quality: 90 });
const jpegs = Array.from({ length: 1200 }, () => jpeg);

const PIPELINES: Readonly<Record<string, (concurrency: Setting) => Promise<number>>> = {
  async "decode-bound"(concurrency) {
    await fromArray(jpegs)
      .map((bytes) => decodeJpeg(bytes), { concurrency })
      .batch(16)
      .prefetch("auto")
      .forEach(() => undefined);
    return jpegs.length;
  },
  async "IO-bound"(concurrency) {
    const elements = typeof concurrency === "number" ? 300 * concurrency : 30_000;
    await range(elements)
      .map((x) => new Promise<number>((done) => setTimeout(() => done(x), 3)), { concurrency })
      .batch(16)
      .prefetch("auto")
      .forEach(() => undefined);
    return elements;
  },
  async "trivially cheap"(concurrency) {
    await range(2_000_000)
      .map((x) => x + 1, { concurrency })
      .batch(256)
      .prefetch("auto")
      .forEach(() => undefined);
    return 2_000_000;
  },
};

for (const [name, run] of Object.entries(PIPELINES)) {
  const settings: readonly Setting[] = [...FIXED, "auto"];
  const rates = await race(
    Object.fromEntries(settings.map((setting) => [`at ${String(setting)}`, () => run(setting)])),
  );
  const best = Math.max(...FIXED.map((setting) => rates[`at ${String(setting)}`]));
  print({
    bench: name,
    unit: "elements/s",
    ...rates,
    "auto of the best": Number((rates["at auto"] / best).toFixed(2)),
  });
}
