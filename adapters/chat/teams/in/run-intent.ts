// One intent through the app, with the two things the adapter does on the way: looking up what was typed in place of a choice,
// and asking for a number. A broken app is told apart here, so that every answer can say so in its own shape.

import { formatPhone } from '../../../../src/domain/contacts/phone.ts';
import type { Dispatch, Hear, Intent, Reply, Search } from '../../../../src/ports/chat.ts';
import type { Log } from '../../../../src/ports/process.ts';
import type { Values } from '../../../../src/views/view.ts';
import type { TeamsWords } from '../words.ts';
import { isNumberForm, NUMBER, numberForm, numberMeant } from './ask-number.ts';
import type { FormIntent } from './parse.ts';
import { dispatchForm } from './typed-choice.ts';

export type On = { readonly dispatch: Dispatch; readonly search: Search; readonly hear?: Hear };
/** `broke`: the log has the cause. */
export type Outcome = Reply | { readonly show: 'broke' };

export async function runIntent(intent: Intent, on: On, words: TeamsWords, log: Log): Promise<Outcome> {
  try {
    if (intent.kind !== 'form') return await on.dispatch(intent);
    if (!isNumberForm(intent)) return await dispatchForm(intent, on, words);
    const dispatch: Dispatch = (page) => (page.kind === 'form' ? runNumber(page, on, words) : on.dispatch(page));
    return await dispatchForm(intent, { dispatch, search: on.search }, words);
  } catch (cause) {
    // The edge of a person's intent: they are told, the log has the cause.
    log.error({ err: cause, deliveryId: intent.deliveryId }, 'dispatch failed');
    return { show: 'broke' };
  }
}

/** A form is being closed: what was typed goes into its draft first. Where that was refused, the person hears it instead. */
export async function keepTyped(
  typed: FormIntent | undefined,
  on: On,
  words: TeamsWords,
  log: Log,
): Promise<Outcome | 'closed'> {
  const kept = typed && (await runIntent(typed, on, words, log));
  return kept?.show === 'notice' || kept?.show === 'broke' ? kept : 'closed';
}

/**
 * A command chosen from a menu. Without anything behind it, `send-active` would only explain itself. `offered`: a number that may
 * be meant, in E.164.
 */
export async function runChosen(
  intent: Extract<Intent, { kind: 'command' }>,
  on: On,
  words: TeamsWords,
  log: Log,
  offered?: string,
): Promise<Outcome> {
  if (intent.command !== 'send-active' || intent.text !== '') return runIntent(intent, on, words, log);
  try {
    return {
      show: 'form',
      form: await numberForm({ actor: intent.actor, search: on.search, words }, offeredValues(offered)),
    };
  } catch (cause) {
    // As in `runIntent`.
    log.error({ err: cause, deliveryId: intent.deliveryId }, 'search failed');
    return { show: 'broke' };
  }
}

function offeredValues(number: string | undefined): Values {
  return number === undefined ? {} : { [NUMBER]: formatPhone(number) };
}

/** Who was told: the command with it. A refusal without a way out is a fault of the field, so that it can be mended. */
async function runNumber(intent: FormIntent, on: On, words: TeamsWords): Promise<Reply> {
  const { actor, deliveryId, channel, values, button } = intent;
  const again = async (fault?: string): Promise<Reply> => {
    return { show: 'form', form: await numberForm({ actor, search: on.search, words }, values, fault) };
  };
  if (button !== 'submit') return again();
  const text = numberMeant(values);
  if (text === '') return again(words.numberHint);
  const command = { kind: 'command', command: 'send-active', text } as const;
  const reply = await on.dispatch({ ...command, actor, deliveryId, ...(channel && { channel }) });
  return reply.show !== 'notice' || reply.card.actions.length > 0 ? reply : again(reply.card.summary);
}
