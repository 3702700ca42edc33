// A workplace on Slack and Teams at once, both in memory: Sofía and Andrés have an account in each, which Aval does not know
// until they are linked.
import { noticeOf, textOf } from '../read-card.ts';
import { findPersonId } from './accounts.ts';
import { type AppOptions, startTestApp, type TestApp } from './app.ts';
import type { Shown } from './fake-chat.ts';
import { roleTable } from './settings.ts';
import { toLastStep } from './stories.ts';

export const BOTH = ['slack', 'teams'] as const;
export type Platform = (typeof BOTH)[number];

const ROLES = roleTable({
  approver: ['slack:andres', 'slack:elena', 'teams:bruno', 'teams:sofia.t', 'teams:andres.t'],
  agent: ['slack:lucia', 'teams:lucia.t'],
  admin: ['slack:marta'],
});

/** An approval and an admin channel on each; sends go to the agent's own messages. */
export function startOnBoth(options: AppOptions = {}): Promise<TestApp> {
  const on = (channel: string) => BOTH.map((platform) => ({ platform, channel }));
  const places = { approval: on('approvals'), admin: on('admins'), sends: [] };
  return startTestApp({ platforms: BOTH, places, roles: ROLES, quorum: 2, ...options });
}

/** Proposed on one platform; the id of the proposal. */
export async function proposeOn(app: TestApp, who: string, platform: Platform): Promise<string> {
  const person = app.person(who, platform);
  const form = await person.opens('/template propose');
  noticeOf(await person.sends(await lastStep(app, who, platform, form)));
  await app.settle();
  const row = await app.store.db
    .selectFrom('proposals')
    .select('id')
    .orderBy('number', 'desc')
    .executeTakeFirstOrThrow();
  return row.id;
}

function lastStep(app: TestApp, who: string, platform: Platform, form: Parameters<typeof toLastStep>[2]) {
  const asked = { ...app, person: () => app.person(who, platform) };
  return toLastStep(asked, undefined, form, who);
}

/** The one proposal card of a platform, as it looks now. */
export function cardOn(app: TestApp, platform: Platform): Shown {
  const [card, ...more] = app.chatOn(platform).channel('approvals');
  if (!card || more.length > 0) throw new Error(`${1 + more.length} cards on ${platform}`);
  return card;
}

export function threadOn(app: TestApp, platform: Platform): readonly string[] {
  return app
    .chatOn(platform)
    .thread(cardOn(app, platform).ref)
    .map(({ card }) => textOf(card));
}

export function told(app: TestApp, who: string, platform: Platform): readonly string[] {
  return app
    .chatOn(platform)
    .privately(who)
    .map(({ card }) => textOf(card));
}

export function adminsTold(app: TestApp, platform: Platform): readonly string[] {
  return app
    .chatOn(platform)
    .channel('admins')
    .map(({ card }) => textOf(card));
}

const CODE = /template link ([0-9A-Z]{4}-[0-9A-Z]{4})/;

/** Asks for a code; the code. */
export async function codeFor(app: TestApp, who: string, platform: Platform): Promise<string> {
  const shown = textOf(noticeOf(await app.person(who, platform).types('/template link')));
  const code = CODE.exec(shown)?.[1];
  if (code === undefined) throw new Error(`no code in ${shown}`);
  return code;
}

/** Links a Slack and a Teams account the way people do: code, question, click. */
export async function link(app: TestApp, slack: string, teams: string): Promise<void> {
  const code = await codeFor(app, slack, 'slack');
  const person = app.person(teams, 'teams');
  const question = noticeOf(await person.types(`/template link ${code}`));
  const reply = await person.presses(question, 'link_account');
  if (reply.show !== 'card') throw new Error(`not linked: ${JSON.stringify(reply)}`);
  await app.settle();
}

export function personIdOf(app: TestApp, platform: Platform, id: string): Promise<string> {
  return findPersonId(app.store, `${platform}:home:${id}`);
}
