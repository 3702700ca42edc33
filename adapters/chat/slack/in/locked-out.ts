// What people are told while Slack does not tell us who we are, because it refuses our token: answers that need no token.
import * as z from 'zod';
import { errorsAnswer, privateSentence } from '../out/private-messages.ts';
import type { Showing } from '../out/showing.ts';
import type { Payload } from './intake.ts';

const Press = z.object({ type: z.literal('block_actions'), response_url: z.string().exactOptional() });
const Sent = z.object({
  type: z.literal('view_submission'),
  view: z.object({ blocks: z.array(z.object({ type: z.unknown(), block_id: z.unknown() })) }),
});

export type Sorry = {
  /** Slack refuses our token. */
  readonly isLockedOut: () => boolean;
  /** Nobody has a language yet. */
  readonly sentence: () => string;
  readonly tell: Showing['tell'];
};

/**
 * What a genuine payload of a person is answered; undefined where nothing can be said, or Slack is only away: then a delivery is
 * not acknowledged, and events come again.
 */
export function sorryFor(
  payload: Payload,
  { isLockedOut, sentence, tell }: Sorry,
): { readonly body?: object } | undefined {
  if (!isLockedOut()) return undefined;
  if (typeof payload.command === 'string') return { body: privateSentence(sentence()) };
  const sent = Sent.safeParse(payload);
  const inForm = sent.success ? errorsAnswer(sent.data.view, sentence()) : undefined;
  if (inForm) return { body: inForm };
  const press = Press.safeParse(payload);
  if (!press.success || press.data.response_url === undefined) return undefined;
  tell(press.data.response_url, privateSentence(sentence()));
  return {};
}
