/** One component of a frame (T.81, B.2.2), and its decoding state. */
export interface Component {
  readonly id: number;
  /** Sampling factors. */
  readonly across: number;
  readonly down: number;
  /** The number of its quantization table. */
  readonly table: number;
  /** Blocks that contain samples of the picture. */
  readonly blocksAcross: number;
  readonly blocksDown: number;
  /** Stored blocks: those of complete MCUs. */
  readonly storedAcross: number;
  readonly storedDown: number;
  /** The size of the picture in samples of this component. */
  readonly width: number;
  readonly height: number;
  /** The step sizes in natural order, as of the component's first scan. */
  quantization: Uint16Array | undefined;
  /**
   * The unknown low bits of each coefficient; -1 before any scan.
   *
   * `unknownBitsBefore` has the values before the last scan.
   */
  readonly unknownBits: Int8Array;
  readonly unknownBitsBefore: Int8Array;
}

/** A frame: the size of the picture, and its components. */
export interface Frame {
  readonly progressive: boolean;
  readonly arithmetic: boolean;
  readonly height: number;
  readonly width: number;
  readonly maxAcross: number;
  readonly maxDown: number;
  /** MCUs of a scan of all components. */
  readonly mcusAcross: number;
  readonly mcusDown: number;
  readonly components: readonly Component[];
}

/** Parses a frame header that `validateJpeg` has checked. */
export function parseFrame(marker: number, body: Uint8Array): Frame {
  const [height, width] = [256 * body[1] + body[2], 256 * body[3] + body[4]];
  const fields = Array.from({ length: body[5] }, (_, i) => {
    const [id, sampling, table] = body.subarray(6 + 3 * i);
    return { id, across: sampling >> 4, down: sampling & 15, table };
  });
  const maxAcross = Math.max(...fields.map(({ across }) => across));
  const maxDown = Math.max(...fields.map(({ down }) => down));
  const mcusAcross = Math.ceil(width / (8 * maxAcross));
  const mcusDown = Math.ceil(height / (8 * maxDown));
  const components = fields.map((field): Component => {
    const { across, down } = field;
    return {
      ...field,
      blocksAcross: Math.ceil((width * across) / (8 * maxAcross)),
      blocksDown: Math.ceil((height * down) / (8 * maxDown)),
      storedAcross: mcusAcross * across,
      storedDown: mcusDown * down,
      width: Math.ceil((width * across) / maxAcross),
      height: Math.ceil((height * down) / maxDown),
      quantization: undefined,
      unknownBits: new Int8Array(64).fill(-1),
      unknownBitsBefore: new Int8Array(64).fill(-1),
    };
  });
  const arithmetic = marker > 0xc8;
  const progressive = (marker & 3) === 2;
  return { progressive, arithmetic, height, width, maxAcross, maxDown, mcusAcross, mcusDown, components };
}

/**
 * Whether low coefficients of a progressive frame are missing.
 *
 * The decoder estimates them.
 */
export function isUnfinished({ progressive, components }: Frame): boolean {
  return (
    progressive &&
    components.some(({ unknownBits }) => unknownBits.subarray(1, 10).some((bits) => bits !== 0))
  );
}

/** Counts the blocks of a scan. */
export function countBlocks(frame: Frame, components: readonly Component[]): number {
  const sizes = components.map(({ across, down, blocksAcross, blocksDown }) =>
    components.length === 1 ? blocksAcross * blocksDown : frame.mcusAcross * frame.mcusDown * across * down,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
