import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { crc32 } from "node:zlib";

/** Before the bytes of a block: four letters, its length and its CRC-32, as little-endian numbers of four bytes. */
const HEADER_BYTES = 12;
const MAGIC = 0x31424c54; // TLB1

/** Reads a block; undefined if it is not there, or not whole. A block that is read becomes the newest. */
export async function readBlockFile(path: string, length: number): Promise<Uint8Array | undefined> {
  const file = await readFile(path).catch(() => undefined); // not there, or evicted by another process
  if (file === undefined) return undefined;
  const block = new Uint8Array(
    file.buffer,
    file.byteOffset + HEADER_BYTES,
    Math.max(0, file.length - HEADER_BYTES),
  );
  const isWhole =
    file.length === HEADER_BYTES + length &&
    file.readUInt32LE(0) === MAGIC &&
    file.readUInt32LE(4) === length &&
    file.readUInt32LE(8) === crc32(block);
  if (!isWhole) {
    await rm(path, { force: true });
    return undefined;
  }
  const now = new Date(performance.timeOrigin + performance.now());
  await utimes(path, now, now).catch(() => undefined); // evicted in the meantime, or a read-only folder
  return block;
}

/** The ending of the names of files that are being written. */
export const PARTIAL = ".partial";

/** Writes a block, which appears whole or not at all. It need not survive a power cut: its checksum is compared. */
export async function writeBlockFile(path: string, block: Uint8Array): Promise<number> {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(MAGIC, 0);
  header.writeUInt32LE(block.length, 4);
  header.writeUInt32LE(crc32(block), 8);
  const folder = dirname(path);
  const partial = join(folder, `.${basename(path)}.${randomBytes(6).toString("hex")}${PARTIAL}`);
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(partial, [header, block], { flag: "wx" });
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined); // the disk may be gone
    throw error;
  }
  return HEADER_BYTES + block.length;
}
