import { activateBackend } from "../activation/activateBackend.ts";
import { type Candidate, Unsuitable } from "../activation/candidate.ts";
import { patchNodeUtil } from "../activation/patchNodeUtil.ts";

/** TensorFlow's own library, through `@tensorflow/tfjs-node`. */
export const tensorflow: Candidate = {
  name: "tensorflow",
  packages: ["@tensorflow/tfjs-node"],
  async start({ load, node }) {
    if (!node) throw new Unsuitable("it runs in Node only");
    const mended = patchNodeUtil(process.getBuiltinModule("node:util"));
    process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "1"; // TensorFlow's notes on the processor go to the terminal otherwise
    await load("@tensorflow/tfjs-node");
    await activateBackend("tensorflow");
    return {
      detail: `TensorFlow's library${mended.length === 0 ? "" : `, with util.${mended.join(", util.")} put back for it`}`,
    };
  },
};
