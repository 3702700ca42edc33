// `aval doctor` for the people the roles name: do they exist here, are they active, are they guests. A deactivated approver is
// found before somebody waits for them.
import type { Failure } from '../../../src/domain/fault.ts';
import type { Check } from '../../../src/ports/process.ts';
import type { SlackClient } from './out/client.ts';
import { type Profile, profileOf } from './out/profiles.ts';

/** Enough for any team's admins and approvers, and within what Slack answers in a minute. */
const ASKED_AT_MOST = 40;
const AT_ONCE = 5;

/** A line for each who will not do, and one for all the others. */
export async function checkPeople(client: SlackClient, people: readonly string[]): Promise<readonly Check[]> {
  const asked = people.slice(0, ASKED_AT_MOST);
  const lines: Check[] = [];
  for (let start = 0; start < asked.length; start += AT_ONCE) {
    const some = await Promise.all(asked.slice(start, start + AT_ONCE).map((id) => checkPerson(client, id)));
    lines.push(...some.flatMap((line) => line ?? []));
  }
  const well = asked.length - lines.length;
  if (well === 0) return lines;
  const rest = people.length - asked.length;
  const detail = `${well} of ${people.length} named in roles are active members${rest > 0 ? `, ${rest} not asked for` : ''}`;
  return [...lines, { name: 'slack people', status: 'ok', detail, fix: '' }];
}

async function checkPerson(client: SlackClient, id: string): Promise<Check | undefined> {
  const name = `slack person ${id}`;
  const got = await client.call('users.info', { user: id }, { lane: 'background' });
  if (!got.ok) {
    const isUnknown = got.error.code === 'user_not_found' || got.error.code === 'user_not_visible';
    const fix = isUnknown
      ? 'Correct the id in the configuration: View profile → Copy member ID, of somebody in this workspace.'
      : 'See the token and scope lines above.';
    return { name, status: isUnknown ? 'failed' : 'warning', detail: `users.info: ${whyOf(got.error)}`, fix };
  }
  const fault = faultOf(profileOf(got.value.answer.user));
  return fault && { name, ...fault };
}

function faultOf(profile: Profile): Omit<Check, 'name'> | undefined {
  if (profile.isDeactivated)
    return { status: 'failed', detail: 'deactivated', fix: 'Name somebody else in the configuration.' };
  if (profile.isOutside)
    return { status: 'failed', detail: 'of another company', fix: 'Name somebody of this workspace.' };
  if (profile.isGuest) {
    const detail = 'a guest: holds the role because the configuration names them, and is not among everyone';
    return { status: 'warning', detail, fix: 'Nothing, if it is meant so; else take them out of the roles.' };
  }
  return undefined;
}

/** Slack's word, and the scope it would need. */
export function whyOf({ code, fault, detail }: Failure): string {
  return [code ?? fault, detail].filter(Boolean).join('; ');
}
