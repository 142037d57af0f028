import type { Binding } from "../engine/runShader.ts";
import { runShader } from "../engine/runShader.ts";
import { type WebgpuEngine, withScratch } from "../engine/webgpuEngine.ts";

type Bindings = Readonly<Record<string, Binding>>;

/** Sums over the rows of one or more matrices, for each column. */
export interface ColumnReduction {
  readonly name: string;
  readonly variant?: string;
  /** How a column is seen: a number, or four. */
  readonly as: "f32" | "vec4f";
  readonly images: number;
  readonly rows: number;
  readonly columns: number;
  /** How many sums there are: `s0`, `s1` … */
  readonly sums: number;
  /** What the first pass reads and writes, row by row. */
  readonly inputs: Bindings;
  readonly outputs?: Bindings;
  /** What `finish` reads and writes. */
  readonly finishInputs?: Bindings;
  readonly finishOutputs: Bindings;
  readonly integers?: Readonly<Record<string, number>>;
  readonly floats?: Readonly<Record<string, number>>;
  readonly source: () => {
    readonly functions?: string;
    /** Runs once, before the rows: `image` and `column` are known. */
    readonly before?: string;
    /** Adds a row to the sums: `row` is its number in the image, `at` the element's place. */
    readonly accumulate: string;
    /** Writes the results from the sums of `image` and `column`. */
    readonly finish: string;
  };
}

const THREADS = 256;
/** Rows that one thread adds before it is worth a further workgroup. */
const ROWS_PER_THREAD = 8;
/** Workgroups that keep a GPU busy. */
const MAX_GROUPS = 1024;
/** Storage buffers of a shader, by WebGPU's default limits. */
const MAX_BUFFERS = 8;

/**
 * Sums in two passes: workgroups add parts of the rows, and a second dispatch adds the parts.
 *
 * If the rows are few, one dispatch does both. The order of additions depends on the shape alone, so results repeat.
 */
export function reduceColumns(engine: WebgpuEngine, work: ColumnReduction): void {
  const { images, rows, columns, sums, inputs, outputs = {}, finishInputs = {}, finishOutputs } = work;
  const lanes = laneCount(columns);
  const tiles = Math.ceil(columns / lanes);
  const useful = Math.ceil(rows / ((THREADS / lanes) * ROWS_PER_THREAD));
  const chunks = Math.max(1, Math.min(useful, Math.floor(MAX_GROUPS / (tiles * images))));
  const both = { inputs: { ...inputs, ...finishInputs }, outputs: { ...outputs, ...finishOutputs } };
  const buffers = Object.keys(both.inputs).length + Object.keys(both.outputs).length;
  if (chunks === 1 && buffers <= MAX_BUFFERS) {
    runPass(engine, work, { ...both, rows, chunks: 1, lanes, stage: "whole" });
    return;
  }
  const width = work.as === "f32" ? 1 : 4;
  withScratch(engine, [sums * images * chunks * columns * width], (tensor) => {
    const parts = { tensor, as: work.as };
    runPass(engine, work, { inputs, outputs: { ...outputs, parts }, rows, chunks, lanes, stage: "parts" });
    const last = { inputs: { parts, ...finishInputs }, outputs: finishOutputs };
    runPass(engine, work, { ...last, rows: chunks, chunks: 1, lanes, stage: "finish" });
  });
}

/** How many columns a workgroup has: a power of two, so that its threads divide evenly into rows. */
function laneCount(columns: number): number {
  let lanes = 1;
  while (lanes < columns && lanes < 16) lanes *= 2;
  return lanes;
}

interface PassOptions {
  readonly inputs: Bindings;
  readonly outputs: Bindings;
  readonly rows: number;
  readonly chunks: number;
  readonly lanes: number;
  readonly stage: "whole" | "parts" | "finish";
}

function runPass(engine: WebgpuEngine, work: ColumnReduction, options: PassOptions): void {
  const { images, columns } = work;
  const { inputs, outputs, rows, chunks, lanes, stage } = options;
  runShader(engine, {
    name: stage === "finish" ? `${work.name} (sums)` : work.name,
    variant: `${work.variant ?? ""} ${work.as} ${stage} ${String(lanes)}`,
    inputs,
    outputs,
    integers: {
      images,
      rows,
      columns,
      chunks,
      rowsPerChunk: Math.ceil(rows / chunks),
      allRows: work.rows,
      ...work.integers,
    },
    ...(work.floats !== undefined && { floats: work.floats }),
    threads: THREADS,
    groups: images * chunks * Math.ceil(columns / lanes),
    source: () => passSource(work, stage, lanes),
  });
}

function passSource(
  work: ColumnReduction,
  stage: PassOptions["stage"],
  lanes: number,
): { readonly functions: string; readonly body: string } {
  const { functions = "", before = "", accumulate, finish } = work.source();
  const names = Array.from({ length: work.sums }, (_, nth) => `s${String(nth)}`);
  const partAt = (nth: number, row: string): string =>
    `parts[((${String(nth)}u * u.images + image) * ${stage === "finish" ? "u.rows" : "u.chunks"} + ${row}) * u.columns + column]`;
  const step =
    stage === "finish"
      ? names.map((name, nth) => `${name} += ${partAt(nth, "row")};`).join("\n")
      : accumulate;
  const reduce = (name: string): string => `
  shared_sums[lane] = ${name};
  workgroupBarrier();
  for (var half = ROWS / 2u; half > 0u; half /= 2u) {
    if (lane < half * LANES) { shared_sums[lane] += shared_sums[lane + half * LANES]; }
    workgroupBarrier();
  }
  ${name} = shared_sums[lane % LANES];
  workgroupBarrier();`;
  const end =
    stage === "parts" ? names.map((name, nth) => `${partAt(nth, "chunk")} = ${name};`).join("\n") : finish;
  return {
    functions: `${functions}
const LANES = ${String(lanes)}u;
const ROWS = ${String(THREADS / lanes)}u;
var<workgroup> shared_sums: array<${work.as}, ${String(THREADS)}>;`,
    body: `
  let tiles = (u.columns + LANES - 1u) / LANES;
  let column = (group % tiles) * LANES + lane % LANES;
  let chunk = (group / tiles) % u.chunks;
  let image = group / (tiles * u.chunks);
  if (image >= u.images) { return; }
  let last = min((chunk + 1u) * u.rowsPerChunk, u.rows);
${names.map((name) => `  var ${name} = ${work.as}(0);`).join("\n")}
  if (column < u.columns) {
${stage === "finish" ? "" : before}
    for (var row = chunk * u.rowsPerChunk + lane / LANES; row < last; row += ROWS) {
      let at = (image * u.rows + row) * u.columns + column;
${step}
    }
  }
${names.map(reduce).join("\n")}
  if (lane < LANES && column < u.columns) {
${end}
  }`,
  };
}
