import { FileProblem } from "../errors/fileProblem.ts";

/** `GCOL`, version 1, and three reserved bytes. */
const SIGNATURE = [0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0];

/** The size of a collection's header, and of an object's. */
const HEADER = 16;

/**
 * Checks the collections of texts in an HDF5 file (global heaps).
 *
 * The HDF5 library would go over an object of size zero for ever.
 *
 * @throws FileProblem if an object is empty or larger than its collection.
 * @see HDF5 file format specification, III.E Disk Format: Level 1E - Global Heap
 */
export function checkHeaps(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = bytes.indexOf(SIGNATURE[0]); at >= 0; at = bytes.indexOf(SIGNATURE[0], at + 1))
    if (SIGNATURE.every((byte, offset) => bytes[at + offset] === byte) && !isWhole(view, at))
      throw new FileProblem("is an HDF5 file that is cut off or damaged");
}

/** Whether the objects of a collection fill it, from its header on. */
function isWhole(view: DataView, start: number): boolean {
  if (start + HEADER > view.byteLength) return false;
  const end = start + Number(view.getBigUint64(start + 8, true));
  if (end > view.byteLength) return false;
  let at = start + HEADER;
  while (end - at >= HEADER) {
    const size = Number(view.getBigUint64(at + 8, true));
    const isFree = view.getUint16(at, true) === 0; // the free space counts its own header
    const needed = isFree ? size : HEADER + 8 * Math.ceil(size / 8);
    if (needed < HEADER || needed > end - at) return false;
    at += needed;
  }
  return true;
}
