// The left side: who the visitor acts as, the channels, the private conversation, the language. Links only: nothing changes.
import type { Desk } from '../desk.ts';
import { placeName } from '../desk.ts';
import { type Html, html } from '../drawing/html.ts';
import { envelope, type Reader } from '../drawing/reader.ts';
import { renderAvatar } from '../drawing/render-text.ts';
import { DIRECT, type Person, privatePlace } from '../settings.ts';
import { addressOf, goTo, stay } from '../where.ts';
import { fill } from '../words.ts';

export function renderRail(desk: Desk, reader: Reader): Html {
  const { words, where } = reader;
  return html`<nav id="rail" aria-label="${words.acting_as}"><details id="switcher" open><summary>${fill(
    words.now_acting_in,
    {
      name: reader.person.name,
      place: where.in === DIRECT ? words.direct : placeName(desk, where.in, reader),
    },
  )}</summary>
<h2 class="rail-title">${words.acting_as}</h2><p class="rail-hint">${words.acting_as_hint}</p>
<ul class="people">${desk.settings.people.map((person, index) => html`<li>${renderPerson(desk, person, index, reader)}</li>`)}</ul>
<h2 class="rail-title">${words.channels}</h2>
<ul class="places">${desk.settings.channels.map((channel) => html`<li>${renderPlace(desk, channel.id, channel.id, `#${channel.name}`, reader)}</li>`)}</ul>
<h2 class="rail-title">${words.direct}</h2>
<ul class="places"><li>${renderPlace(desk, DIRECT, privatePlace(reader.person.id), words.bot_name, reader)}</li></ul>
${Object.keys(desk.settings.words).length > 1 && renderLanguages(desk, reader)}
</details></nav>`;
}

function renderPerson(desk: Desk, person: Person, index: number, reader: Reader): Html {
  const current = person.id === reader.person.id;
  // Private places of others do not follow; the channel and its thread do.
  const place = reader.where.in === DIRECT ? DIRECT : reader.where.in;
  const target = { ...goTo(reader.where, place, place === DIRECT ? undefined : reader.where.thread), as: person.id };
  return html`<a class="person" href="${addressOf(target)}" data-go id="as-${person.id}"${current && html` aria-current="true"`} ${seen(desk, privatePlace(person.id), person.id)}>${renderAvatar(person, index)}<span class="person-name">${person.name}<small>${person.role}</small></span>${renderNew(reader)}</a>`;
}

function renderPlace(desk: Desk, place: string, stored: string, name: string, reader: Reader): Html {
  const current = reader.where.in === place;
  return html`<a class="place" href="${addressOf(goTo(reader.where, place))}" data-go id="place-${place}"${current && html` aria-current="page"`} ${seen(desk, stored, reader.person.id)}>${name}${renderNew(reader)}</a>`;
}

/** Lets the script tell what has arrived since this person last looked. */
function seen(desk: Desk, place: string, personId: string): Html {
  const last = desk.state.feed(place).at(-1)?.id ?? '';
  return html`data-seen="${personId} ${place}" data-last="${last}"`;
}

function renderNew(reader: Reader): Html {
  return html`<span class="badge" hidden>${reader.words.new_badge}</span>`;
}

function renderLanguages(desk: Desk, reader: Reader): Html {
  const choices = Object.entries(desk.settings.words).map(
    ([language, words]) =>
      html`<button class="language" name="language" value="${language}" lang="${language}" id="language-${language}"${language === reader.language && html` aria-pressed="true"`}>${words.language_name}</button>`,
  );
  return html`<form method="post" action="/console/language" id="languages" aria-label="${reader.words.language}">${envelope({ ...reader, where: stay(reader.where) })}${choices}</form>`;
}
