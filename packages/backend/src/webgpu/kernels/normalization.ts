import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { MovedInputs } from "../../kernels/normalization/moments.ts";
import type {
  GradientAttributes,
  NormalizationAttributes,
  SumsAttributes,
} from "../../kernels/normalization/normalizationKernels.ts";
import type { NormalizationInputs } from "../../kernels/normalization/scaleAndShift.ts";
import { shareTensor, type WebgpuEngine } from "../engine/webgpuEngine.ts";
import { activationFunctions } from "../shaders/activation.ts";
import { mapElements } from "../shaders/mapElements.ts";
import { reduceColumns } from "../shaders/reduceColumns.ts";
import { bind, rowsOf } from "./webgpuKernel.ts";

/** Mean and biased variance of each channel, from sums of the differences from the first row. */
export function moments(engine: WebgpuEngine, x: TensorInfo): TensorInfo[] {
  const { rows, channels, as, columns } = rowsOf(x);
  const [mean, variance] = [0, 1].map(() => engine.makeTensorInfo([channels], "float32"));
  reduceColumns(engine, {
    name: "Moments",
    as,
    images: 1,
    rows,
    columns,
    sums: 2,
    inputs: bind(as, { x }),
    finishInputs: bind(as, { x }),
    finishOutputs: bind(as, { mean, variance }),
    source: () => ({
      before: "let first = x[column];",
      accumulate: "let difference = x[at] - first; s0 += difference; s1 += difference * difference;",
      finish: `let centre = s0 / f32(u.allRows);
    mean[column] = x[column] + centre;
    variance[column] = max(s1 / f32(u.allRows) - centre * centre, ${as}(0));`,
    }),
  });
  return [mean, variance];
}

/** moving - (moving - found) * (1 - momentum) of mean and variance, each [channels]. */
export function updateMovingStatistics(
  engine: WebgpuEngine,
  inputs: Readonly<Record<MovedInputs, TensorInfo>>,
  momentum: number,
): TensorInfo[] {
  const { mean } = inputs;
  const [movedMean, movedVariance] = [0, 1].map(() => engine.makeTensorInfo(mean.shape, "float32"));
  const { as, count } = rowsOf(mean);
  mapElements(engine, {
    name: "MovingStatistics",
    inputs: bind(as, inputs),
    outputs: bind(as, { movedMean, movedVariance }),
    floats: { take: 1 - momentum },
    count,
    source: () => ({
      body: `movedMean[at] = mean[at] - (mean[at] - foundMean[at]) * u.take;
  movedVariance[at] = variance[at] - (variance[at] - foundVariance[at]) * u.take;`,
    }),
  });
  return [movedMean, movedVariance];
}

/** The lines that define `inverse`, `scale` and `shift` of the normalisation `x * scale + shift` of a column. */
function affine({ gamma, beta }: NormalizationInputs): string {
  return `let inverse = inverseSqrt(variance[column] + u.epsilon);
  let scale = inverse${gamma === undefined ? "" : " * gamma[column]"};
  let shift = ${beta === undefined ? "" : "beta[column] "}- mean[column] * scale;`;
}

function variantOf({ gamma, beta }: NormalizationInputs, ...rest: readonly string[]): string {
  return [gamma === undefined ? "" : "gamma", beta === undefined ? "" : "beta", ...rest].join(" ");
}

/** activation(gamma (x - mean) / sqrt(variance + epsilon) + beta). */
export function normalize(
  engine: WebgpuEngine,
  x: TensorInfo,
  by: NormalizationInputs,
  { epsilon, activation }: NormalizationAttributes,
): TensorInfo {
  const { as, columns, count } = rowsOf(x);
  const y = engine.makeTensorInfo(x.shape, "float32");
  mapElements(engine, {
    name: "Normalize",
    variant: variantOf(by, activation),
    inputs: bind(as, { x, ...by }),
    outputs: bind(as, { y }),
    integers: { columns },
    floats: { epsilon },
    count,
    source: () => ({
      functions: activationFunctions(activation, as),
      body: `let column = at % u.columns;
  ${affine(by)}
  y[at] = activate(x[at] * scale + shift);`,
    }),
  });
  return y;
}

