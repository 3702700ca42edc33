// Draws what the customer sees: a WhatsApp bubble with header, body, footer and buttons, WhatsApp's own markup applied.
// Links and numbers are shown as text: nothing on this page leads outside.
import type { PreviewButton, PreviewMessage } from '../../../../src/domain/templates/preview.ts';
import { type ConsoleWords, fill } from '../words.ts';
import { type Html, html } from './html.ts';

/** `tap` draws a button the customer may press; without it buttons are pictures of buttons. */
export function renderBubble(
  message: PreviewMessage,
  words: ConsoleWords,
  tap?: (button: PreviewButton, index: number) => Html,
): Html {
  const picture = (button: PreviewButton) =>
    html`<span class="wa-button">${renderButtonLabel(button)}${renderDetail(button, words)}</span>`;
  return html`<div class="wa-bubble">${renderHeader(message, words)}<div class="wa-body" dir="auto">${renderMarkup(message.body)}</div>${
    message.footer !== undefined && html`<div class="wa-footer" dir="auto">${message.footer}</div>`
  }</div>${
    message.buttons.length > 0 &&
    html`<ul class="wa-buttons">${message.buttons.map((button, index) => html`<li>${(tap ?? picture)(button, index)}</li>`)}</ul>`
  }`;
}

const SIGNS: Readonly<Record<PreviewButton['kind'], string>> = {
  quick_reply: '↩',
  url: '↗',
  phone: '✆',
  copy_code: '⧉',
  other: '•',
};

export function renderButtonLabel(button: PreviewButton): Html {
  return html`<span aria-hidden="true">${SIGNS[button.kind]}</span> <span dir="auto">${button.label}</span>`;
}

/** What tapping does, in words; nothing for a quick reply. */
export function renderDetail(button: PreviewButton, words: ConsoleWords): Html {
  const sentence = {
    url: words.button_url,
    phone: words.button_phone,
    copy_code: words.button_copy,
    quick_reply: '',
    other: '',
  }[button.kind];
  return sentence === '' || button.detail === ''
    ? html``
    : html`<small>${fill(sentence, { detail: button.detail })}</small>`;
}

function renderHeader(message: PreviewMessage, words: ConsoleWords): Html {
  const { header } = message;
  if (header === undefined) return html``;
  if (header.kind === 'text') return html`<div class="wa-title" dir="auto">${header.text}</div>`;
  if (header.kind === 'location') {
    return html`<div class="wa-media"><span aria-hidden="true">⌖</span> ${words.media_location}<small dir="auto">${header.name} ${header.address}</small></div>`;
  }
  return html`<div class="wa-media"><span aria-hidden="true">▣</span> ${words[`media_${header.format}`]}<small>${header.link}</small></div>`;
}

const MARKS = [
  { mark: '*', wrap: (inner: Html) => html`<strong>${inner}</strong>` },
  { mark: '_', wrap: (inner: Html) => html`<em>${inner}</em>` },
  { mark: '~', wrap: (inner: Html) => html`<s>${inner}</s>` },
] as const;

/** WhatsApp's `*bold*`, `_italic_`, `~strike~` and triple-backtick monospace. A mark needs text right inside it and no letter outside. */
export function renderMarkup(text: string): Html {
  const parts = text.split('```');
  // An unpaired fence is text.
  const whole = parts.length % 2 === 1 ? parts : [...parts.slice(0, -2), parts.slice(-2).join('```')];
  return html`${whole.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : renderMarks(part)))}`;
}

const MARKED = /(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}])/u;

function renderMarks(text: string): Html {
  const found = MARKED.exec(text);
  const kind = MARKS.find((one) => one.mark === found?.[1]);
  if (found === null || kind === undefined) return html`${text}`;
  const end = found.index + found[0].length;
  return html`${text.slice(0, found.index)}${kind.wrap(renderMarks(found[2] ?? ''))}${renderMarks(text.slice(end))}`;
}
