// The two copies of a proposal, one in Slack and one in Teams, with their threads, as their readers see and click them.
import { vi } from 'vitest';
import { SOON } from '../eventually.ts';
import * as slack from '../slack/workplace.ts';
import * as teams from '../teams/workplace.ts';
import { STEP_1 } from './main-job.ts';
import { type Name, PLATFORMS, type Platform, type Workplace } from './mirrored-workplace.ts';

/** A dead process's work is taken up when its lease of 20 s has run out. */
const HEALED = { timeout: 40_000, interval: 25 };

/** A card with its thread, as it looks now. */
export type Copy = {
  readonly text: string;
  readonly labels: readonly string[];
  /** What hangs under it, oldest first. */
  readonly thread: readonly string[];
};

/** The one copy of a proposal on a platform. */
export function copyOn(at: Workplace, platform: Platform, number: number): Copy {
  const title = `Template proposal ${number}:`;
  if (platform === 'slack') {
    const { fake } = at.slack;
    const [card, ...more] = fake.messages.filter(
      (each) => each.channel === slack.CHANNEL && !each.thread_ts && slack.seen(each).includes(title),
    );
    if (!card || more.length > 0) throw new Error(`${more.length + (card ? 1 : 0)} cards in Slack`);
    return { text: slack.seen(card), labels: slack.labelsOf(card), thread: slack.thread(fake, card) };
  }
  const [card, ...more] = teams
    .publicly(at.teams)
    .filter((post) => post.root === post.id && teams.seen(post).includes(title));
  if (!card || more.length > 0) throw new Error(`${more.length + (card ? 1 : 0)} cards in Teams`);
  return { text: teams.seen(card), labels: teams.labelsOf(card), thread: teams.thread(at.teams, card) };
}

/** Waits, a few seconds, until every copy satisfies it. */
export async function everywhere(
  at: Workplace,
  number: number,
  holds: (copy: Copy) => boolean,
  how: object = {},
): Promise<void> {
  await vi.waitFor(
    () => {
      for (const platform of PLATFORMS) {
        const copy = copyOn(at, platform, number);
        if (!holds(copy)) throw new Error(`not yet on ${platform}: ${copy.text}\n${copy.thread.join('\n---\n')}`);
      }
    },
    { ...SOON, ...how },
  );
}

/** The same after a kill, with nobody doing anything. */
export function healed(at: Workplace, number: number, holds: (copy: Copy) => boolean): Promise<void> {
  return everywhere(at, number, holds, HEALED);
}

/** Clicks a button of the card on one side. `copies`: each click arrives that often at once. */
export async function clicks(
  at: Workplace,
  [name, platform]: readonly [Name, Platform],
  number: number,
  { button = 'approve', copies = 1 }: { readonly button?: string; readonly copies?: number } = {},
): Promise<void> {
  const title = `Template proposal ${number}:`;
  if (platform === 'slack') {
    const card = slack.card(at.slack.fake, title)!;
    await at.slack.person(name).click(slack.refOf(card), button, copies);
  } else {
    const card = teams.card(at.teams, title)!;
    await at.teams.person(name).press(teams.refOf(card), button, { copies });
  }
}

/** What came into a person's direct messages in Slack, or their private chat in Teams. */
export function toldOn(at: Workplace, platform: Platform, name: Name): readonly string[] {
  return platform === 'slack'
    ? slack.direct(at.slack.fake, name).map((each) => slack.seen(each))
    : teams.direct(at.teams, name).map((each) => teams.seen(each));
}

/** Both together. */
export function toldPrivately(at: Workplace, name: Name): readonly string[] {
  return PLATFORMS.flatMap((platform) => toldOn(at, platform, name));
}

/** Two pages of the form. */
export function aProposal(name: string): readonly [Record<string, string>, Record<string, string>] {
  const { header_text: _, ...first } = STEP_1;
  return [
    { ...first, name, header_format: 'none', button_count: '0' },
    { 'sample.body.1': 'Grace', 'sample.body.2': 'A-1042' },
  ];
}

/** Lines that tell of an approval. */
export function votesIn({ thread }: Copy): readonly string[] {
  return thread.filter((line) => line.includes('approved revision 1'));
}

/** Still open, with its approvals on the card and a line for each in the thread. */
export function isVoted(copy: Copy, approvals: '1/2'): boolean {
  return copy.text.includes(`Approvals: ${approvals}`) && votesIn(copy).length === 1;
}

/** Approved by both, in whichever order, and its submission told in the thread. */
export function isApproved({ text, thread }: Copy, one: string, other: string): boolean {
  const isSubmitted = thread.some((line) => /was submitted|Meta already had/.test(line));
  return (
    isSubmitted &&
    [
      [one, other],
      [other, one],
    ].some((by) => text.includes(`Approved by ${by.join(' and ')}`))
  );
}
