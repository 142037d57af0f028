import { random } from "@tensorloom/core";
import { encodeJpegSync } from "@tensorloom/image";
import { bytes, encodeExample, int64 } from "@tensorloom/tfrecord";
import { writeRecordFile } from "@tensorloom/tfrecord/node";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes the files that the documentation's examples read: dark (0) and bright (1) noise as JPEGs of 32x32 pixels.
 *
 * `pictures` has them as files of two classes, `pictures/cat/anna_0.jpg`; `pictures/train.csv`, `captions.jsonl` and
 * `pictures.tar` are about the same pictures.
 */
export async function makeExampleFiles(folder: string): Promise<void> {
  await writeRecordFile(join(folder, "train00-16.tfrec"), pictures(0, 16));
  await writeRecordFile(join(folder, "test00-8.tfrec"), pictures(16, 8));
  for (const label of ["cat", "dog"]) mkdirSync(join(folder, "pictures", label), { recursive: true });
  const owners = ["anna", "ben", "cleo", "dan", "eva"];
  const all = Array.from({ length: 40 }, (_, index) => {
    const [label, owner] = [index % 2 === 0 ? "cat" : "dog", owners[index % 5]];
    return { index, label, owner, name: `${label}/${owner}_${String(index)}`, jpeg: picture(index) };
  });
  for (const { name, jpeg } of all) writeFileSync(join(folder, "pictures", `${name}.jpg`), jpeg);
  const rows = all.map(
    ({ name, index }) => `${name},${index % 10 === 9 ? "" : String(30 + index)},${String(index % 2)}\n`,
  );
  writeFileSync(join(folder, "pictures", "train.csv"), `image_name,age,target\n${rows.join("")}`);
  const captions = all.map(({ name, label, owner }) => ({
    image: `pictures/${name}.jpg`,
    text: `a ${label} of ${owner}`,
  }));
  writeFileSync(join(folder, "captions.jsonl"), captions.map((one) => `${JSON.stringify(one)}\n`).join(""));
  const members = all.flatMap(({ name, jpeg, index }) => [
    tarMember(`${name}.jpg`, jpeg),
    tarMember(`${name}.cls`, new TextEncoder().encode(String(index % 2))),
  ]);
  writeFileSync(join(folder, "pictures.tar"), Buffer.concat([...members, new Uint8Array(1024)]));
}

/** A file in a tar file: a ustar header, and the data in blocks of 512 bytes. */
function tarMember(name: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(512 + 512 * Math.ceil(data.length / 512));
  bytes.write(name, 0);
  bytes.write(data.length.toString(8).padStart(11, "0"), 124);
  bytes.write("        0", 148); // the checksum counts as spaces; the type is a file
  bytes.write("ustar\x0000", 257);
  bytes.write(
    `${bytes
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0`,
    148,
  );
  bytes.set(data, 512);
  return bytes;
}

function* pictures(first: number, count: number): Generator<Uint8Array> {
  for (let index = first; index < first + count; index++)
    yield encodeExample({
      image: bytes([picture(index)]),
      image_name: bytes([new TextEncoder().encode(`IMAGE_${String(index)}`)]),
      target: int64([index % 2]),
    });
}

/** A JPEG: dark if the index is even, bright if it is odd. */
function picture(index: number): Uint8Array {
  const [side, draw] = [32, random(index)];
  const data = Uint8Array.from({ length: side * side * 3 }, () => 100 * (index % 2) + draw.integer(100));
  return encodeJpegSync({ data, height: side, width: side, channels: 3 });
}
