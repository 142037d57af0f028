import type { NetTensor } from "../../net/net.ts";
import type { StepContext } from "../stepContext.ts";
import { allButChannels } from "./axes.ts";

/** The sum of each channel of a plain tensor: `[channels]`. */
export function channelSums({ builder }: StepContext, name: string, tensor: NetTensor): string {
  return builder.node("ReduceSum", [name, builder.ints(allButChannels(tensor))], { keepdims: 0 });
}
