/** An address in the shared memory, in bytes. */
export type Address = number;

/** The exports of the compiled kernels (packages/backend/assembly/index.ts). Sizes are elements, steps bytes, flags 0 or 1. */
export interface KernelModule {
  product(
    a: Address,
    aRow: number,
    aStep: number,
    b: Address,
    bStep: number,
    bAcross: number,
    c: Address,
    cRow: number,
    m: number,
    n: number,
    k: number,
    add: number,
    block: number,
    packA: number,
    packB: number,
    scratch: Address,
    bias: Address,
    activation: number,
  ): void;
  packPanels(
    b: Address,
    bStep: number,
    bAcross: number,
    n: number,
    k: number,
    block: number,
    to: Address,
  ): void;
  /** Whether the engine joins pairs of vectors; 0 at first. */
  useDoubleVectors(on: number): void;
  panelColumns(): number;
  paddedColumns(n: number): number;
  geometry(
    batch: number,
    height: number,
    width: number,
    channels: number,
    outHeight: number,
    outWidth: number,
    filterHeight: number,
    filterWidth: number,
    strideY: number,
    strideX: number,
    dilationY: number,
    dilationX: number,
    top: number,
    left: number,
  ): void;
  finishRows(rows: Address, step: number, count: number, n: number, bias: Address, activation: number): void;
  gatherColumns(image: Address, columns: Address, first: number, end: number): void;
  scatterColumns(columns: Address, image: Address): void;
  depthwise(
    x: Address,
    filter: Address,
    y: Address,
    bias: Address,
    activation: number,
    scratch: Address,
    first: number,
    end: number,
  ): void;
  depthwiseInputGradient(
    dy: Address,
    filter: Address,
    dx: Address,
    scratch: Address,
    first: number,
    end: number,
  ): void;
  depthwiseFilterGradient(x: Address, dy: Address, df: Address, first: number, end: number): void;
  depthwiseBlocksScratch(): number;
  depthwiseBlocks(
    x: Address,
    filter: Address,
    y: Address,
    bias: Address,
    activation: number,
    scratch: Address,
    first: number,
    end: number,
  ): void;
  depthwiseBlocksInputGradient(
    dy: Address,
    filter: Address,
    dx: Address,
    scratch: Address,
    first: number,
    end: number,
  ): void;
  depthwiseBlocksFilterGradient(
    x: Address,
    dy: Address,
    df: Address,
    scratch: Address,
    first: number,
    end: number,
  ): void;
  repeatEach(from: Address, count: number, times: number, to: Address): void;
  pivots(x: Address, rows: number, channels: number, to: Address): void;
  momentSums(x: Address, rows: number, channels: number, pivot: Address, sums: Address): void;
  normalize(
    x: Address,
    scale: Address,
    shift: Address,
    y: Address,
    rows: number,
    channels: number,
    activation: number,
  ): void;
  normalizationSums(
    x: Address,
    dy: Address,
    scale: Address,
    shift: Address,
    mean: Address,
    dz: Address,
    made: Address,
    sums: Address,
    rows: number,
    channels: number,
    activation: number,
  ): void;
  normalizationGradient(
    x: Address,
    dz: Address,
    scale: Address,
    slope: Address,
    offset: Address,
    dx: Address,
    rows: number,
    channels: number,
  ): void;
  imageMeans(
    x: Address,
    means: Address,
    factor: number,
    images: number,
    pixels: number,
    channels: number,
    scratch: Address,
  ): void;
  imageDots(
    x: Address,
    y: Address,
    dots: Address,
    factor: number,
    images: number,
    pixels: number,
    channels: number,
    scratch: Address,
  ): void;
  imageScale(
    x: Address,
    scale: Address,
    shift: Address,
    y: Address,
    images: number,
    pixels: number,
    channels: number,
  ): void;
  scaleRows(matrix: Address, factors: Address, to: Address, rows: number, columns: number): void;
  rowDots(
    x: Address,
    y: Address,
    factors: Address,
    dots: Address,
    sums: Address,
    rows: number,
    columns: number,
    add: number,
  ): void;
  updateVariables(rule: number, table: Address, variables: number, constants: Address): void;
  sumEach(from: Address, count: number, times: number, to: Address): void;
  addRows(x: Address, y: Address, z: Address, count: number): void;
  sumParts(from: Address, parts: number, count: number, to: Address): void;
  copyRows(from: Address, to: Address, count: number): void;
  allFinite(from: Address, count: number): number;
  packHalves(x: Address, y: Address, count: number): void;
  unpackHalves(x: Address, y: Address, count: number): void;
  bounded(x: Address, y: Address, count: number, low: number, high: number): void;
}

/** The sizes of a convolution, as `geometry` takes them. */
export type Geometry = Parameters<KernelModule["geometry"]>;
