// The middle: a channel, a thread or private messages, with the private notices of this person and the message box.
import type { Desk } from '../desk.ts';
import { authorOf, placeName } from '../desk.ts';
import { type Html, html } from '../drawing/html.ts';
import { envelope, type Reader } from '../drawing/reader.ts';
import { renderCard } from '../drawing/render-card.ts';
import { renderAvatar, renderTime } from '../drawing/render-text.ts';
import { DIRECT } from '../settings.ts';
import type { Notice } from '../shown.ts';
import type { Message } from '../state.ts';
import { addressOf, conversation, goTo, placeOf } from '../where.ts';
import { counted, fill } from '../words.ts';

export function renderFeed(desk: Desk, reader: Reader): Html {
  const { words, where } = reader;
  const name = placeName(desk, where.in, reader);
  const messages = where.thread === undefined ? desk.state.feed(placeOf(where)) : desk.state.thread(where.thread);
  const notices = desk.shown
    .notices(reader.person.id, placeOf(where))
    .filter((notice) => notice.thread === where.thread);
  const ids = new Set(messages.map((message) => message.id));
  const loose = notices.filter((notice) => notice.anchor === undefined || !ids.has(notice.anchor));
  return html`<main id="main" tabindex="-1"><div class="main-head">${
    where.thread === undefined
      ? html`<h1>${name}</h1>`
      : html`<a class="back" href="${addressOf(goTo(where, where.in))}" data-go id="back"><span aria-hidden="true">←</span> ${fill(words.back_to, { place: name })}</a><h1>${fill(words.thread_of, { place: name })}</h1>`
  }</div>
<div id="feed" role="region" aria-label="${words.panel_conversation}" tabindex="0">${messages.length === 0 && loose.length === 0 && renderEmpty(reader)}${messages.map(
    (message) => [
      renderMessage(desk, message, reader),
      notices.filter((notice) => notice.anchor === message.id).map((notice) => renderNotice(notice, reader)),
    ],
  )}${loose.map((notice) => renderNotice(notice, reader))}</div>
${renderComposer(reader)}</main>`;
}

function renderEmpty(reader: Reader): Html {
  const { words } = reader;
  return reader.where.in === DIRECT
    ? html`<div class="empty"><h2>${words.empty_direct_title}</h2><p>${fill(words.empty_direct_text, { name: reader.person.name })}</p></div>`
    : html`<div class="empty"><h2>${words.empty_channel_title}</h2><p>${words.empty_channel_text}</p></div>`;
}

function renderMessage(desk: Desk, message: Message, reader: Reader): Html {
  const { words, where } = reader;
  const author = authorOf(desk, message.author, reader);
  const root = message.thread === message.id;
  const labelled =
    message.content.kind === 'card' ? html` aria-labelledby="title-${message.id}"` : html` aria-label="${author.name}"`;
  return html`<article class="message" id="m-${message.id}" tabindex="-1"${labelled}>${renderAvatar(author, author.tint)}<div class="message-main"><p class="byline"><strong>${author.name}</strong>${
    message.content.kind === 'card' && html` <span class="app">${words.bot_label}</span>`
  } <span class="when">${renderTime(message.at, reader, 'short')}${message.changedAt !== undefined && html` · ${words.changed} ${renderTime(message.changedAt, reader, 'short')}`}</span></p>${
    message.content.kind === 'card'
      ? renderCard(message.content.card, message.id, reader)
      : html`<p class="text" dir="auto">${message.content.text}</p>`
  }${where.thread === undefined && (root || message.alsoInChannel) && renderThreadLink(desk, message, reader)}</div></article>`;
}

function renderThreadLink(desk: Desk, message: Message, reader: Reader): Html {
  const replies = desk.state.thread(message.thread).length - 1;
  const label = replies === 0 ? reader.words.open_thread : counted(reader.words, 'replies', replies, reader.language);
  const about = message.content.kind === 'card' ? message.content.card.title : message.content.text;
  return html`<a class="thread-link" href="${addressOf(goTo(reader.where, reader.where.in, message.thread))}" data-go id="open-${message.id}"><span aria-hidden="true">↳</span> ${label}<span class="unseen">: ${about}</span></a>`;
}

function renderNotice(notice: Notice, reader: Reader): Html {
  const { words } = reader;
  return html`<article class="message notice" id="${notice.id}" tabindex="-1" aria-labelledby="title-${notice.id}"><div class="message-main"><p class="byline"><span class="private"><span aria-hidden="true">◐</span> ${fill(words.only_you, { name: reader.person.name })}</span> <span class="when">${renderTime(notice.at, reader, 'short')}</span></p>${renderCard(notice.card, notice.id, reader)}<form method="post" action="/console/dismiss" id="dismiss-${notice.id}">${envelope(reader)}<input type="hidden" name="_at" value="${notice.id}"><button class="button quiet small">${words.dismiss}</button></form></div></article>`;
}

function renderComposer(reader: Reader): Html {
  const { words, where } = reader;
  const kind = where.thread === undefined ? 'command' : 'thread';
  const shortcuts = [
    { text: '/template propose', label: words.shortcut_propose },
    { text: '/send-active', label: words.shortcut_send },
    { text: '/template list', label: words.shortcut_list },
    { text: '/template help', label: words.shortcut_help },
  ];
  return html`<div class="composer">${
    where.thread === undefined &&
    html`<ul class="shortcuts" aria-label="${words.shortcuts}">${shortcuts.map((one, index) => html`<li>${renderCommandButton(reader, one.text, one.label, `shortcut-${index}`, 'chip')}</li>`)}</ul>`
  }<form method="post" action="/console/command" id="composer">${envelope(conversationReader(reader))}<label for="composer-text">${words[`composer_${kind}`]}</label><div class="row"><input type="text" id="composer-text" name="text" autocomplete="off" dir="auto" placeholder="${words[`composer_${kind}_example`]}" aria-describedby="composer-hint" required><button class="button primary" id="composer-send">${words.composer_send}</button></div><p class="hint" id="composer-hint">${words[`composer_${kind}_hint`]}</p></form></div>`;
}

/** A button that does what typing the command would. */
export function renderCommandButton(reader: Reader, text: string, label: string, id: string, look: string): Html {
  return html`<form method="post" action="/console/command" id="form-${id}">${envelope(conversationReader(reader))}<input type="hidden" name="text" value="${text}"><button class="${look}" id="${id}">${label}</button></form>`;
}

function conversationReader(reader: Reader): Reader {
  return { ...reader, where: conversation(reader.where) };
}
