import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, inflateRawSync } from "node:zlib";
import type { NamedWeights } from "../../weights/namedWeights.ts";
import { readHdf5 } from "./readHdf5.ts";
import { weightKindsIn } from "./weightKinds.ts";
import { WeightsFileError } from "../format/weightsFileError.ts";

const MEMBER = "model.weights.h5";
const CONFIG = "config.json";

/** Limit on an archive member, far above any network here (B7: 260 MB). */
const MAX_BYTES = 2 ** 31;

/**
 * Reads the weights of a `.keras` archive: a zip file that holds `model.weights.h5`.
 *
 * @see keras/src/saving/saving_lib.py; PKWARE APPNOTE 4.3
 */
export async function readKerasArchive(path: string): Promise<NamedWeights> {
  const zip = await readFile(path);
  const bytes = readMember(path, zip, MEMBER);
  if (bytes === undefined)
    throw new WeightsFileError(path, `is a zip archive without ${MEMBER}, so it is not a Keras model`);
  const config = readMember(path, zip, CONFIG);
  const folder = await mkdtemp(join(tmpdir(), "tensorloom-keras-")); // HDF5 can only read files
  const inner = join(folder, MEMBER);
  try {
    await writeFile(inner, bytes);
    return await readHdf5(inner, weightKindsIn(config));
  } catch (error) {
    if (!(error instanceof WeightsFileError)) throw error;
    const problem = error.message.replace(`readWeights: ${inner}: `, "");
    throw new WeightsFileError(path, `${MEMBER}: ${problem}`, { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Finds a member in the zip's central directory; undefined if it does not exist. */
function readMember(path: string, zip: Buffer, name: string): Uint8Array | undefined {
  const damaged = (): WeightsFileError =>
    new WeightsFileError(path, "is a zip archive that is cut off or damaged");
  const end = zip.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (end < 0 || end + 22 > zip.length) throw damaged();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > zip.length || zip.toString("latin1", at, at + 4) !== "PK\x01\x02") throw damaged();
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    if (zip.toString("utf8", at + 46, at + 46 + nameBytes) === name)
      return readContent(path, zip, { name, at, damaged });
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  return undefined;
}

/** A member's entry in the central directory. */
interface Entry {
  readonly name: string;
  readonly at: number;
  readonly damaged: () => WeightsFileError;
}

function readContent(path: string, zip: Buffer, { name, at, damaged }: Entry): Uint8Array {
  const method = zip.readUInt16LE(at + 10);
  const [sum, packed, size, header] = [16, 20, 24, 42].map((field) => zip.readUInt32LE(at + field));
  if (size >= MAX_BYTES)
    throw new WeightsFileError(
      path,
      `${name} claims ${String(size)} bytes; the maximum is ${String(MAX_BYTES)}`,
    );
  if (header + 30 > zip.length || zip.toString("latin1", header, header + 4) !== "PK\x03\x04")
    throw damaged();
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const bytes = zip.subarray(start, start + packed);
  if (bytes.length < packed) throw damaged();
  if (method !== 0 && method !== 8)
    throw new WeightsFileError(
      path,
      `${name} is compressed with method ${String(method)}, which is not supported`,
    );
  const plain = method === 0 ? bytes : inflate(bytes, size);
  if (plain?.length !== size) throw damaged();
  if (crc32(plain) !== sum)
    throw new WeightsFileError(path, `${name} does not match its checksum; the file is damaged`);
  return plain;
}

function inflate(bytes: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, size) });
  } catch {
    return undefined; // damaged
  }
}
