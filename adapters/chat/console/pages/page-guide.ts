// The stepper on top: what is behind, what is next, and one button that leads there. It changes who one acts as only when
// pressed, and writes nothing into forms.
import type { Desk } from '../desk.ts';
import { type Html, html } from '../drawing/html.ts';
import type { Reader } from '../drawing/reader.ts';
import { DIRECT, type Part, type Person, privatePlace } from '../settings.ts';
import type { Message } from '../state.ts';
import { addressOf, stay, type Where } from '../where.ts';
import { fill } from '../words.ts';
import { type Guide, readGuide, STEPS, type Step } from './guide.ts';
import { renderCommandButton } from './page-feed.ts';

export function renderGuide(desk: Desk, reader: Reader): Html {
  if (!desk.settings.guide) return html``;
  const { words } = reader;
  const guide = readGuide(
    desk.state,
    desk.deps.phone,
    desk.settings.channels.map((channel) => channel.id),
  );
  const step = STEPS[guide.done];
  return html`<section id="guide" aria-labelledby="guide-title"><h2 id="guide-title" class="unseen">${words.guide_title}</h2><ol class="steps">${STEPS.map((one, index) => renderStep(one, index, guide.done, reader))}</ol><div class="guide-now">${
    step === undefined
      ? html`<p><strong>${words.guide_done_title}</strong> ${words.guide_done_text}</p>${toAnswer(desk, reader)}`
      : html`<p><span class="guide-count">${fill(words.guide_count, { step: guide.done + 1, total: STEPS.length })}</span> ${textOf(step, guide, desk, reader)}</p>${buttonOf(step, guide, desk, reader)}`
  }</div></section>`;
}

function renderStep(step: Step, index: number, done: number, reader: Reader): Html {
  const { words } = reader;
  const state = index < done ? 'done' : index === done ? 'now' : 'later';
  const sign = state === 'done' ? '✓' : String(index + 1);
  return html`<li class="step step-${state}"${state === 'now' && html` aria-current="step"`}><span class="step-sign" aria-hidden="true">${sign}</span><span class="step-name">${words[`guide_${step}`]}</span><span class="unseen">: ${words[`guide_state_${state}`]}</span></li>`;
}

function textOf(step: Step, guide: Guide, desk: Desk, reader: Reader): string {
  const { words } = reader;
  const name = (part: Part) => actorOf(desk, part, reader)?.name ?? '';
  switch (step) {
    case 'propose':
      return fill(guide.toRevise === undefined ? words.guide_propose_text : words.guide_revise_text, {
        name: name('proposer'),
      });
    case 'approve':
      return fill(words.guide_approve_text, { name: name('approver') });
    case 'review':
      return guide.toEnable === undefined
        ? words.guide_review_text
        : fill(words.guide_enable_text, { name: name('approver') });
    case 'send':
      return fill(words.guide_send_text, { name: name('agent') });
    case 'answer':
      return words.guide_answer_text;
  }
}

function buttonOf(step: Step, guide: Guide, desk: Desk, reader: Reader): Html {
  const { words } = reader;
  switch (step) {
    case 'propose':
      if (guide.toRevise !== undefined)
        return toMessage('proposer', guide.toRevise, words.guide_revise_go, desk, reader);
      return asPerson(
        'proposer',
        desk,
        reader,
        renderCommandButton(reader, '/template propose', words.guide_propose_go, 'guide-go', 'button primary'),
      );
    case 'approve':
      return toMessage('approver', guide.waiting, words.guide_approve_go, desk, reader);
    case 'review':
      return toMessage('approver', guide.toEnable, words.guide_enable_go, desk, reader);
    case 'send':
      return asPerson(
        'agent',
        desk,
        reader,
        renderCommandButton(
          reader,
          `/send-active ${desk.settings.exampleNumber ?? ''}`.trim(),
          words.guide_send_go,
          'guide-go',
          'button primary',
        ),
      );
    case 'answer':
      return html`<a class="button primary" id="guide-go" data-go data-focus="phone" href="${addressOf({ ...stay(reader.where), panel: 'phone', at: 'phone' })}">${words.guide_answer_go}</a>`;
  }
}

/** The button itself once one acts as the right person, before that the way to become them. */
function asPerson(part: Part, desk: Desk, reader: Reader, button: Html): Html {
  const actor = actorOf(desk, part, reader);
  if (actor === undefined || actor.id === reader.person.id) return button;
  return switchTo(actor, { ...stay(reader.where), as: actor.id }, reader);
}

function toMessage(part: Part, message: Message | undefined, label: string, desk: Desk, reader: Reader): Html {
  if (message === undefined) return html``;
  const actor = actorOf(desk, part, reader) ?? reader.person;
  const target: Where = { as: actor.id, in: message.place, at: `m-${message.id}` };
  if (actor.id !== reader.person.id) return switchTo(actor, target, reader);
  return html`<a class="button primary" id="guide-go" data-go href="${addressOf(target)}">${label}</a>`;
}

/** Agents are told privately; nothing to show where sends go to a channel. */
function toAnswer(desk: Desk, reader: Reader): Html {
  const agent = actorOf(desk, 'agent', reader);
  const roots = agent === undefined ? [] : desk.state.feed(privatePlace(agent.id));
  const replies = roots.flatMap((root) => desk.state.thread(root.id).slice(1));
  const last = replies.toSorted((a, b) => a.at.localeCompare(b.at)).at(-1);
  if (agent === undefined || last === undefined) return html``;
  const target: Where = { as: agent.id, in: DIRECT, thread: last.thread, at: `m-${last.id}` };
  return html`<a class="button plain" id="guide-go" data-go href="${addressOf(target)}">${reader.words.guide_done_go}</a>`;
}

function switchTo(actor: Person, target: Where, reader: Reader): Html {
  return html`<a class="button primary" id="guide-go" data-go href="${addressOf(target)}">${fill(reader.words.guide_switch, { name: actor.name })}</a>`;
}

/** Whoever has this part; the person one acts as already, when they do. */
function actorOf(desk: Desk, part: Part, reader: Reader): Person | undefined {
  return reader.person.part === part ? reader.person : desk.settings.people.find((person) => person.part === part);
}
