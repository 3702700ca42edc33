// Draws a Card: title and tone, facts, sections, buttons, footer. Each button is a form of its own, so that it works
// without a script, and carries the message it hangs on, its action and its subject under one proof.
import type { Action, Card, DiffLine, Section } from '../../../../src/views/view.ts';
import { type Html, html } from './html.ts';
import { envelope, type Reader, sealed } from './reader.ts';
import { renderBubble } from './render-message.ts';
import { renderText, renderTone } from './render-text.ts';

/** `at`: the id of the message or notice the card hangs on; names its buttons. */
export function renderCard(card: Card, at: string, reader: Reader): Html {
  return html`<div class="card card-${card.tone}">
<div class="card-head"><h2 id="title-${at}" dir="auto">${card.title}</h2>${renderTone(card, reader)}</div>
${renderContent(card, reader)}
${card.actions.length > 0 && html`<div class="actions">${renderActions(card, at, reader)}</div>`}
</div>`;
}

/** A card whose title and buttons stand elsewhere: the dialog has a head and a foot of its own. */
export function renderBareCard(card: Card, reader: Reader): Html {
  return html`<div class="card card-${card.tone}">${card.tone !== 'plain' && html`<div class="card-head">${renderTone(card, reader)}</div>`}
${renderContent(card, reader)}</div>`;
}

function renderContent(card: Card, reader: Reader): Html {
  return html`${card.facts.length > 0 && html`<dl class="facts">${card.facts.map((fact) => html`<div><dt>${fact.label}</dt><dd dir="auto">${renderText(fact.value, reader)}</dd></div>`)}</dl>`}
${card.sections.map((section) => renderSection(section, reader))}
${card.footer !== undefined && html`<p class="card-foot" dir="auto">${renderText(card.footer, reader)}</p>`}`;
}

export function renderActions(card: Card, at: string, reader: Reader): Html {
  return html`${card.actions.map((action, index) => renderAction(action, `${at}-${action.id}-${index}`, at, reader))}`;
}

function renderAction(action: Action, name: string, at: string, reader: Reader): Html {
  return html`<form method="post" action="/console/action" id="act-${name}">${envelope(reader)}${sealed(
    reader,
    'action',
    {
      at,
      action: action.id,
      subject: action.subject,
      confirm: action.confirm === undefined ? '' : JSON.stringify(action.confirm),
    },
  )}<button class="button ${action.style ?? 'plain'}" id="button-${name}" data-action="${action.id}">${action.label}</button></form>`;
}

function renderSection(section: Section, reader: Reader): Html {
  switch (section.kind) {
    case 'text':
      return html`<p class="text" dir="auto">${renderText(section.text, reader)}</p>`;
    case 'list':
      return html`<div class="list">${section.title !== undefined && html`<h3>${section.title}</h3>`}<ul>${section.items.map(
        (item) => html`<li dir="auto">${renderText(item, reader)}</li>`,
      )}</ul></div>`;
    case 'raw':
      return renderRaw(section.label, section.text);
    case 'preview':
      return html`<figure class="preview"><figcaption>${section.label}</figcaption><div class="wa">${renderBubble(section.message, reader.words)}</div></figure>`;
    case 'diff':
      return html`<figure class="diff"><figcaption>${section.label}</figcaption><ul>${section.lines.map((line) => renderDiffLine(line, reader))}</ul></figure>`;
  }
}

// The parser drops a line feed right after <pre>: ours goes first, so that none of the text's own is lost.
export function renderRaw(label: string, text: string): Html {
  return html`<figure class="raw"><figcaption>${label}</figcaption><pre dir="auto" tabindex="0" role="group" aria-label="${label}">
${text}</pre></figure>`;
}

function renderDiffLine(line: DiffLine, reader: Reader): Html {
  if (line.mark === 'same') return html`<li class="same" dir="auto">${line.text}</li>`;
  const [sign, word] = line.mark === 'added' ? ['+', reader.words.diff_added] : ['−', reader.words.diff_removed];
  const text = line.mark === 'added' ? html`<ins>${line.text}</ins>` : html`<del>${line.text}</del>`;
  return html`<li class="${line.mark}" dir="auto"><span aria-hidden="true">${sign} </span><span class="unseen">${word} </span>${text}</li>`;
}
