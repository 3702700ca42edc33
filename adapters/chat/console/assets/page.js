// Loads newer copies of the page and puts them in place: after a form, after a link, and when the server says that
// something changed. One request of the visitor's at a time; refreshes wait for it.
import { closeDialog, showDialog } from './dialog.js';
import { morph } from './morph.js';
import { enhanceSearches } from './search.js';
import { countCharacters, foldRail, localTimes, markNew } from './small.js';

const PARTS = ['top', 'guide', 'rail', 'main', 'phone', 'panels', 'announce', 'dialog-slot'];
let busy = 0;
let missed = false;
let turn = 0;
let place = placeOf(location.href);

/** Finishes a page that has just arrived, first or later. */
export function settle() {
  localTimes(document);
  enhanceSearches(document);
  countCharacters(document);
  markNew();
}

/** `keep`: leaves the open dialog alone. `fresh`: id of the form that was sent. */
function swap(html, { keep = false, fresh, only = PARTS } = {}) {
  const next = new DOMParser().parseFromString(html, 'text/html');
  localTimes(next);
  const feed = document.getElementById('feed');
  const screen = document.getElementById('handset-screen');
  const pinned = [feed, screen].filter((box) => box && isAtEnd(box));
  const last = lastInSight(feed);
  const sizes = new Map([feed, screen].filter(Boolean).map((box) => [box, box.scrollHeight]));
  document.title = next.title;
  document.documentElement.lang = next.documentElement.lang;
  for (const name of Object.keys(next.body.dataset)) document.body.dataset[name] = next.body.dataset[name];
  for (const id of only) {
    if (id === 'dialog-slot' && keep && document.querySelector('#dialog')) continue;
    replacePart(id, next, fresh);
  }
  settle();
  for (const box of pinned) if (box.scrollHeight !== sizes.get(box)) box.scrollTop = box.scrollHeight;
  const newest = lastMessage();
  if (last && newest && newest.id !== last) bringIntoView(newest);
}

function lastMessage() {
  return document.querySelector('#feed > article:last-child');
}

/** Where the page scrolls instead of the conversation: the id of the last message while its end can be seen. */
function lastInSight(feed) {
  const last = lastMessage();
  if (!last || feed.scrollHeight > feed.clientHeight) return undefined;
  const { bottom } = last.getBoundingClientRect();
  return bottom > 0 && bottom <= innerHeight ? last.id : undefined;
}

// Parts that come and go (the guide, the phone) need their place: the copy tells it by what follows.
function replacePart(id, next, fresh) {
  const [old, wanted] = [document.getElementById(id), next.getElementById(id)];
  if (old && wanted) morph(old, wanted, fresh);
  else if (old) old.remove();
  else if (wanted) (document.querySelector('.columns') ?? document.body).append(document.importNode(wanted, true));
}

function isAtEnd(box) {
  return box.scrollHeight - box.scrollTop - box.clientHeight < 80;
}

/** Follows a link inside the page. */
export async function go(url, { push = true } = {}) {
  const opener = document.activeElement?.id;
  turn += 1;
  const mine = turn;
  const answer = await ask(url);
  // The visitor has done something else in the meantime: that answer counts, whichever comes first.
  if (!answer || mine !== turn) return;
  if (push) history.pushState(null, '', answer.url);
  swap(answer.html);
  foldRail();
  focusAfter(opener);
  if (!hasMoved(answer.url) || document.body.dataset.at !== '') return;
  toEnd();
  showNewest();
}

/** Narrow screens scroll the page instead of the conversation. */
export function showNewest() {
  const last = lastMessage();
  if (last) bringIntoView(last);
}

/** True when another conversation than before is shown now: that one is read from its end. */
function hasMoved(url) {
  const before = place;
  place = placeOf(url);
  return place !== before;
}

function placeOf(url) {
  const { searchParams } = new URL(url);
  return `${searchParams.get('in') ?? ''} ${searchParams.get('thread') ?? ''} ${searchParams.get('panel') ?? ''}`;
}

/**
 * Sends a form of the page. `live`: only the open dialog is drawn again, and typing goes on; `silent`: not even that.
 * `last`: the page does not wait for the answer.
 */
