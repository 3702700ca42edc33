// Every real form and card, drawn by the Slack renderer and held against Slack's limits.
import { describe, expect, it } from 'vitest';
import { renderCard, renderNotice } from '../../adapters/chat/slack/drawing/render-card.ts';
import { renderForm } from '../../adapters/chat/slack/drawing/render-form.ts';
import { EVERY_WORDS } from '../support/every-words.ts';
import { messageFaults, viewFaults } from '../support/slack/limits.ts';
import { everyCard, everyForm } from './every-view.ts';

// What the adapter says by itself is not under test here.
const SLACK_WORDS = {
  working: 'Working',
  clickAgain: 'Again',
  clickAgainButton: 'Again',
  pressAgain: 'Again',
  lockedOut: 'Locked out.',
  notPermitted: 'Not permitted.',
  askedToWait: (seconds: number) => `Wait ${seconds} s.`,
  otherWorkspace: 'Other',
  broke: 'Broke',
  choose: 'Choose',
  typeToSearch: 'Search',
  noticeTitle: 'Aval',
  close: 'Close',
};

describe.each(EVERY_WORDS)('in Slack, in %s', (_, words) => {
  it.each(Object.entries(everyForm(words)))('the form %s is accepted', (_, form) => {
    expect(viewFaults(renderForm(form, SLACK_WORDS))).toEqual([]);
  });

  it.each(Object.entries(everyCard(words)))('the card %s is accepted as a message and as a page', (_, card) => {
    expect(messageFaults(renderCard(card))).toEqual([]);
    expect(viewFaults(renderNotice(card, SLACK_WORDS))).toEqual([]);
  });
});
