// Pages of a dialog: a form to fill in, or a card that only says something. Teams closes a dialog by a cross of its own.
import type { Card, Form } from '../../../../src/views/view.ts';
import type { TeamsWords } from '../words.ts';
import { type AdaptiveCard, attachment, type TaskInfo } from './cards.ts';
import { renderCardInDialog } from './render-card.ts';
import { renderForm } from './render-form.ts';

export function renderFormDialog(form: Form, words: TeamsWords): TaskInfo {
  return page(form.title, 'large', renderForm(form, words, 'dialog'));
}

export function renderNoticeDialog(card: Card, words: TeamsWords): TaskInfo {
  return page(words.noticeTitle, 'medium', renderCardInDialog(card));
}

function page(title: string, height: TaskInfo['height'], card: AdaptiveCard): TaskInfo {
  return { title, height, width: 'medium', card: attachment(card) };
}
