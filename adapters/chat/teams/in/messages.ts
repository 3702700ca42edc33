// Message activities: typed words, and buttons of clients that know no Action.Execute. Their HTTP answer says nothing; what
// the app answers is sent afterwards, to the person alone.
import type { RawResponse } from '../../../../src/ports/http.ts';
import { type CardData, DATA_KEY } from '../drawing/card-data.ts';
import { keptCard, sentenceCard } from '../drawing/sentence-card.ts';
import { type Activity, isTooLong, kindOf } from './activity.ts';
import { nextPage } from './form-cards.ts';
import type { InboundDeps } from './inbound-deps.ts';
import { type Pressed, parsePressed, parseTyped } from './parse.ts';
import { copyKey, createRecentAnswers } from './recent-answers.ts';
import { keepTyped, type On, type Outcome, runIntent } from './run-intent.ts';
import type { Audience, Showing } from './showing.ts';

const DONE: RawResponse = { status: 200 };

/** Resolves once the app has it; what is shown follows. Never rejects. */
export function createMessages(
  deps: InboundDeps,
  showing: Showing,
): (activity: Activity, tenant: string, on: On) => Promise<RawResponse> {
  const recent = createRecentAnswers();
  /** A copy may try again. */
  const broke = (activity: Activity) => recent.forget(copyKey(activity));

  async function typed(activity: Activity, tenant: string, on: On): Promise<void> {
    const intent = parseTyped(activity, tenant, deps.greetings);
    if (!intent) return;
    const words = deps.words(intent.actor.locale);
    // Cut short it would be another command, or half of what was written.
    if (isTooLong(activity))
      return showing.tell({ activity, actor: intent.actor, words }, sentenceCard(words, words.tooLong));
    const outcome = await runIntent(intent, on, words, deps.log);
    if (outcome.show === 'broke') broke(activity);
    const again: CardData | undefined =
      intent.kind === 'command' ? { do: 'command', command: intent.command, text: intent.text } : undefined;
    showPrivately({ activity, actor: intent.actor, words }, outcome, again);
  }

  async function pressed(activity: Activity, press: Pressed, on: On): Promise<void> {
    const actor = press.do === 'close' ? press.actor : press.intent.actor;
    const words = deps.words(actor.locale);
    const audience = { activity, actor, words };
    const outcome =
      press.do === 'close'
        ? await keepTyped(press.typed, on, words, deps.log)
        : await runIntent(press.intent, on, words, deps.log);
    if (outcome !== 'closed' && outcome.show === 'broke') broke(activity);
    if (press.do === 'close' || press.intent.kind === 'form') {
      if (outcome !== 'closed' && outcome.show === 'broke') showing.tell(audience, sentenceCard(words, words.broke));
      else showing.repaintForm(activity, nextPage(outcome, { forms: deps.forms, words }));
      return;
    }
    if (outcome === 'closed') return;
    if (outcome.show !== 'card') return showPrivately(audience, outcome, press.data);
    if (showing.repaint(activity, outcome.card, words)) return;
    // In a channel the app repaints its copies by itself: the person needs no more than the point.
    const isAlone = kindOf(activity) === 'personal';
    showing.tell(audience, isAlone ? outcome.card : sentenceCard(words, outcome.card.summary));
  }

  function showPrivately(audience: Audience, outcome: Outcome, again: CardData | undefined): void {
    switch (outcome.show) {
      case 'notice':
      case 'card':
        showing.tell(audience, keptCard(audience.words, outcome.card));
        break;
      case 'form':
        if (again) showing.tellForm(audience, outcome.form, again, 'here');
        break;
      case 'broke':
        showing.tell(audience, sentenceCard(audience.words, audience.words.broke));
        break;
      case 'nothing':
        break;
    }
  }

  async function handle(activity: Activity, tenant: string, on: On): Promise<RawResponse> {
    if (isButton(activity.value)) {
      const press = parsePressed(activity, activity.value, tenant);
      if (press) await pressed(activity, press, on);
    } else if (activity.value == null || activity.text) await typed(activity, tenant, on);
    return DONE;
  }

  return (activity, tenant, on) => recent.once(copyKey(activity), () => handle(activity, tenant, on));
}

function isButton(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, DATA_KEY);
}
