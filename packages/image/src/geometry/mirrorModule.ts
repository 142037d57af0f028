/**
 * A WebAssembly module that mirrors rows of RGB bytes.
 *
 * It exports its memory and one function, `mirror(stride, bytes, out)`, which moves five pixels per step. The rows
 * start at address 0: `bytes` bytes in all, `stride` bytes per row, at least 15. The mirrored rows start at address
 * `out`, at least one byte after the end of the rows.
 *
 * A step loads and stores sixteen bytes. The first of them belongs to no pixel of the step; a later step overwrites
 * it. If 5 does not divide the width, the last pixels of a row are mirrored twice.
 *
 * @param pages - The size of its memory, in pages of 65,536 bytes.
 * @see https://webassembly.github.io/spec/core/binary/
 */
export function mirrorModule(pages: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic, version 1
    ...section(1, [1, 0x60, 3, I32, I32, I32, 0]), // one type: three integers, no result
    ...section(3, [1, 0]), // one function, of that type
    ...section(5, [1, 0x00, ...unsigned(pages)]), // one memory
    ...section(7, [2, ...text("memory"), 2, 0, ...text("mirror"), 0, 0]), // exports
    ...section(10, [1, ...sized([2, 3, I32, 1, V128, ...BODY, BLOCK_END])]), // locals: three integers, one vector
  ]);
}

const [I32, V128, VOID, BLOCK_END] = [0x7f, 0x7b, 0x40, 0x0b];
const [ADD, SUB, LESS] = [0x6a, 0x6b, 0x49]; // LESS is unsigned
const [LOOP, BRANCH_IF] = [0x03, 0x0d];
const [LOAD, CONST, STORE, SWIZZLE] = [
  [0xfd, 0, 0, 0],
  [0xfd, 12],
  [0xfd, 11, 0, 0],
  [0xfd, 14],
];

const [STRIDE, BYTES, OUT, FROM, LAST, SUM, ORDER] = [0, 1, 2, 3, 4, 5, 6];
const get = (local: number): readonly number[] => [0x20, local];
const set = (local: number): readonly number[] => [0x21, local];
const constant = (value: number): readonly number[] => [0x41, value]; // below 64: bit 6 is the sign

const FIVE_PIXELS = 15;
/**
 * The index of the loaded byte for each stored byte.
 *
 * The fifth pixel is stored first.
 */
const MIRRORED = Array.from({ length: 15 }, (_, to) => 3 * (4 - Math.floor(to / 3)) + (to % 3));

/** One step. The addresses of five pixels and of their mirror image add up to SUM. */
const STEP: readonly number[] = [
  ...[...get(SUM), ...get(FROM), SUB],
  ...[...get(FROM), ...LOAD, ...get(ORDER), ...SWIZZLE, ...STORE],
];

/** The loop over rows, last row first. BYTES is the end of the current row. */
const BODY: readonly number[] = [
  ...[...CONST, 15, ...MIRRORED, ...set(ORDER)],
  ...[LOOP, VOID],
  ...[...get(BYTES), ...get(STRIDE), SUB, ...set(FROM)],
  ...[...get(BYTES), ...constant(FIVE_PIXELS), SUB, ...set(LAST)],
  ...[...get(OUT), ...get(FROM), ADD, ...get(LAST), ADD, ...constant(1), SUB, ...set(SUM)],
  ...[LOOP, VOID, ...STEP],
  ...[...get(FROM), ...constant(FIVE_PIXELS), ADD, 0x22, FROM, ...get(LAST), LESS, BRANCH_IF, 0, BLOCK_END],
  ...[...get(LAST), ...set(FROM), ...STEP],
  ...[...get(BYTES), ...get(STRIDE), SUB, 0x22, BYTES, BRANCH_IF, 0, BLOCK_END],
];

/** An unsigned integer in LEB128. */
function unsigned(value: number): readonly number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function sized(bytes: readonly number[]): readonly number[] {
  return [...unsigned(bytes.length), ...bytes];
}

function section(id: number, bytes: readonly number[]): readonly number[] {
  return [id, ...sized(bytes)];
}

function text(name: string): readonly number[] {
  return sized([...new TextEncoder().encode(name)]);
}
