// The right side: a customer's phone. Bubbles as WhatsApp draws them, quick replies to tap, a box to answer; and the table of
// values that make the simulator misbehave.

import type { PreviewButton } from '../../../../src/domain/templates/preview.ts';
import type { CustomerPhone, PhoneMessage } from '../../../../src/ports/rehearsal.ts';
import type { Desk } from '../desk.ts';
import { type Html, html } from '../drawing/html.ts';
import { envelope, type Reader } from '../drawing/reader.ts';
import { renderBubble, renderButtonLabel, renderDetail, renderMarkup } from '../drawing/render-message.ts';
import { renderTime } from '../drawing/render-text.ts';
import type { MagicValue } from '../settings.ts';
import { addressOf, stay } from '../where.ts';
import { fill } from '../words.ts';

/** The number whose phone is shown: the one asked for while it exists, else the one with the latest message. */
export function shownNumber(phone: CustomerPhone, asked: string | undefined): string | undefined {
  const numbers = phone.numbers();
  return numbers.find(({ e164 }) => e164 === asked)?.e164 ?? numbers[0]?.e164;
}

export function renderPhone(desk: Desk, reader: Reader): Html {
  const { phone, help } = desk.deps;
  const { words } = reader;
  if (phone === undefined) return html``;
  const number = shownNumber(phone, reader.where.phone);
  return html`<aside id="phone" tabindex="-1" aria-labelledby="phone-title"><h2 id="phone-title">${words.phone_title}</h2><p class="hint">${words.phone_hint}</p>${renderNumbers(phone, number, reader)}
<div class="handset"><div class="handset-top"><span class="avatar handset-avatar" aria-hidden="true">${[...words.phone_business][0]}</span><strong>${words.phone_business}</strong></div>
<div class="handset-screen" id="handset-screen" tabindex="0" role="log" aria-label="${words.phone_title}">${number === undefined ? renderEmptyPhone(reader) : phone.messages(number).map((message) => renderPhoneMessage(message, number, phone, reader))}</div>
${number !== undefined && renderReply(number, reader)}</div>
${help !== undefined && help.length > 0 && renderMagic(help, reader)}</aside>`;
}

function renderNumbers(phone: CustomerPhone, shown: string | undefined, reader: Reader): Html {
  const numbers = phone.numbers();
  if (numbers.length === 0) return html``;
  const link = ({ e164, unread }: { e164: string; unread: number }) =>
    html`<li><a class="number" href="${addressOf({ ...stay(reader.where), phone: e164 })}" data-go id="number-${e164.slice(1)}"${e164 === shown && html` aria-current="true"`}>${e164}${unread > 0 && html` <span class="badge">${fill(reader.words.phone_unread, { count: unread })}</span>`}</a></li>`;
  return html`<ul class="numbers" aria-label="${reader.words.phone_number}">${numbers.map(link)}</ul>`;
}

function renderEmptyPhone(reader: Reader): Html {
  return html`<div class="handset-empty"><strong>${reader.words.phone_empty_title}</strong><p>${reader.words.phone_empty_text}</p></div>`;
}

function renderPhoneMessage(message: PhoneMessage, number: string, phone: CustomerPhone, reader: Reader): Html {
  const { words } = reader;
  const from = message.direction === 'in' ? words.phone_from_business : words.phone_from_customer;
  const quoted = phone.messages(number).find((one) => one.id === message.answers);
  const tap = (button: PreviewButton, index: number) => renderTap({ button, index, message, number }, reader);
  return html`<article class="bubble bubble-${message.direction}" id="p-${message.id}" aria-label="${from}">${
    quoted !== undefined &&
    html`<p class="quoted"><span class="unseen">${words.phone_answers} </span>${renderMarkup(quoted.preview.body)}</p>`
  }${renderBubble(message.preview, words, message.direction === 'in' ? tap : undefined)}<p class="bubble-foot">${renderTime(message.at, reader, 'short')}${message.status !== undefined && html` · ${words[`status_${message.status}`]}`}</p></article>`;
}

type Tap = {
  readonly button: PreviewButton;
  readonly index: number;
  readonly message: PhoneMessage;
  readonly number: string;
};

function renderTap({ button, index, message, number }: Tap, reader: Reader): Html {
  // Links and calls leave the chat on a real phone; here they are told, not followed.
  if (button.kind !== 'quick_reply')
    return html`<span class="wa-button">${renderButtonLabel(button)}${renderDetail(button, reader.words)}</span>`;
  return html`<form method="post" action="/console/phone" id="tap-${message.id}-${index}">${envelope({ ...reader, where: { ...stay(reader.where), phone: number } })}<input type="hidden" name="number" value="${number}"><input type="hidden" name="message" value="${message.id}"><input type="hidden" name="button" value="${index}"><button class="wa-button">${renderButtonLabel(button)}</button></form>`;
}

function renderReply(number: string, reader: Reader): Html {
  const { words } = reader;
  return html`<form method="post" action="/console/phone" id="phone-reply" class="handset-reply">${envelope({ ...reader, where: { ...stay(reader.where), phone: number } })}<input type="hidden" name="number" value="${number}"><label class="unseen" for="phone-text">${words.phone_reply}</label><input type="text" id="phone-text" name="text" autocomplete="off" dir="auto" placeholder="${words.phone_reply_example}" required><button id="phone-send" aria-label="${words.phone_reply_send}"><span aria-hidden="true">➤</span></button></form>`;
}

function renderMagic(help: readonly MagicValue[], reader: Reader): Html {
  const { words } = reader;
  return html`<details class="magic" id="magic"><summary>${words.magic_title}</summary><table><thead><tr><th scope="col">${words.magic_value}</th><th scope="col">${words.magic_what}</th></tr></thead><tbody>${help.map(
    ({ value, what }) => html`<tr><td><code>${value}</code></td><td>${what}</td></tr>`,
  )}</tbody></table></details>`;
}
