import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** How one walk went. */
export interface Walk {
  readonly rate: number;
  /** Milliseconds of processor time per image, of all threads together. */
  readonly processor: number;
}

/** tf.data's pipeline in a process of its own, which stays warm between walks. */
export interface TfImages {
  walk(): Promise<Walk>;
  close(): void;
}

/** tf.data over the same files; undefined if `TENSORLOOM_PYTHON` is not set. */
export function tfImages(folder: string, count: number): TfImages | undefined {
  const python = process.env["TENSORLOOM_PYTHON"];
  if (python === undefined) return undefined;
  const words = [join(import.meta.dirname, "tfImages.py"), join(folder, "*.tfrec"), String(count)];
  const child = spawn(python, words, {
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" },
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async walk() {
      child.stdin.write("walk\n");
      const step = await lines.next();
      if (step.done === true) throw new Error("tfImages.py ended");
      const [rate, processor] = step.value.split(" ").map(Number);
      return { rate, processor };
    },
    close: () => child.stdin.end(),
  };
}
