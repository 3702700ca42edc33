// The e-mail address Slack vouches for. Two accounts with one address may become one person, so every doubt means "no".
import type { Failure } from '../../../../src/domain/fault.ts';
import { err, ok, type Result } from '../../../../src/domain/result.ts';
import type { SlackClient } from './client.ts';

type User = Readonly<Record<string, unknown>> & { readonly profile?: { readonly email?: unknown } };

/**
 * Undefined for bots, guests, people of other workspaces, deactivated accounts and unconfirmed addresses, and where the
 * app lacks the scope `users:read.email`: Slack then leaves the address out. A failure when Slack did not answer the question.
 */
export async function confirmedEmail(
  client: SlackClient,
  team: string | undefined,
  userId: string,
): Promise<Result<string | undefined, Failure>> {
  const got = await client.call('users.info', { user: userId }, { lane: 'background' });
  // A refusal about this person is an answer; being away, in a hurry or locked out is none.
  if (!got.ok)
    return got.error.kind === 'rejected' || got.error.kind === 'misconfigured' ? ok(undefined) : err(got.error);
  if (team === undefined) return ok(undefined);
  const user = (got.value.answer.user ?? {}) as User;
  const isOurs = user.team_id === team && user.is_stranger !== true && user.deleted !== true;
  const isGuest = user.is_restricted === true || user.is_ultra_restricted === true;
  if (!isOurs || isGuest || user.is_bot === true || user.is_email_confirmed !== true) return ok(undefined);
  const email = user.profile?.email;
  return ok(typeof email === 'string' && email !== '' ? email : undefined);
}
