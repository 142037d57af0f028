/** Sections of a WebAssembly module, and kinds of imports. */
const IMPORTS = 2;
const MEMORIES = 5;
const KINDS = { function: 0, table: 1, memory: 2, global: 3 } as const;
const HAS_MAXIMUM = 1;
const SHARED = 3;

/**
 * A copy of a module whose memory, its own or the imported one, is shared between threads; undefined if it has none with
 * a maximum, which a shared memory needs.
 *
 * One byte changes: the flags of the memory's limits.
 *
 * @see WebAssembly threads proposal, "limits"
 */
export function markShared(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const at = limitsAt(bytes);
  if (at === undefined || bytes[at] !== HAS_MAXIMUM) return undefined;
  const shared = bytes.slice();
  shared[at] = SHARED;
  return shared;
}

/** The place of the flags of the memory's limits. */
function limitsAt(bytes: Uint8Array): number | undefined {
  const reader = new Reader(bytes, 8);
  while (reader.at < bytes.length) {
    const section = reader.byte();
    const size = reader.number();
    const end = reader.at + size;
    if (section === IMPORTS) {
      const found = importedLimits(reader);
      if (found !== undefined) return found;
    }
    if (section === MEMORIES) return reader.number() === 0 ? undefined : reader.at;
    reader.at = end;
  }
  return undefined;
}

function importedLimits(reader: Reader): number | undefined {
  for (let left = reader.number(); left > 0; left--) {
    for (let name = 0; name < 2; name++) reader.skip();
    const kind = reader.byte();
    if (kind === KINDS.memory) return reader.at;
    if (kind === KINDS.table) {
      reader.byte();
      if (reader.byte() === HAS_MAXIMUM) reader.number();
      reader.number();
    } else if (kind === KINDS.global) reader.at += 2;
    else reader.number();
  }
  return undefined;
}

/** Reads the numbers of a module. */
class Reader {
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  byte(): number {
    return this.#bytes[this.at++];
  }

  /** Skips a name. */
  skip(): void {
    const length = this.number();
    this.at += length;
  }

  /** An unsigned number in groups of seven bits (LEB128). */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
}
