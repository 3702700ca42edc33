// Makes the page smooth: forms and links swap parts instead of loading anew, and news arrives by itself. Everything here
// is comfort; the page works without it.
import { isDirty, restoreTyped, showDialog, storeTyped } from './dialog.js';
import { bringIntoView, dropTarget, go, refresh, send, settle, showNewest, toEnd } from './page.js';
import { count, foldRail } from './small.js';

const LIVE_WAIT_MS = 350;
/** How long typing may be lost for, where a draft is kept. */
const KEEP_WAIT_MS = 700;
const NEWS_WAIT_MS = 60;
const RETRY_MS = 2_000;

document.addEventListener('submit', async (event) => {
  const form = event.target;
  event.preventDefault();
  // A second press while the first is under way is the same press.
  if (form.dataset.sending !== undefined) return;
  form.dataset.sending = '';
  form.dataset.client = 'data-sending';
  stopLive();
  const free = showWorking(event.submitter);
  await send(form, event.submitter);
  free();
  delete form.dataset.sending;
});

/** The press is seen at once, whatever the answer takes. */
function showWorking(button) {
  if (!button || button.hidden) return () => undefined;
  button.setAttribute('aria-busy', 'true');
  button.dataset.working = document.body.dataset.working;
  return () => {
    button.removeAttribute('aria-busy');
    delete button.dataset.working;
  };
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a');
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  if (link.closest('#faults') && link.dataset.field) {
    event.preventDefault();
    focusField(link.dataset.field);
  } else if (link.dataset.go !== undefined) {
    event.preventDefault();
    void leave(link.href);
  }
});

function focusField(name) {
  const control = document.getElementById(`combo-${name}`) ?? document.getElementById(`field-${name}`);
  control?.focus();
  control?.scrollIntoView({ block: 'center' });
}

/** The application hears the last words before a form closes, so that a draft has them. */
async function leave(url) {
  await keepTyped();
  await go(url);
}

/** `last`: the page is going away, and the browser finishes the request without it. */
async function keepTyped({ last = false } = {}) {
  const form = document.querySelector('#dialog #open-form');
  stopLive();
  // What is being sent is not an unfinished form.
  if (form?.dataset.hears === undefined || form.dataset.sending !== undefined || !isDirty(form)) return;
  if (last) storeTyped(form);
  await send(form, null, { live: true, silent: true, last });
}

// Escape in the dialog is its Close link.
document.addEventListener(
  'cancel',
  (event) => {
    if (event.target.id !== 'dialog') return;
    event.preventDefault();
    void leave(event.target.dataset.close);
  },
  true,
);

let liveTimer;
let liveCall;
function stopLive() {
  clearTimeout(liveTimer);
  liveCall?.abort();
}
document.addEventListener('input', (event) => {
  const { target } = event;
  if (target.dataset.max) count(target);
  if (target.form?.id !== 'open-form' || target.dataset.mine !== undefined) return;
  if (target.form.dataset.hears === undefined) return;
  // A field without a preview is kept, but nothing is drawn again: faults stay in sight while they are mended.
  const silent = target.dataset.live === undefined;
  stopLive();
  liveTimer = setTimeout(
    () => {
      liveCall = new AbortController();
      void send(target.form, null, { live: true, silent, signal: liveCall.signal });
    },
    silent ? KEEP_WAIT_MS : LIVE_WAIT_MS,
  );
});

// Reload, a closed tab, the phone in a pocket.
window.addEventListener('pagehide', () => void keepTyped({ last: true }));

window.addEventListener('popstate', async () => {
  const url = location.href;
  await keepTyped();
  await go(url, { push: false });
});

let newsTimer;
function listen() {
  const news = new EventSource('/console/events');
  news.addEventListener('version', (event) => {
    if (event.data === document.body.dataset.version) return;
    clearTimeout(newsTimer);
    newsTimer = setTimeout(refresh, NEWS_WAIT_MS);
  });
  // Browsers come back by themselves from a lost connection, but not from an answer that says no.
  news.addEventListener('error', () => {
    if (news.readyState === EventSource.CLOSED) setTimeout(listen, RETRY_MS);
  });
}

listen();
foldRail();
if (restoreTyped()) void keepTyped();
settle();
showDialog();
const target = document.getElementById(document.body.dataset.at ?? '');
if (target) {
  bringIntoView(target);
  dropTarget();
} else {
  toEnd();
  const feed = document.getElementById('feed');
  if (feed && feed.scrollHeight <= feed.clientHeight) showNewest();
}
document.documentElement.dataset.ready = '';
