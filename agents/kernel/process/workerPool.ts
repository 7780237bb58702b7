// SPDX-License-Identifier: GPL-3.0-or-later
import { availableParallelism } from "node:os";
import { parentPort, Worker } from "node:worker_threads";

/** Threads that take one job after the other, so that the main thread goes on serving. */
export type WorkerPool<Job> = {
  /** Runs a job in the next free thread. Rejects with the job's error, or when the thread or the pool ends. */
  run<Result>(job: Job): Promise<Result>;
  /** Ends the threads, and the jobs with them. */
  stop(): Promise<void>;
};

/** What a worker answers. */
type Answer = { result?: unknown; failed?: Error };
type Task = { job: unknown; resolve(result: never): void; reject(error: unknown): void };

/** One core is left to the main thread; more than four threads would cost memory that nothing here needs. */
const MOST_THREADS = Math.max(1, Math.min(4, availableParallelism() - 1));

/** Makes a pool of up to `size` threads of `script`, which calls `serveJobs`. A thread starts with the first job for it. */
export function createWorkerPool<Job>(script: URL, size = MOST_THREADS): WorkerPool<Job> {
  const waiting: Task[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Task>();
  let stopped: Error | undefined;

  function start(): Worker {
    const worker = new Worker(script);
    worker.on("message", ({ result, failed }: Answer) => {
      const task = busy.get(worker)!;
      busy.delete(worker);
      // an idle thread keeps no process alive
      worker.unref();
      idle.push(worker);
      if (failed) task.reject(failed);
      else task.resolve(result as never);
      next();
    });
    const gone = (error: unknown) => {
      busy.get(worker)?.reject(error);
      busy.delete(worker);
      if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
      next();
    };
    worker.on("error", gone);
    worker.on("exit", (code) => gone(stopped ?? new Error(`a worker thread ended with code ${code}`)));
    return worker;
  }

  function next(): void {
    while (waiting.length > 0 && !stopped) {
      const worker = idle.pop() ?? (busy.size < size ? start() : undefined);
      if (!worker) return;
      const task = waiting.shift()!;
      busy.set(worker, task);
      worker.ref();
      worker.postMessage(task.job);
    }
  }

  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(stopped);
        waiting.push({ job, resolve, reject });
        next();
      }),
    async stop() {
      stopped ??= new Error("the worker threads have stopped");
      for (const task of waiting.splice(0)) task.reject(stopped);
      await Promise.all([...idle, ...busy.keys()].map((worker) => worker.terminate()));
    },
  };
}

/** In a worker: runs `handle` for each job, and hands its result over; the buffers in `transfer` are not copied. */
export function serveJobs<Job>(
  handle: (job: Job) => Promise<{ result: unknown; transfer?: ArrayBuffer[] | undefined }>,
): void {
  parentPort!.on("message", async (job: Job) => {
    try {
      const { result, transfer = [] } = await handle(job);
      parentPort!.postMessage({ result } satisfies Answer, transfer);
    } catch (error) {
      parentPort!.postMessage({ failed: error as Error } satisfies Answer);
    }
  });
}
