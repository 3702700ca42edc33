// Starts the simulated provider: a small server that speaks Meta's Graph protocol on loopback, with the customers'
// phones and a test bench. The production Meta adapter is pointed at its address; nothing else is shared with Aval.
import { randomUUID } from 'node:crypto';
import type { CustomerPhone } from '../../../../src/ports/rehearsal.ts';
import { createAgenda } from './agenda.ts';
import { createControl, type SimulatorControl } from './control.ts';
import { createControlHttp } from './control-http.ts';
import { answerGraph } from './graph/graph.ts';
import { startServer } from './graph/server.ts';
import type { Settings, SimulatorOptions, Task } from './model.ts';
import { createPhone } from './phones/phone.ts';
import { takeStep } from './phones/statuses.ts';
import { seedTemplates } from './seed.ts';
import { openState } from './state.ts';
import { carryOutLater, endPause, recategorise, settleReview } from './templates/review.ts';
import { createWebhooks } from './webhooks.ts';
import type { World } from './world.ts';

export { MAGIC_NAMES } from './magic-names.ts';
export { MAGIC_NUMBERS } from './magic-numbers.ts';
export type { SimulatorOptions } from './model.ts';

export type Simulator = {
  /** `http://127.0.0.1:<port>`: what the Meta adapter takes for `https://graph.facebook.com`. */
  readonly url: string;
  readonly port: number;
  readonly phone: CustomerPhone;
  readonly control: SimulatorControl;
  readonly stop: () => Promise<void>;
};

/** Rejects when the port is taken or the state file is damaged. Goes on with what a state file says was under way. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const settings = settingsOf(options);
  const state = openState(settings.stateFile);
  const listeners = new Set<(e164: string) => void>();
  const webhooks = createWebhooks({ settings, state });
  const agenda = createAgenda({
    tasks: state.tasks,
    now: settings.now,
    newId: settings.newId,
    carryOut: (task) => carryOut(world, task),
  });
  const world: World = {
    settings,
    state,
    agenda,
    webhooks,
    phoneChanged: (e164) => {
      for (const listener of listeners) listener(e164);
    },
  };
  if (settings.seedTemplates) seedTemplates(world);
  const phone = createPhone(world, listeners);
  const control = createControl(world);
  const server = await startServer({
    port: settings.port,
    graph: (call) => answerGraph(world, call),
    control: createControlHttp(control, phone),
    traceId: () => `A${randomUUID().replaceAll('-', '').slice(0, 21)}`,
    lateAnswerMs: settings.lateAnswerMs,
  });
  agenda.start();
  webhooks.wake();

  return {
    url: `http://127.0.0.1:${server.port}`,
    port: server.port,
    phone,
    control,
    stop: async () => {
      agenda.stop();
      await Promise.all([server.stop(), webhooks.stop()]);
      state.close();
    },
  };
}

function carryOut(world: World, task: Task): void {
  switch (task.kind) {
    case 'review':
      settleReview(world, task.templateId);
      break;
    case 'later':
      carryOutLater(world, task.templateId);
      break;
    case 'unpause':
      endPause(world, task.templateId);
      break;
    case 'recategorise':
      recategorise(world, task.templateId);
      break;
    case 'status':
      takeStep(world, task.sendId, task.step);
      break;
  }
}

function settingsOf(options: SimulatorOptions): Settings {
  const reviewDelayMs = options.reviewDelayMs ?? 3_000;
  return {
    slowReviewMs: 80 * 3_600_000,
    laterMs: reviewDelayMs,
    pauseMs: [3 * 3_600_000, 6 * 3_600_000],
    statusDelayMs: 400,
    lateAnswerMs: 30_000,
    webhookRetryMs: 500,
    webhookTries: 500,
    webhookTimeoutMs: 5_000,
    templateQuota: 6_000,
    creationsPerHour: 100,
    now: () => new Date(),
    newId: randomUUID,
    seedTemplates: false,
    otherNumberIds: [],
    ...options,
    reviewDelayMs,
  };
}
