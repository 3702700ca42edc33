// Every real form and card, drawn for Teams and held against what Teams accepts.
import { describe, expect, test } from 'vitest';
import { readCardData } from '../../../../../adapters/chat/teams/drawing/card-data.ts';
import { bytesOf, LIMITS } from '../../../../../adapters/chat/teams/drawing/limits.ts';
import { renderCard } from '../../../../../adapters/chat/teams/drawing/render-card.ts';
import { renderFormDialog, renderNoticeDialog } from '../../../../../adapters/chat/teams/drawing/render-dialog.ts';
import { renderForm } from '../../../../../adapters/chat/teams/drawing/render-form.ts';
import { EVERY_WORDS } from '../../../../support/every-words.ts';
import { cardFaults } from '../../../../support/teams/card-faults.ts';
import { readCard, submitted } from '../../../../support/teams/read-teams.ts';
import { teamsWords } from '../../../../support/teams/words.ts';
import { everyCard, everyForm } from '../../../../views/every-view.ts';

describe.each(EVERY_WORDS)('in %s', (_, words) => {
  test.each(Object.entries(everyForm(words)))('the form %s is accepted, and gives its values back', (_, form) => {
    for (const mode of ['dialog', 'card'] as const) {
      const card = renderForm(form, teamsWords, mode);
      expect(cardFaults(card)).toEqual([]);
      expect(bytesOf(card)).toBeLessThanOrEqual(LIMITS.cardBytes);
      const shown = Object.fromEntries(readCard(card).fields.map(({ id, value }) => [id, value]));
      const sent = readCardData(submitted(card, 'submit'))?.values ?? {};
      for (const { id } of form.fields) expect([id, shown[id] || undefined]).toEqual([id, sent[id] || undefined]);
      for (const id of Object.keys(shown)) expect(shown[id]).toBe(form.values[id] ?? '');
    }
    expect(renderFormDialog(form, teamsWords).title.length).toBeLessThanOrEqual(64);
  });

  test.each(Object.entries(everyCard(words)))('the card %s is accepted as a message and in a dialog', (_, card) => {
    const drawn = [
      renderCard(card, { forms: 'dialog', words: teamsWords }),
      renderNoticeDialog(card, teamsWords).card.content,
    ];

    for (const each of drawn) {
      expect(cardFaults(each)).toEqual([]);
      expect(readCard(each).actions.map((action) => action.subject)).toEqual(card.actions.map((one) => one.subject));
    }
  });
});
