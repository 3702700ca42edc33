// A workplace in Teams: the real process, a Teams and a Meta on this machine, and people at their clients. What a test asks is
// what somebody there would see.
import type { MessageRef } from '../../../src/ports/chat.ts';
import type { Values } from '../../../src/views/view.ts';
import { isSettled } from '../app/installation-rows.ts';
import { eventually } from '../eventually.ts';
import { type RealSimulator, SIMULATOR_SECRETS, startRealSimulator } from '../meta/real-simulator.ts';
import { type MetaTap, startMetaTap } from '../meta/tap.ts';
import type { Child } from '../process/child-process.ts';
import { openEvidence } from '../process/crash-evidence.ts';
import { TELL_OUTWARD } from '../process/outward.ts';
import { type Installation, installAval } from '../process/real-aval.ts';
import { type Delivered, type FakeTeams, startFakeTeams } from './fake-teams.ts';
import type { Post, Team } from './fake-teams-world.ts';
import { readCard, type SeenCard } from './read-teams.ts';
import { createTeamsUser, newWindows, type SeenMessage, seenIn, type TeamsUser, type Windows } from './user.ts';

/** Lucía's Teams is in Spanish. Tom has no role but the one everybody has. */
const PEOPLE = {
  sofia: { name: 'Sofia Paz', locale: 'en-US' },
  ana: { name: 'Ana Sosa', locale: 'en-US' },
  ben: { name: 'Ben Lee', locale: 'en-GB' },
  marta: { name: 'Marta Gil', locale: 'en-US' },
  lucia: { name: 'Lucia Rey', locale: 'es-AR' },
  tom: { name: 'Tom Orr', locale: 'en-US' },
} as const;
export type Name = keyof typeof PEOPLE;
const NAMES = Object.keys(PEOPLE) as Name[]; // of a literal: its keys are the names
/** Everybody but Tom is named in the configuration. */
const CONFIGURED = NAMES.length - 1;
export type Forms = 'dialog' | 'card';

export type Workplace = {
  readonly forms: Forms;
  readonly fake: FakeTeams;
  readonly windows: Windows;
  readonly team: Team;
  /** The approval channel, a standard one of the team. */
  readonly channel: string;
  readonly meta: MetaTap;
  readonly simulator: RealSimulator;
  readonly aval: Installation;
  /** What the process answered to everything Teams delivered, oldest first. */
  readonly answers: readonly Delivered[];
  /** The running process; another one after `restart`. */
  child(): Child;
  /** All there were, oldest first. */
  children(): readonly Child[];
  /** `whileDown`: what happens before it starts again. */
  restart(signal?: 'SIGTERM' | 'SIGKILL', whileDown?: () => Promise<void>): Promise<void>;
  person(name: Name): TeamsUser;
  /** What Teams would not have shown. */
  refused(): readonly string[];
  close(): Promise<void>;
};

