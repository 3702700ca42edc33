// Everything the simulator's parts share while it runs.
import type { Agenda } from './agenda.ts';
import type { Settings } from './model.ts';
import type { State } from './state.ts';
import type { Webhooks } from './webhooks.ts';

/** What every part works with. */
export type World = {
  readonly settings: Settings;
  readonly state: State;
  readonly agenda: Agenda;
  readonly webhooks: Webhooks;
  /** Tells phones' listeners. */
  readonly phoneChanged: (e164: string) => void;
};
