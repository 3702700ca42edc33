// Carries Replies to Slack after the acknowledgement: opens and updates modals, repaints and answers through response_urls.
// All of it is best effort and bounded; the app's state does not depend on whether any of it arrives.
import type { Failure } from '../../../../src/domain/fault.ts';
import { ok, type Result } from '../../../../src/domain/result.ts';
import type { Log } from '../../../../src/ports/process.ts';
import type { View } from '../drawing/blocks.ts';
import { TRIGGER_MS } from '../drawing/limits.ts';
import type { Count } from '../metrics.ts';
import type { Called, SlackClient } from './client.ts';
import { createLane } from './lane.ts';

export type Showing = {
  /** False: too much is waiting, `sorry` was not called, the caller says it itself. */
  open(work: {
    readonly triggerId: string;
    /** The view, or its JSON text. */
    readonly view: () => View | string;
    /** `failure`: why, where Slack said so; without it there was no time left. */
    readonly sorry: (failure?: Failure) => void;
    readonly done?: () => void;
  }): boolean;
  /** Replaces an open modal; with a hash only if nobody else changed it meanwhile. Gives the new hash. */
  update(viewId: string, hash: string | undefined, view: View): Promise<Result<string | undefined, Failure>>;
  /** Through a response_url, waiting for the outcome. */
  respond(responseUrl: string, message: object): Promise<Result<undefined, Failure>>;
  /** Through a response_url, if there is room; nobody waits. */
  tell(responseUrl: string | undefined, message: object): void;
  idle(): Promise<void>;
};

const OPENING = { running: 64, maxWaiting: 4000, maxAgeMs: TRIGGER_MS };
const TELLING = { running: 4, maxWaiting: 256, maxAgeMs: 60_000 };

/** `maxAgeMs` is a test knob. */
export function createShowing(deps: {
  readonly client: SlackClient;
  readonly log: Log;
  readonly count: Count;
  readonly maxAgeMs?: number;
}): Showing {
  const clock = () => performance.now();
  const opening = createLane({ ...OPENING, ...(deps.maxAgeMs !== undefined && { maxAgeMs: deps.maxAgeMs }), clock });
  const telling = createLane({ ...TELLING, clock });

  function note(what: string, failure: Failure): void {
    deps.count('slack_not_shown', { what, code: failure.code ?? failure.fault });
    deps.log.warn(
      { what, fault: failure.fault, code: failure.code, detail: failure.detail },
      'Slack did not show an answer',
    );
  }

  const showing: Showing = {
    open({ triggerId, view, sorry, done }) {
      return opening.offer({
        run: async () => {
          const drawn = view();
          const args =
            typeof drawn === 'string'
              ? `{"trigger_id":${JSON.stringify(triggerId)},"view":${drawn}}`
              : { trigger_id: triggerId, view: drawn };
          const opened = await deps.client.call('views.open', args, { lane: 'interactive' });
          if (opened.ok) return done?.();
          note('open', opened.error);
          sorry(opened.error);
        },
        tooLate: () => {
          deps.count('slack_not_shown', { what: 'open', code: 'queue' });
          sorry();
        },
      });
    },

    async update(viewId, hash, view) {
      const args = { view_id: viewId, view, ...(hash && { hash }) };
      const updated = await deps.client.call('views.update', args, { lane: 'interactive' });
      if (!updated.ok) note('update', updated.error);
      return updated.ok ? ok(hashOf(updated.value)) : updated;
    },

    async respond(responseUrl, message) {
      const sent = await deps.client.respond(responseUrl, message);
      if (!sent.ok) note('respond', sent.error);
      return sent;
    },

    tell(responseUrl, message) {
      if (!responseUrl) return;
      const taken = telling.offer({
        run: async () => {
          await showing.respond(responseUrl, message);
        },
        tooLate: () => deps.count('slack_not_shown', { what: 'respond', code: 'queue' }),
      });
      if (!taken) deps.count('slack_not_shown', { what: 'respond', code: 'queue' });
    },

    async idle() {
      await opening.idle();
      await telling.idle();
    },
  };
  return showing;
}

function hashOf({ answer }: Called): string | undefined {
  const view = answer.view;
  const hash = typeof view === 'object' && view !== null ? (view as { readonly hash?: unknown }).hash : undefined;
  return typeof hash === 'string' ? hash : undefined;
}
