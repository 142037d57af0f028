/* A page that the server renders: it writes records, reads and decodes them, and predicts; the browser then trains. */
import { useBackend } from "@tensorloom/backend";
import { fromIterable, stack } from "@tensorloom/data";
import { decodeJpeg, encodeJpeg, jpegDecoder } from "@tensorloom/image";
import { bytes, encodeExample, fixedLength, parseExample } from "@tensorloom/tfrecord";
import { readRecordFile, writeRecordFile } from "@tensorloom/tfrecord/node";
import { predict } from "@tensorloom/training";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createModel, SIDE } from "./model.js";
import Trainer from "./trainer.js";

export const dynamic = "force-dynamic";

const SPEC = { image: fixedLength("bytes") };

async function* pictures() {
  for (const level of [40, 120, 200]) {
    const data = new Uint8Array(SIDE * SIDE * 3).fill(level);
    yield encodeExample({ image: bytes(await encodeJpeg({ data, height: SIDE, width: SIDE, channels: 3 })) });
  }
}

async function predictOnServer() {
  const file = join(tmpdir(), `next-${process.pid}.tfrec`);
  await writeRecordFile(file, pictures());
  const { name: backend } = await useBackend("wasm");
  const batches = fromIterable(() => readRecordFile(file))
    .map(async (record) => ({ inputs: await decodeJpeg(parseExample(record, SPEC).image) }))
    .batch(3, { collate: stack });
  const { outputs } = await predict(createModel(), batches);
  const { name: decoder } = await jpegDecoder();
  return { backend, decoder, outputs: [...outputs.data] };
}

export default async function Page() {
  return (
    <main>
      <pre id="server">{JSON.stringify(await predictOnServer())}</pre>
      <Trainer />
    </main>
  );
}
