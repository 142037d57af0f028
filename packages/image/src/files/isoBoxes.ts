import { lettersAt } from "./size.ts";

/** A box of a file in the ISO base media format (ISO/IEC 14496-12, 4.2). */
export interface Box {
  readonly type: string;
  /** The offsets of the start and the end of its content. */
  readonly body: number;
  readonly end: number;
}

/** The most boxes that are read at one level; pictures have fewer than a hundred. */
const MAX_BOXES = 4096;

/** Lists the boxes between two positions; a box that runs past the end is cut. */
export function boxesIn(view: DataView, from: number, to: number): readonly Box[] {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to && boxes.length < MAX_BOXES;) {
    const short = view.getUint32(at);
    const isLong = short === 1;
    const length = short === 0 ? to - at : isLong ? Number(view.getBigUint64(at + 8)) : short;
    if (length < (isLong ? 16 : 8)) return boxes;
    const body = at + (isLong ? 16 : 8);
    boxes.push({ type: lettersAt(bytes, at + 4), body, end: Math.min(at + length, to) });
    at += length;
  }
  return boxes;
}

/** The first box of a type. */
export const boxIn = (boxes: readonly Box[], type: string): Box | undefined =>
  boxes.find((box) => box.type === type);

/** The offset of the content of a box with a version and flags. */
export const fullBody = ({ body }: Box): number => body + 4;
