// The whole page as one document, and the page that says no. The script swaps parts of it by id; without one, every link
// and form leads to a new copy.
import type { Card } from '../../../../src/views/view.ts';
import type { Desk } from '../desk.ts';
import { placeName } from '../desk.ts';
import { type Html, html, toText } from '../drawing/html.ts';
import type { Reader } from '../drawing/reader.ts';
import { renderDialog } from '../drawing/render-form.ts';
import { addressOf, conversation, placeOf, stay } from '../where.ts';
import { type ConsoleWords, fill } from '../words.ts';
import { exampleFor } from './example.ts';
import { renderFeed } from './page-feed.ts';
import { renderGuide } from './page-guide.ts';
import { renderPhone } from './page-phone.ts';
import { renderRail } from './page-rail.ts';

export function renderPage(desk: Desk, reader: Reader): string {
  const { words, where, person } = reader;
  const title = `${placeName(desk, where.in, reader)} · ${person.name} · Aval`;
  const dialog = where.form === undefined ? undefined : desk.shown.dialog(where.form, person.id);
  const body = html`<a class="skip" href="#main">${words.skip_link}</a>
<header id="top"><a class="brand" href="${addressOf({ as: person.id, in: desk.settings.channels[0]?.id ?? '' })}" data-go><img src="/console/assets/wordmark.svg" alt="Aval" width="92" height="28"></a><span class="stage">${words.rehearsal}</span></header>
${renderGuide(desk, reader)}
<div class="columns">${renderRail(desk, reader)}${renderFeed(desk, reader)}${renderPhone(desk, reader)}</div>
${desk.deps.phone !== undefined && renderPanels(reader)}
<div id="dialog-slot">${
    dialog !== undefined &&
    renderDialog(dialog, reader, {
      labelOf: desk.shown.labelOf,
      offersExample: (form) =>
        dialog.page.kind === 'form' && !dialog.page.exampled && Object.keys(exampleFor(desk, reader, form)).length > 0,
    })
  }</div>
<p id="announce" class="unseen" role="status">${lastNews(desk, reader)}</p>
<div id="problem" role="alert"></div>`;
  return document({ reader, title, body, script: true, panel: where.panel, at: where.at, version: desk.version() });
}

function renderPanels(reader: Reader): Html {
  const { words, where } = reader;
  const phone = where.panel === 'phone';
  return html`<nav class="panels" id="panels" aria-label="${words.panel_conversation}"><a href="${addressOf(conversation(where))}" data-go id="panel-conversation"${!phone && html` aria-current="true"`}>${words.panel_conversation}</a><a href="${addressOf({ ...stay(where), panel: 'phone' })}" data-go id="panel-phone"${phone && html` aria-current="true"`}>${words.panel_phone}</a></nav>`;
}

/** The newest message or notice here, in a live region: a screen reader hears it when it changes. */
function lastNews(desk: Desk, reader: Reader): string {
  const { where, words, person } = reader;
  const place = placeOf(where);
  const message = (where.thread === undefined ? desk.state.feed(place) : desk.state.thread(where.thread)).at(-1);
  const notice = desk.shown.notices(person.id, place).at(-1);
  const messageAt = message?.changedAt ?? message?.at ?? '';
  if (notice !== undefined && notice.at >= messageAt) return fill(words.announce_notice, { text: textOf(notice.card) });
  if (message === undefined) return '';
  return fill(words.announce_message, {
    text: message.content.kind === 'card' ? textOf(message.content.card) : message.content.text,
  });
}

function textOf(card: Card): string {
  return card.summary;
}

/** A clear no, with the way back. Also what the script shows when an answer is not a page. */
export function renderRefusal(words: ConsoleWords, language: string, sentence: string): string {
  const body = html`<main id="main" class="refusal"><h1>${words.error_title}</h1><p id="refusal">${sentence}</p><p><a class="button primary" href="/">${words.error_back}</a></p></main>`;
  return document({ reader: { words, language }, title: words.error_title, body, script: false });
}

type Document = {
  readonly reader: {
    readonly words: ConsoleWords;
    readonly language: string;
    readonly token?: string;
    readonly person?: { readonly id: string };
  };
  readonly title: string;
  readonly body: Html;
  readonly script: boolean;
  readonly panel?: 'phone' | undefined;
  readonly at?: string | undefined;
  readonly version?: number;
};

function document({ reader, title, body, script, panel, at, version }: Document): string {
  const { words } = reader;
  return toText(html`<!doctype html>
<html lang="${reader.language}"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="same-origin">
<link rel="icon" href="/console/assets/mark.svg" type="image/svg+xml"><link rel="stylesheet" href="/console/assets/theme.css"><link rel="stylesheet" href="/console/assets/console.css"><link rel="stylesheet" href="/console/assets/phone.css">
${script && html`<script type="module" src="/console/assets/app.js"></script>`}</head>
<body data-as="${reader.person?.id}" data-token="${reader.token}" data-version="${version}" data-panel="${panel ?? 'conversation'}" data-at="${at}" data-working="${words.working}" data-unreachable="${words.unreachable}" data-close="${words.close}" data-search-label="${words.search_label}" data-search-typing="${words.search_typing}" data-search-none="${words.search_none}" data-found-one="${words.search_found_one}" data-found-other="${words.search_found_other}">
${body}</body></html>`);
}
