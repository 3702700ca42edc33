// Small comforts over the finished page: local times, what is new since the last look, counters under text fields.

/** Rewrites universal times in the reader's own zone, in the page's language the way the reader's country writes it. */
export function localTimes(root) {
  const page = document.documentElement.lang;
  const language = navigator.languages.find((one) => one.split('-')[0] === page) ?? page;
  const today = new Date().toDateString();
  for (const time of root.querySelectorAll('time[datetime]')) {
    const at = new Date(time.dateTime);
    const sameDay = time.dataset.look === 'short' && at.toDateString() === today;
    const timeStyle = time.dataset.look === 'exact' ? 'medium' : 'short';
    const look = sameDay ? { timeStyle } : { dateStyle: 'medium', timeStyle };
    time.textContent = written(language, look, at);
    time.title = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'long' }).format(at);
  }
}

/** A time that ends in a full stop of its own (“9:05 a. m.”) cannot stand in a sentence: there the day has 24 hours. */
function written(language, look, at) {
  const text = new Intl.DateTimeFormat(language, look).format(at);
  return text.endsWith('.') ? new Intl.DateTimeFormat(language, { ...look, hourCycle: 'h23' }).format(at) : text;
}

/** Marks people and places that got something since this browser last showed them. */
export function markNew() {
  const links = [...document.querySelectorAll('[data-seen]')];
  const key = (link) => `aval.seen ${link.dataset.seen}`;
  for (const link of links) {
    if (link.getAttribute('aria-current') === 'page') localStorage.setItem(key(link), link.dataset.last);
  }
  for (const link of links) {
    const badge = link.querySelector('.badge');
    const { last } = link.dataset;
    if (badge) badge.hidden = last === '' || localStorage.getItem(key(link)) === last;
  }
}

export function countCharacters(root) {
  for (const input of root.querySelectorAll('[data-max]')) count(input);
}

export function count(input) {
  const limit = document.getElementById(`limit-${input.name}`);
  if (!limit) return;
  const typed = [...input.value].length;
  const text = limit.dataset.counter.replace('{count}', typed).replace('{max}', input.dataset.max);
  limit.classList.toggle('over', typed > Number(input.dataset.max));
  if (limit.textContent !== text) limit.textContent = text;
  limit.dataset.client = 'class';
}

/** Wide screens always show the rail; narrow ones start with it folded. */
export function foldRail() {
  const rail = document.getElementById('switcher');
  if (rail) rail.open = !matchMedia('(max-width: 900px)').matches;
}
