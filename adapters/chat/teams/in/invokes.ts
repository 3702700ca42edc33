// Invokes: buttons, dialogs, message extensions, typing in a field. The answer is the HTTP answer, in a shape of each kind's
// own, and is made of local work only: whatever has to be sent is sent after it.
import type { RawResponse } from '../../../../src/ports/http.ts';
import type { Card } from '../../../../src/views/view.ts';
import { renderCard } from '../drawing/render-card.ts';
import { renderFormDialog, renderNoticeDialog } from '../drawing/render-dialog.ts';
import { sentenceCard } from '../drawing/sentence-card.ts';
import { type Activity, Execute, WithData } from './activity.ts';
import { nextPage } from './form-cards.ts';
import type { InboundDeps } from './inbound-deps.ts';
import {
  CLOSED,
  cardAnswer,
  dialogAnswer,
  dialogSentence,
  searchAnswer,
  sentenceAnswer,
  UNKNOWN,
} from './invoke-answers.ts';
import { localNumberOn, type Pressed, parseExtension, parsePressed, parseSearch } from './parse.ts';
import { copyKey, createRecentAnswers } from './recent-answers.ts';
import { keepTyped, type On, type Outcome, runChosen, runIntent } from './run-intent.ts';
import type { Audience, Showing } from './showing.ts';

type PressedIntent = Extract<Pressed, { do: 'intent' }>;
type Closing = Extract<Pressed, { do: 'close' }>;

/** Answers an invoke of our tenant. 501: nothing we know, and nothing happened. Never rejects. */
export function createInvokes(
  deps: InboundDeps,
  showing: Showing,
): (activity: Activity, tenant: string, on: On) => Promise<RawResponse> {
  const recent = createRecentAnswers();
  return async (activity, tenant, on) => {
    const key = copyKey(activity);
    const words = deps.words(activity.locale ?? undefined);
    const call: Call = { activity, tenant, on, deps, showing, words, broke: () => recent.forget(key) };
    const answer = ANSWERS.get(activity.name ?? '');
    if (!answer) return UNKNOWN;
    return answer === search ? search(call) : recent.once(key, () => answer(call));
  };
}

type Call = {
  readonly activity: Activity;
  readonly tenant: string;
  readonly on: On;
  readonly deps: InboundDeps;
  readonly showing: Showing;
  readonly words: Audience['words'];
  /** A copy may try again. */
  readonly broke: () => void;
};

const ANSWERS: ReadonlyMap<string, (call: Call) => Promise<RawResponse>> = new Map([
  ['adaptiveCard/action', press],
  ['task/fetch', openDialog],
  ['task/submit', sendDialog],
  ['composeExtension/fetchTask', chooseCommand],
  ['composeExtension/submitAction', sendDialog],
  ['application/search', search],
]);

/** One sentence for whatever was asked, and nothing else happens. */
export function sentenceFor({ name }: Activity, text: string): RawResponse {
  const answer = ANSWERS.get(name ?? '');
  if (!answer) return UNKNOWN;
  if (answer === search) return searchAnswer([]);
  return answer === press ? sentenceAnswer(text) : dialogSentence(text);
}

/** An Action.Execute on a card. */
async function press(call: Call): Promise<RawResponse> {
  const { activity, words, showing } = call;
  const execute = Execute.safeParse(activity.value);
  // We ask no client to draw cards anew by itself; a press is what a person does.
  const isPress = execute.success && execute.data.trigger !== 'automatic';
  const pressed = isPress ? parsePressed(activity, execute.data.action.data, call.tenant) : undefined;
  if (!pressed) return sentenceAnswer(words.notUnderstood);
  if (pressed.do === 'close' || pressed.intent.kind === 'form') {
    const outcome = pressed.do === 'close' ? await closeForm(call, pressed) : await run(call, pressed);
    // The page stays as it is: what was typed can be sent again.
    if (outcome !== 'closed' && outcome.show === 'broke') return sentenceAnswer(words.broke);
    const next = nextPage(outcome, { forms: call.deps.forms, words });
    showing.repaintForm(activity, next);
    return cardAnswer(next);
  }
  return pressAnswer(call, pressed, await run(call, pressed));
}

