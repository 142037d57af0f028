import type { Worker } from "node:worker_threads";
import { startWorker } from "./startWorker.ts";
import { WorkerError } from "./workerError.ts";
import {
  buffersOf,
  readError,
  type WorkerAnswer,
  type WorkerBeginning,
  type WorkerTask,
} from "./workerMessages.ts";

/** How a pool works. */
export interface PoolOptions extends Omit<WorkerBeginning, "main" | "loader"> {
  readonly workers: number;
  /** Whether elements are handed over instead of copied. */
  readonly handOverElements: boolean;
}

interface Job extends WorkerTask {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  deaths: number;
}

interface Member {
  readonly worker: Worker;
  readonly jobs: Map<number, Job>;
  cause: unknown;
}

/** Worker threads that call one function: begun as they are needed, replaced where they die, ended with the pass. */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #members = new Set<Member>();
  #next = 0;
  #closing: Promise<void> | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** What the function makes of an element. */
  run(element: unknown, index: number, epoch: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#assign({ id: this.#next++, element, index, epoch, resolve, reject, deaths: 0 });
    });
  }

  /** Gives a job to whoever has the fewest; a new worker where all are busy and there may be more. */
  #assign(job: Job): void {
    const idlest = [...this.#members].sort((a, b) => a.jobs.size - b.jobs.size).at(0);
    const member =
      idlest === undefined || (idlest.jobs.size > 0 && this.#members.size < this.#options.workers)
        ? this.#begin()
        : idlest;
    const { id, element, index, epoch } = job;
    const buffers = this.#options.handOverElements ? buffersOf(element) : [];
    member.jobs.set(id, job);
    member.worker.ref();
    try {
      member.worker.postMessage({ id, element, index, epoch } satisfies WorkerTask, buffers);
    } catch (error) {
      this.#done(member, id)?.reject(error); // an element that cannot be copied: a function, say
    }
  }

  #begin(): Member {
    const { module, name, seed, handOver } = this.#options;
    const worker = startWorker({ module, name, seed, handOver });
    const member: Member = { worker, jobs: new Map(), cause: undefined };
    this.#members.add(member);
    worker.unref(); // an idle worker keeps no process alive
    worker.on("message", (answer: WorkerAnswer) => this.#answered(member, answer));
    worker.on("error", (error) => (member.cause = error));
    worker.on("exit", (code) => this.#died(member, code));
    return member;
  }

  #answered(member: Member, answer: WorkerAnswer): void {
    if (answer.kind === "unusable") {
      const error = readError(answer.error);
      for (const id of [...member.jobs.keys()]) this.#done(member, id)?.reject(error);
      return;
    }
    const job = this.#done(member, answer.id);
    if (answer.kind === "failed") job?.reject(readError(answer.error));
    else job?.resolve(answer.value);
  }

  #done(member: Member, id: number): Job | undefined {
    const job = member.jobs.get(id);
    member.jobs.delete(id);
    if (member.jobs.size === 0) member.worker.unref();
    return job;
  }

  /** The oldest job was being done: it has one more try. The others only waited. */
  #died(member: Member, code: number): void {
    this.#members.delete(member);
    if (this.#closing !== undefined) return;
    [...member.jobs.values()].forEach((job, i) => {
      job.deaths += i === 0 ? 1 : 0;
      const lost = this.#options.handOverElements && buffersOf(job.element).length > 0;
      if (job.deaths > 1 || lost)
        job.reject(new WorkerError(this.#options.module, job.index, code, member.cause));
      else this.#assign(job);
    });
  }

  /** Ends the workers, whatever they are doing. */
  close(): Promise<void> {
    return (this.#closing ??= this.#end());
  }

  async #end(): Promise<void> {
    await Promise.all([...this.#members].map(({ worker }) => worker.terminate()));
  }
}