/** Quorum 2, English channel. `undoSeconds`: 3. */
export async function openWorkplace(forms: Forms, policy: object = {}): Promise<Workplace> {
  const { fake, answers } = recordingAnswers(await startFakeTeams());
  const people = Object.fromEntries(
    NAMES.map((each) => [each, fake.addPerson(PEOPLE[each].name, { locale: PEOPLE[each].locale, installed: true })]),
  ) as Record<Name, ReturnType<FakeTeams['addPerson']>>; // every name has one
  const team = fake.addTeam('Marketing', Object.values(people), { channels: ['Approvals'] });
  const channel = team.channels[1]!.id;
  const aval = await installAval({ teams: fake, env: { LOG_LEVEL: 'debug', TEAMS_FORMS: forms } });
  fake.connect(`${aval.url}/api/messages`);
  const simulator = await startRealSimulator({ folder: aval.folder, webhookUrl: `${aval.url}/webhooks/meta/main` });
  const meta = await startMetaTap(simulator.url);
  const ids = (...names: Name[]) => names.map((each) => `teams:${people[each].id}`);
  // YAML reads JSON.
  aval.configure(
    JSON.stringify({
      senders: [
        {
          id: 'main',
          label: 'Main number',
          provider: 'meta',
          apiUrl: meta.url,
          ...SIMULATOR_SECRETS,
          timeoutMs: 10_000,
        },
      ],
      places: { approval: [`teams:${channel}`] },
      roles: { admin: ids('marta'), approver: ids('ana', 'ben', 'sofia'), agent: ids('lucia') },
      policy: { quorum: 2, undoSeconds: 3, ...policy },
    }),
  );
  const windows = newWindows();
  const users = Object.fromEntries(
    NAMES.map((each) => [each, createTeamsUser(fake, windows, people[each], channel)]),
  ) as Record<Name, TeamsUser>; // every name has one
  const children: Child[] = [];

  async function start(): Promise<void> {
    children.push(await aval.start(TELL_OUTWARD));
    await eventually(() => isSettled({ aval }, CONFIGURED));
  }
  await start();

  return {
    forms,
    fake,
    windows,
    team,
    channel,
    meta,
    simulator,
    aval,
    answers,
    child: () => children.at(-1)!,
    children: () => children,
    restart: async (signal = 'SIGTERM', whileDown = async () => undefined) => {
      await children.at(-1)!.end(signal);
      if (signal === 'SIGKILL') await freeJobs(aval.databasePath);
      await whileDown();
      await start();
    },
    person: (name) => users[name],
    refused: () => windows.refused,
    close: async () => {
      await children.at(-1)!.end('SIGTERM');
      await simulator.stop();
      await meta.stop();
      await fake.stop();
      aval.remove();
    },
  };
}

/** What a killed process had begun is given to another one after twenty seconds; here at once. */
async function freeJobs(databasePath: string): Promise<void> {
  const { db, close } = await openEvidence(databasePath);
  await db
    .updateTable('outbox')
    .set({ leased_until: new Date(0).toISOString() })
    .where('leased_until', 'is not', null)
    .execute();
  await close();
}

function recordingAnswers(fake: FakeTeams): { readonly fake: FakeTeams; readonly answers: readonly Delivered[] } {
  const answers: Delivered[] = [];
  const { deliver } = fake;
  fake.deliver = async (activity, forge) => {
    const answer = await deliver(activity, forge);
    answers.push(answer);
    return answer;
  };
  return { fake, answers };
}

// ------------------------------------------------------------------ what people see

/** Everything readable in a message as it looks now. */
export function seen(post: Post | undefined): string {
  return post ? seenIn(post.activity).text : '';
}

export function refOf(post: Post): MessageRef {
  return { platform: 'teams', channel: post.conversation, message: post.id, thread: post.root };
}

export function labelsOf(post: Post | undefined): string[] {
  return post ? seenIn(post.activity).actions.map((action) => action.label) : [];
}

export function offers(post: Post, action: string): boolean {
  return seenIn(post.activity).actions.some((each) => each.id === action);
}

/** What the bot said where everybody in the channel reads it, oldest first. */
export function publicly({ fake, channel }: Pick<Workplace, 'fake' | 'channel'>): readonly Post[] {
  return fake.posts.filter((post) => post.conversation === channel && !post.from && !post.onlyFor && !post.deleted);
}

/** The one card of the channel that has this in it. */
export function card(at: Workplace, text: string): Post | undefined {
  return publicly(at).find((post) => post.root === post.id && seen(post).includes(text));
}

/** What hangs under a card, oldest first. */
export function thread(at: Workplace, root: Post): string[] {
  return publicly(at)
    .filter((post) => post.root === root.id && post !== root)
    .map(seen);
}

/** What stands in the private chat of a person, oldest first. */
export function direct(at: Workplace, name: Name): readonly Post[] {
  const person = at.person(name);
  return person.fromBot(person.chat()).map((message) => message.post);
}

// ------------------------------------------------------------------ what people do

