import { type TfjsEngine, tfjsEngine } from "./tfjsEngine.ts";

/** Runs a whole differentiation of its own in the middle of another: tfjs drops its tape at the end of each. */
export function withOwnTape<T>(differentiation: () => T): T {
  const tfjs: TfjsEngine = tfjsEngine();
  const { activeTape, gradientDepth } = tfjs.state;
  tfjs.state.gradientDepth = 0;
  try {
    return differentiation();
  } finally {
    const left = tfjs.state.activeTape; // null, unless something was thrown
    if (left !== activeTape) for (const { saved } of left ?? []) for (const tensor of saved) tensor.dispose();
    tfjs.state.activeTape = activeTape;
    tfjs.state.gradientDepth = gradientDepth;
  }
}