export async function send(form, button, { live = false, silent = false, last = false, signal } = {}) {
  const data = new URLSearchParams(new FormData(form, button));
  data.set('_token', document.body.dataset.token);
  if (live) {
    data.set('_button', 'live');
    data.set('_delivery', crypto.randomUUID());
  }
  if (!live) turn += 1;
  const opener = button?.id ?? document.activeElement?.id;
  const answer = await ask(form.action, { method: 'POST', body: data, signal, keepalive: last, quiet: silent });
  if (!answer || silent) return;
  if (live) return swap(answer.html, { only: ['dialog-slot'] });
  // A form that opens is a step of its own: Back closes it, and Forward opens it again.
  if (hasForm(answer.url) && !hasForm(location.href)) history.pushState(null, '', answer.url);
  else history.replaceState(null, '', answer.url);
  hasMoved(answer.url);
  swap(answer.html, { fresh: form.id });
  focusAfter(opener);
}

function hasForm(url) {
  return new URL(url).searchParams.has('form');
}

/** Draws the page again as it is now. */
export async function refresh() {
  if (busy > 0) {
    missed = true;
    return;
  }
  const mine = turn;
  const answer = await ask(location.href, { quiet: true });
  // What the visitor did in the meantime has changed the page: this copy is of the one before.
  if (mine !== turn) missed ||= busy > 0;
  else if (answer) swap(answer.html, { keep: true });
}

async function ask(url, { quiet = false, ...options } = {}) {
  if (!quiet) busy += 1;
  try {
    const response = await fetch(url, { ...options, credentials: 'same-origin' });
    const html = await response.text();
    if (response.ok) {
      if (!quiet) say('');
      return { url: response.url, html };
    }
    if (!quiet) say(sentenceOf(html) ?? document.body.dataset.unreachable);
  } catch (error) {
    if (error.name !== 'AbortError' && !quiet) say(document.body.dataset.unreachable);
  } finally {
    if (!quiet) busy -= 1;
    if (busy === 0 && missed && !quiet) {
      missed = false;
      // Once the answer is in place: until then the address is still the old one.
      setTimeout(refresh);
    }
  }
  return undefined;
}

function sentenceOf(html) {
  return new DOMParser().parseFromString(html, 'text/html').getElementById('refusal')?.textContent;
}

/** Says a problem where it is seen and heard; inside the dialog while one is open, because the rest is inert then. */
function say(text) {
  const problem = document.getElementById('problem');
  const dialog = document.querySelector('dialog:modal .dialog-body');
  document.getElementById('dialog-problem')?.remove();
  if (dialog && text !== '') {
    const note = Object.assign(document.createElement('p'), {
      id: 'dialog-problem',
      className: 'note note-error',
      textContent: text,
    });
    note.dataset.mine = '';
    note.setAttribute('role', 'alert');
    dialog.prepend(note);
    return;
  }
  problem.textContent = text;
}

/** To the dialog if one opened, to what the answer points at, else back to where the visitor was. */
function focusAfter(opener) {
  if (document.getElementById('dialog')) return showDialog(opener);
  closeDialog();
  const target = document.getElementById(document.body.dataset.at ?? '');
  if (target) {
    bringIntoView(target);
    target.focus({ preventScroll: true });
    dropTarget();
    return;
  }
  const back = document.getElementById(opener ?? '');
  if (back && back !== document.activeElement) back.focus();
  else if (!back && document.activeElement === document.body)
    document.getElementById('main')?.focus({ preventScroll: true });
}

/** Something taller than the window is read from its top. */
export function bringIntoView(target) {
  const room = Math.min(document.getElementById('feed')?.clientHeight ?? innerHeight, innerHeight);
  target.scrollIntoView({ block: target.offsetHeight > room ? 'start' : 'nearest' });
}

/** The pointer served once; a reload should not jump again. */
export function dropTarget() {
  const url = new URL(location.href);
  url.searchParams.delete('at');
  url.hash = '';
  history.replaceState(null, '', url);
  document.body.dataset.at = '';
}

export function toEnd() {
  for (const id of ['feed', 'handset-screen']) {
    const box = document.getElementById(id);
    if (box) box.scrollTop = box.scrollHeight;
  }
}
