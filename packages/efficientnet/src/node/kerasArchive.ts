import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import type { NamedWeights } from "../namedWeights.ts";
import { readHdf5 } from "./hdf5.ts";
import { WeightsFileError } from "./weightsFileError.ts";

const MEMBER = "model.weights.h5";

/** Far more than the weights of any network here (B7: 260 MB). */
const MOST_BYTES = 2 ** 31;

/**
 * Reads the weights of a `.keras` archive: a zip file that holds `model.weights.h5`.
 *
 * @see keras/src/saving/saving_lib.py; PKWARE APPNOTE 4.3
 */
export async function readKerasArchive(path: string): Promise<NamedWeights> {
  const bytes = member(path, await readFile(path));
  const folder = await mkdtemp(join(tmpdir(), "tensorloom-keras-")); // HDF5 reads files only
  const inner = join(folder, MEMBER);
  try {
    await writeFile(inner, bytes);
    return await readHdf5(inner);
  } catch (error) {
    if (!(error instanceof WeightsFileError)) throw error;
    const problem = error.message.replace(`readWeights: ${inner}: `, "");
    throw new WeightsFileError(path, `${MEMBER}: ${problem}`, { cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The bytes of `model.weights.h5`, by the zip's central directory. */
function member(path: string, zip: Buffer): Uint8Array {
  const damaged = (): WeightsFileError =>
    new WeightsFileError(path, "is a zip archive that is cut off or damaged");
  const end = zip.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (end < 0 || end + 22 > zip.length) throw damaged();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > zip.length || zip.toString("latin1", at, at + 4) !== "PK\x01\x02") throw damaged();
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    if (zip.toString("utf8", at + 46, at + 46 + nameBytes) === MEMBER) return content(path, zip, at, damaged);
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  throw new WeightsFileError(path, `is a zip archive without ${MEMBER}, so it is no Keras model`);
}

function content(path: string, zip: Buffer, entry: number, damaged: () => WeightsFileError): Uint8Array {
  const method = zip.readUInt16LE(entry + 10);
  const [packed, size, header] = [20, 24, 42].map((field) => zip.readUInt32LE(entry + field));
  if (size >= MOST_BYTES)
    throw new WeightsFileError(
      path,
      `${MEMBER} claims ${String(size)} bytes; the most is ${String(MOST_BYTES)}`,
    );
  if (header + 30 > zip.length || zip.toString("latin1", header, header + 4) !== "PK\x03\x04")
    throw damaged();
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const bytes = zip.subarray(start, start + packed);
  if (bytes.length < packed) throw damaged();
  if (method === 0) return bytes;
  if (method !== 8)
    throw new WeightsFileError(
      path,
      `${MEMBER} is compressed with method ${String(method)}, which is not supported`,
    );
  try {
    const inflated = inflateRawSync(bytes, { maxOutputLength: Math.max(1, size) });
    if (inflated.length === size) return inflated;
  } catch {
    // said below
  }
  throw damaged();
}