/** Waits for the next message that only this person sees. */
export async function isAnswered(at: Workplace, name: Name, doing: () => Promise<unknown>): Promise<SeenMessage> {
  const person = at.person(name);
  const before = new Set(person.privately().map((message) => message.post));
  await doing();
  return eventually(() => person.privately().find((message) => !before.has(message.post)));
}

/** Types a command and reads its private answer. */
export async function ask(
  at: Workplace,
  name: Name,
  text: string,
  where: Parameters<TeamsUser['type']>[1] = 'chat',
): Promise<string> {
  const { seen: answer } = await isAnswered(at, name, () => at.person(name).type(text, where));
  return answer.text;
}

/** Presses something and reads the sentence below it. */
export async function isTold(at: Workplace, name: Name, doing: () => Promise<unknown>): Promise<string> {
  const { sentences } = at.person(name);
  const before = sentences.length;
  await doing();
  return eventually(() => sentences[before]);
}

type OpenForm = { readonly title: string; readonly seen: SeenCard; readonly values: Values };

function openForm(person: TeamsUser): OpenForm | undefined {
  const form = person.form();
  return form && { ...form, values: Object.fromEntries(form.seen.fields.map(({ id, value }) => [id, value])) };
}

/** The form that is open now. */
export function form(at: Workplace, name: Name): OpenForm {
  const found = openForm(at.person(name));
  if (!found) throw new Error(`${name} has no form open`);
  return found;
}

/** Does something that opens a form, and waits for it. */
export async function opens(at: Workplace, name: Name, doing: () => Promise<unknown>): Promise<OpenForm> {
  const person = at.person(name);
  const before = windowOf(person);
  await doing();
  return eventually(() => windowOf(person) !== before && openForm(person));
}

/** What holds the form: the dialog, or the message in the private chat. */
function windowOf(person: TeamsUser): unknown {
  return person.dialog() ?? formCard(person)?.post;
}

function formCard(person: TeamsUser): SeenMessage | undefined {
  return person
    .fromBot(person.chat())
    .findLast(({ seen: { actions } }) => actions.some((action) => action.data?.do === 'form'));
}

/** Types a command that needs a form, and gets to the form as Teams lets one. */
export async function opensByTyping(
  at: Workplace,
  name: Name,
  text: string,
  where: 'chat' | 'channel' = 'chat',
): Promise<OpenForm> {
  const person = at.person(name);
  if (at.forms === 'card') return opens(at, name, () => person.type(text, where));
  const { ref } = await isAnswered(at, name, () => person.type(text, where));
  return opens(at, name, () => person.press(ref, 'command'));
}

/** Fills in and presses a button of the form. Gives what is shown then, and the errors. */
export async function submits(
  at: Workplace,
  name: Name,
  typed: Values = {},
  button = 'submit',
): Promise<{ readonly errors: Readonly<Record<string, string>>; readonly text: string }> {
  const person = at.person(name);
  const page = person.dialog() ? undefined : formCard(person)?.post;
  const repaints = page?.before.length ?? 0;
  await person.submit(typed, button);
  // The next page is drawn for the person at once; the message itself follows.
  if (page) await eventually(() => page.before.length > repaints);
  const dialog = person.dialog();
  const shown = page ? person.look(page).seen : dialog ? readCard(dialog.card) : undefined;
  const wrong = shown?.fields.filter((field) => field.error !== '') ?? [];
  return { errors: Object.fromEntries(wrong.map(({ id, error }) => [id, error])), text: shown?.text ?? '' };
}

/** Fills in the whole proposal form; the card follows by itself. */
export async function proposes(at: Workplace, name: Name, ...steps: readonly Values[]): Promise<void> {
  await opensByTyping(at, name, 'template propose');
  for (const typed of [...steps, {}]) {
    const { errors } = await submits(at, name, typed);
    if (Object.keys(errors).length > 0) throw new Error(`refused: ${JSON.stringify(errors)}`);
  }
}
