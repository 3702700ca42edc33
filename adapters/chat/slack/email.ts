// The e-mail address Slack vouches for. Two accounts with one address may become one person, so every doubt means "no".
import type { SlackClient } from './client.ts';

type User = Readonly<Record<string, unknown>> & { readonly profile?: { readonly email?: unknown } };

/**
 * Undefined for bots, guests, people of other workspaces, deactivated accounts and unconfirmed addresses, and where the
 * app lacks the scope `users:read.email`: Slack then leaves the address out.
 */
export async function confirmedEmail(
  client: SlackClient,
  team: string | undefined,
  userId: string,
): Promise<string | undefined> {
  const got = await client.call('users.info', { user: userId }, { lane: 'background' });
  if (!got.ok || team === undefined) return undefined;
  const user = (got.value.answer.user ?? {}) as User;
  const isOurs = user.team_id === team && user.is_stranger !== true && user.deleted !== true;
  const isGuest = user.is_restricted === true || user.is_ultra_restricted === true;
  if (!isOurs || isGuest || user.is_bot === true || user.is_email_confirmed !== true) return undefined;
  const email = user.profile?.email;
  return typeof email === 'string' && email !== '' ? email : undefined;
}
