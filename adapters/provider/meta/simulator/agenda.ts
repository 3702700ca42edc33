// What will happen by itself: reviews, statuses, pauses. Tasks are remembered, so a restarted simulator goes on where it
// was; timers never keep a process alive.
import type { Clock, NewId } from '../../../../src/ports/process.ts';
import type { Task, TaskKind } from './model.ts';
import type { Collection } from './state.ts';

export type Agenda = {
  readonly plan: (kind: TaskKind, delayMs: number) => void;
  /** Forgets what was planned for a template or a send. */
  readonly cancel: (matches: (task: Task) => boolean) => void;
};

// Node: a longer delay would fire at once. Longer waits are taken in several turns.
const LONGEST_TIMER_MS = 2_147_483_647;

export function createAgenda(deps: {
  readonly tasks: Collection<Task>;
  readonly now: Clock;
  readonly newId: NewId;
  readonly carryOut: (task: Task) => void;
}): Agenda & { readonly start: () => void; readonly stop: () => void } {
  const timers = new Map<string, NodeJS.Timeout>();

  const arm = (task: Task): void => {
    const waitMs = Math.max(0, Date.parse(task.at) - deps.now().getTime());
    const timer = setTimeout(() => fire(task, waitMs), Math.min(waitMs, LONGEST_TIMER_MS));
    timers.set(task.id, timer.unref());
  };
  const fire = (task: Task, waitedMs: number): void => {
    if (waitedMs > LONGEST_TIMER_MS) {
      arm(task);
      return;
    }
    timers.delete(task.id);
    deps.carryOut(task);
    deps.tasks.remove(task.id);
  };

  return {
    plan: (kind, delayMs) => {
      const task = { ...kind, id: deps.newId(), at: new Date(deps.now().getTime() + delayMs).toISOString() };
      deps.tasks.put(task);
      arm(task);
    },
    cancel: (matches) => {
      for (const task of deps.tasks.all().filter(matches)) {
        clearTimeout(timers.get(task.id));
        timers.delete(task.id);
        deps.tasks.remove(task.id);
      }
    },
    start: () => {
      for (const task of deps.tasks.all()) arm(task);
    },
    stop: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
