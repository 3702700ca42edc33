// One payload through Bolt, whatever brought it: waits for the acknowledgement of an interaction, and for the end of the work
// of an event, so that Slack sends an event again when we could not keep it.
import type { App } from '@slack/bolt';
import type { Log } from '../../../../src/ports/process.ts';

export type Payload = Readonly<Record<string, unknown>>;
export type Retry = { readonly num?: number; readonly reason?: string };
/** `body` is the acknowledgement's content; undefined is an empty one. */
export type Acked = { readonly handled: true; readonly body?: unknown } | { readonly handled: false };
/** Rejects when the work of an event failed, or of an interaction before its acknowledgement. */
export type Intake = (payload: Payload, retry: Retry) => Promise<Acked>;

export type IntakeDeps = { readonly log: Log; readonly track: (work: Promise<unknown>) => void };

/** Feeds Bolt. `handled: false`: no listener took it. */
export function createIntake(app: App, { log, track }: IntakeDeps): Intake {
  return (payload, retry) =>
    new Promise((resolve, reject) => {
      const isEvent = payload.type === 'event_callback';
      let acknowledged = false;
      const work = app
        .processEvent({
          body: payload,
          ack: async (body?: unknown) => {
            if (isEvent) return;
            acknowledged = true;
            resolve(body === undefined ? { handled: true } : { handled: true, body });
          },
          ...(retry.num !== undefined && { retryNum: retry.num }),
          ...(retry.reason !== undefined && { retryReason: retry.reason }),
        })
        .then(
          () => resolve(isEvent ? { handled: true } : { handled: false }),
          (cause: unknown) => {
            if (acknowledged) log.error({ err: cause }, 'a Slack delivery failed after it was acknowledged');
            else reject(cause);
          },
        );
      track(work);
    });
}

export type Refusal = 'not_ready' | 'other_workspace' | 'unknown_shape';

/** Why a genuine payload is not for us: we do not know yet who we are, it is for another installation, or of no known kind. */
export function refusalOf(payload: Payload, ours: string | undefined): Refusal | undefined {
  if (ours === undefined) return 'not_ready';
  const isOrgInstall = payload.is_enterprise_install === true || payload.is_enterprise_install === 'true';
  if (workspaceOf(payload) !== ours || isOrgInstall) return 'other_workspace';
  return hasKnownShape(payload) ? undefined : 'unknown_shape';
}

/** What Bolt takes for granted when it routes a payload. The listeners check the rest. */
function hasKnownShape(payload: Payload): boolean {
  if (payload.type === 'event_callback')
    return textAt(payload.event, 'type') !== undefined && areObjects(payload.authorizations);
  if (payload.event !== undefined || payload.name !== undefined) return false;
  if (payload.type === undefined) return typeof payload.command === 'string';
  if (payload.command !== undefined || textAt(payload.user, 'id') === undefined) return false;
  const hasView = textAt(payload.view, 'callback_id') !== undefined;
  if (!hasView && payload.view !== undefined) return false;
  switch (payload.type) {
    case 'view_submission':
      return hasView && payload.actions === undefined;
    case 'block_actions':
      return Array.isArray(payload.actions) && textAt(payload.actions[0], 'action_id') !== undefined;
    case 'block_suggestion':
      return typeof payload.action_id === 'string' && payload.actions === undefined;
    case 'shortcut':
      return typeof payload.callback_id === 'string' && payload.actions === undefined;
    default:
      return false;
  }
}

// Bolt reads the first one's fields without looking.
function areObjects(value: unknown): boolean {
  return (
    value === undefined || (Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null))
  );
}

/** Whose app installation a payload is addressed to; `undefined` when it does not say. */
function workspaceOf(payload: Payload): string | undefined {
  const { team, team_id, authorizations } = payload;
  const [authorization] = Array.isArray(authorizations) ? authorizations : [];
  return (
    textAt(authorization, 'team_id') ??
    (typeof team_id === 'string' ? team_id : undefined) ??
    textAt(team, 'id') ??
    textAt(payload.user, 'team_id')
  );
}

function textAt(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text = (value as Payload)[key];
  return typeof text === 'string' && text !== '' ? text : undefined;
}
