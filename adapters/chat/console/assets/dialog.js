// Makes the dialog the server drew modal, puts the focus where work goes on, and gives it back at the end.

let opener = '';
let shown = '';

/** `from`: id of the control that opened it. A further page of the same dialog keeps the first one. */
export function showDialog(from) {
  const dialog = document.getElementById('dialog');
  if (!dialog) return;
  if (!dialog.matches(':modal')) {
    dialog.removeAttribute('open');
    dialog.showModal();
  }
  if (shown !== dialog.dataset.key) {
    opener = from ?? '';
    shown = dialog.dataset.key;
  }
  focusFirst(dialog);
}

function focusFirst(dialog) {
  const body = dialog.querySelector('.dialog-body');
  if (body) body.scrollTop = 0;
  const faults = dialog.querySelector('#faults');
  const last = dialog.querySelector('#dialog-done, #question-yes');
  const field = dialog.querySelector('[role=combobox], select, input:not([type=hidden]), textarea');
  const visible = [...dialog.querySelectorAll('[role=combobox], select, input:not([type=hidden]), textarea')].find(
    (one) => one.offsetParent !== null,
  );
  (faults ?? last ?? visible ?? field ?? dialog.querySelector('#dialog-title'))?.focus();
}

/** After the dialog is gone: the focus returns to the control that opened it, if it is still there. */
export function closeDialog() {
  if (shown === '') return;
  shown = '';
  const back = document.getElementById(opener) ?? document.getElementById('main');
  back?.focus({ preventScroll: true });
}

/** True when the visitor changed something since the server last drew the form. */
export function isDirty(form) {
  return [...form.elements].some((one) => {
    if (one.type === 'hidden' || one.dataset.mine !== undefined) return false;
    if (one.tagName === 'SELECT') return [...one.options].some((option) => option.selected !== option.defaultSelected);
    return one.type === 'radio'
      ? one.checked !== one.defaultChecked
      : one.value !== undefined && one.value !== one.defaultValue && one.type !== 'submit';
  });
}

/** For a page that goes away: its reload is asked for before the application has heard the last words. */
export function storeTyped(form) {
  const typed = [...new FormData(form)].filter(([name]) => !name.startsWith('_'));
  sessionStorage.setItem('typed', JSON.stringify({ key: document.getElementById('dialog').dataset.key, typed }));
}

/** What was typed before the page was loaded again, back in its form. True when something was. */
export function restoreTyped() {
  const kept = JSON.parse(sessionStorage.getItem('typed') ?? '{}');
  sessionStorage.removeItem('typed');
  const dialog = document.getElementById('dialog');
  const form = dialog?.querySelector('#open-form');
  if (!form || kept.key !== dialog.dataset.key) return false;
  for (const [name, value] of kept.typed) {
    const control = form.elements.namedItem(name);
    const takes = control instanceof HTMLSelectElement ? hasOption(control, value) : control !== null;
    if (takes && control.type !== 'hidden') control.value = value;
  }
  return isDirty(form);
}

function hasOption(select, value) {
  return [...select.options].some((option) => option.value === value);
}