async function closeForm({ on, words, deps, broke }: Call, { typed }: Closing): Promise<Outcome | 'closed'> {
  const kept = await keepTyped(typed, on, words, deps.log);
  if (kept !== 'closed' && kept.show === 'broke') broke();
  return kept;
}

function pressAnswer(call: Call, { intent, data }: PressedIntent, outcome: Outcome): RawResponse {
  const { activity, words, showing, deps } = call;
  const audience = { activity, actor: intent.actor, words };
  switch (outcome.show) {
    case 'card':
      // The answer is drawn for its person until their client forgets it. In the private chat they are the only reader, so the
      // message itself is changed too; what stands in a channel is repainted by the app, with all its copies.
      showing.repaint(activity, outcome.card, words);
      return cardAnswer(renderCard(outcome.card, { forms: deps.forms, words }));
    case 'notice':
      if (!outcome.card.fleeting && saysMore(outcome.card)) showing.tell(audience, outcome.card);
      return sentenceAnswer(outcome.card.summary);
    case 'form':
      showing.tellForm(audience, outcome.form, data, 'private chat');
      return sentenceAnswer(words.formInChat);
    case 'nothing':
      return sentenceAnswer(words.done);
    case 'broke':
      return sentenceAnswer(words.broke);
  }
}

/** Whether a card holds more than its summary. */
function saysMore({ actions, facts, sections }: Card): boolean {
  return actions.length > 0 || facts.length > 0 || sections.length > 1 || sections[0]?.kind !== 'text';
}

/** A button that opens a dialog. */
async function openDialog(call: Call): Promise<RawResponse> {
  const pressed = pressedIn(call);
  if (!pressed || pressed.do === 'close') return dialogSentence(call.words.notUnderstood);
  // Nothing to show is said to the copy of an opening whose first answer never came; it is a new press that opens the form.
  return page(call, await run(call, pressed)) ?? dialogSentence(call.words.pressAgain);
}

/** A dialog was sent, or a button in it pressed. */
async function sendDialog(call: Call): Promise<RawResponse> {
  const pressed = pressedIn(call);
  if (!pressed) return dialogSentence(call.words.notUnderstood);
  // The playground takes an empty answer for a dead app.
  const closed = call.deps.playground ? dialogSentence(call.words.done) : CLOSED;
  if (pressed.do === 'close') return closed;
  return page(call, await run(call, pressed)) ?? closed;
}

/** A command of the message extension. */
async function chooseCommand(call: Call): Promise<RawResponse> {
  const { activity, tenant, on, words, deps } = call;
  const intent = parseExtension(activity, tenant);
  if (!intent) return dialogSentence(words.notUnderstood);
  const outcome = await runChosen(intent, on, words, deps.log, localNumberOn(activity, deps.country));
  if (outcome.show === 'broke') call.broke();
  return page(call, outcome) ?? dialogSentence(words.pressAgain);
}

/** The next page of a dialog; undefined when there is nothing to show. */
function page({ words }: Call, outcome: Outcome): RawResponse | undefined {
  switch (outcome.show) {
    case 'form':
      return dialogAnswer(renderFormDialog(outcome.form, words));
    case 'notice':
    case 'card':
      return dialogAnswer(renderNoticeDialog(outcome.card, words));
    case 'broke':
      return dialogAnswer(renderNoticeDialog(sentenceCard(words, words.broke), words));
    case 'nothing':
      return undefined;
  }
}

async function search({ activity, tenant, on, deps }: Call): Promise<RawResponse> {
  const query = parseSearch(activity, tenant);
  if (!query) return searchAnswer([]);
  try {
    return searchAnswer(await on.search(query));
  } catch (cause) {
    // The edge of a person's typing: an empty list, so that the form stays usable.
    deps.log.error({ err: cause, field: query.field }, 'search failed');
    return searchAnswer([]);
  }
}

function pressedIn({ activity, tenant }: Call): Pressed | undefined {
  const value = WithData.safeParse(activity.value);
  return value.success ? parsePressed(activity, value.data.data, tenant) : undefined;
}

async function run({ on, words, deps, broke }: Call, { intent }: PressedIntent): Promise<Outcome> {
  const outcome = await runIntent(intent, on, words, deps.log);
  if (outcome.show === 'broke') broke();
  return outcome;
}
