import { backend_util, mul, reshape, sum, type Tensor, tidy, transpose } from "@tensorflow/tfjs-core";

/**
 * Products of tensors summed over the indices that the result leaves out, as in `"ij,jk->ik"`.
 *
 * tfjs plans the order; each operand is then turned to lie along the indices that are left, multiplied in, and summed.
 * Made of plain operations, and not fast.
 */
export function einsum(tensors: readonly Tensor[], equation: string): Tensor {
  const { allDims, summedDims, idDims } = backend_util.decodeEinsumEquation(equation, tensors.length);
  backend_util.checkEinsumDimSizes(allDims.length, idDims, [...tensors]);
  const { path, steps } = backend_util.getEinsumComputePath(summedDims, idDims);
  return tidy(() => {
    let result: Tensor | undefined;
    let indices = allDims.length;
    for (const [step, operands] of steps.entries()) {
      for (const operand of operands) {
        const along = alongIndices(tensors[operand], indices, idDims[operand]);
        result = result === undefined ? along : mul(along, result);
      }
      if (step === steps.length - 1) break;
      if (path[step] >= 0 && result !== undefined)
        result = sum(result, path[step] - (allDims.length - indices));
      indices--;
    }
    if (result === undefined) throw new Error(`einsum: ${equation} names no tensor`);
    return result;
  });
}

/** A tensor with an axis for each of `indices`, of length 1 if it does not have that index. */
function alongIndices(tensor: Tensor, indices: number, own: number[]): Tensor {
  const { permutationIndices, expandDims } = backend_util.getEinsumPermutation(indices, own);
  const turned = backend_util.isIdentityPermutation(permutationIndices)
    ? tensor
    : transpose(tensor, permutationIndices);
  const shape = expandDims.reduce((sides, at) => sides.toSpliced(at, 0, 1), [...turned.shape]);
  return reshape(turned, shape);
}
