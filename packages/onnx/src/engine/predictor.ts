import type { FinalActivation } from "@tensorloom/graph/internal";
import type { EngineArray, EngineOutput } from "./engineArray.ts";

/** A model that ONNX Runtime runs in inference mode. */
export interface Predictor {
  /** The final activation, which `run` leaves out; undefined if the model does not end in sigmoid or softmax. */
  readonly activation: FinalActivation | undefined;
  /**
   * Computes the logits of a batch with the model's weights of now: after an assignment the model is compiled again.
   *
   * @throws OnnxRuntimeError
   */
  run(inputs: readonly EngineArray[]): Promise<EngineOutput>;
  /** Releases the compiled graph. */
  dispose(): Promise<void>;
}