/**
 * dz = dy * activation'(z), dbeta = sum(dz) and dgamma = sum(dz * u) with u = (x - mean) / sqrt(variance + epsilon).
 *
 * A linear activation makes no new dz: the first output is then dy itself, and so it is if dy may be overwritten.
 */
export function normalizationSums(
  engine: WebgpuEngine,
  { x, dy }: Readonly<Record<"x" | "dy", TensorInfo>>,
  by: NormalizationInputs,
  { epsilon, activation, inPlace }: SumsAttributes,
): TensorInfo[] {
  const { rows, channels, as, columns } = rowsOf(x);
  const linear = activation === "linear";
  const own = !linear && !inPlace;
  const dz = own ? engine.makeTensorInfo(x.shape, "float32") : shareTensor(engine, dy, x.shape);
  const [dbeta, dgamma] = [0, 1].map(() => engine.makeTensorInfo([channels], "float32"));
  const { mean, variance } = by;
  const gradient = `${inPlace && !linear ? "dz" : "dy"}[at]`;
  reduceColumns(engine, {
    name: "NormalizationSums",
    variant: variantOf(by, activation, String(inPlace)),
    as,
    images: 1,
    rows,
    columns,
    sums: 2,
    inputs: bind(as, {
      x,
      ...(own || linear ? { dy } : {}),
      ...(linear ? { mean } : { ...by }),
    }),
    outputs: linear ? {} : bind(as, { dz }),
    finishInputs: bind(as, { variance }),
    finishOutputs: bind(as, { dbeta, dgamma }),
    floats: { epsilon },
    source: () => ({
      functions: activationFunctions(activation, as),
      before: linear ? "" : affine(by),
      accumulate: linear
        ? "s0 += dy[at]; s1 += dy[at] * (x[at] - mean[column]);"
        : `let gradient = ${gradient} * slope(x[at] * scale + shift);
      dz[at] = gradient;
      s0 += gradient;
      s1 += gradient * (x[at] - mean[column]);`,
      finish: `dbeta[column] = s0;
    dgamma[column] = s1 * inverseSqrt(variance[column] + u.epsilon);`,
    }),
  });
  return [dz, dbeta, dgamma];
}

/** dx = gamma / sqrt(variance + epsilon) * (dz - dbeta / rows - u dgamma / rows). */
export function normalizationGradient(
  engine: WebgpuEngine,
  { x, dz, dbeta, dgamma }: Readonly<Record<"x" | "dz" | "dbeta" | "dgamma", TensorInfo>>,
  { mean, variance, gamma }: NormalizationInputs,
  { epsilon, rows, inPlace }: GradientAttributes,
): TensorInfo {
  const { as, columns, count } = rowsOf(x);
  const fixed = rows === Infinity;
  const dx = inPlace ? shareTensor(engine, dz, x.shape) : engine.makeTensorInfo(x.shape, "float32");
  const gradient = inPlace ? "dx[at]" : "dz[at]";
  mapElements(engine, {
    name: "NormalizationGradient",
    variant: variantOf({ mean, variance, gamma }, String(fixed), String(inPlace)),
    inputs: bind(as, {
      ...(inPlace ? {} : { dz }),
      variance,
      gamma,
      ...(fixed ? {} : { x, mean, dbeta, dgamma }),
    }),
    outputs: bind(as, { dx }),
    integers: { columns },
    floats: { epsilon, ...(fixed ? {} : { share: 1 / rows }) },
    count,
    source: () => ({
      body: `let column = at % u.columns;
  let inverse = inverseSqrt(variance[column] + u.epsilon);
  let scale = inverse${gamma === undefined ? "" : " * gamma[column]"};
  ${
    fixed
      ? `dx[at] = ${gradient} * scale;`
      : `let unit = (x[at] - mean[column]) * inverse;
  dx[at] = (${gradient} - (dbeta[column] + unit * dgamma[column]) * u.share) * scale;`
  }`,
    }),
  });
  return dx;
}
