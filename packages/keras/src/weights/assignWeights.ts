import { tensor } from "@tensorflow/tfjs-core";
import type { LayerVariable } from "@tensorflow/tfjs-layers";
import { shapeText } from "@tensorloom/core/internal";
import { FileProblem } from "../errors/fileProblem.ts";
import type { StoredWeight } from "../hdf5/readNumbers.ts";

/**
 * Writes stored weights into a layer's variables, in order.
 *
 * @param place - The layer's place in the file.
 * @throws FileProblem if their number or a shape differs.
 */
export function assignWeights(
  variables: readonly LayerVariable[],
  stored: readonly StoredWeight[],
  place: string,
): void {
  if (variables.length !== stored.length)
    throw new FileProblem(
      `${place}: expected ${String(variables.length)} weights, got ${String(stored.length)}`,
    );
  variables.forEach((variable, at) => {
    const { data, shape } = stored[at];
    const expected = variable.shape.map((side) => side ?? 0);
    if (String(expected) !== String(shape))
      throw new FileProblem(
        `${place}: ${variable.originalName}: expected a shape of ${shapeText(expected)}, got ${shapeText(shape)}`,
      );
    const value = tensor(data, [...shape]);
    variable.write(value);
    value.dispose();
  });
}
