// Why requests were refused: each reason is logged once a day and noted for the doctor. What Microsoft sends and we refuse is
// seen by nobody else: its answer is a bare status, and people in Teams see only that the app is silent.
import type { Check, Clock, Log, Memory } from '../../../../src/ports/process.ts';

const KEY = 'refused:';
const DAY_MS = 24 * 3_600_000;
/** What is older may have been mended since. */
const TOLD_MS = 3 * DAY_MS;

export type Refusals = {
  /** `why`: one word of a closed list. Never throws, and nobody waits for it. */
  note(why: string): void;
  /** One line about the reasons of the last three days that the set-up can mend; none where there are none. */
  check(): Promise<readonly Check[]>;
};

/** Reasons a stranger cannot cause, or that a wrong set-up causes, with what to do. The rest is anybody knocking. */
const FIXES: ReadonlyMap<string, string> = new Map([
  ['audience', 'The bot’s registration names another app: compare its Microsoft App ID with TEAMS_APP_ID.'],
  ['issuer', 'Somebody else signed: check TEAMS_TENANT_ID, and that this is no government cloud.'],
  ['expired', 'Set the clock (NTP).'],
  ['not_yet_valid', 'Set the clock (NTP).'],
  ['keys', 'Let this machine reach TEAMS_OPENID_URL by HTTPS.'],
  ['endorsement', 'TEAMS_OPENID_URL names keys of another channel: leave it out.'],
  ['tenant', 'Somebody of another tenant wrote, or TEAMS_TENANT_ID is not the tenant people work in.'],
  ['service_url', 'A connector that is not known: if it is Microsoft’s own, tell who maintains Aval.'],
  ['no_service_url', 'Teams left out where to answer; nothing to do unless people miss answers.'],
  ['not_checked', 'Let this machine reach TEAMS_SERVICE_URL by HTTPS: people could not be looked up in time.'],
  ['not_of_ours', 'Guests and people of other companies pressed something: they cannot use Aval.'],
  ['nobody', 'Teams sent no directory id: they were not signed in with a work account of this tenant.'],
  ['unknown_shape', 'Teams sent something Aval cannot read: tell who maintains Aval.'],
]);

export function createRefusals(deps: { readonly memory: Memory; readonly now: Clock; readonly log: Log }): Refusals {
  const { memory, now, log } = deps;
  const noted = new Map<string, number>();
  return {
    note(why) {
      const at = now().getTime();
      if (at - (noted.get(why) ?? Number.NEGATIVE_INFINITY) < DAY_MS) return;
      noted.set(why, at);
      log.warn({ why }, 'a request to the Teams endpoint was refused; told once a day for each reason');
      // Only the doctor misses it, and the next day's first one tells it again.
      memory.write(KEY + why, new Date(at).toISOString()).catch((cause: unknown) => {
        log.warn({ err: cause }, 'why a request was refused was not noted');
      });
    },

    async check() {
      const since = now().getTime() - TOLD_MS;
      const lately = (await memory.list(KEY)).filter(({ text }) => Date.parse(text) >= since);
      const told = lately.map(({ key, text }) => ({ why: key.slice(KEY.length), text }));
      const found = told.filter(({ why }) => FIXES.has(why));
      if (found.length === 0) return [];
      const detail = found.map(({ why, text }) => `${why} (noted ${text})`).join(', ');
      const fix = found.map(({ why }) => `${why}: ${FIXES.get(why)}`).join(' ');
      return [{ name: 'teams refusals', status: 'warning', detail: `requests were refused: ${detail}`, fix }];
    },
  };
}
