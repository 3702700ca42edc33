// What only one person sees for a while: the open dialog, and private notices. In memory: after a restart a dialog is
// opened again from its draft.
import type { Card, Form, Option } from '../../../src/views/view.ts';
import type { Where } from './where.ts';

/** A question put between a click and its effect. */
export type Question = {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly action: { readonly id: string; readonly subject: string; readonly at: string };
};

export type Page =
  | { readonly kind: 'form'; readonly form: Form; readonly exampled?: true }
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'question'; readonly question: Question };

export type Dialog = { readonly key: string; readonly person: string; readonly page: Page };

/** `anchor`: the message whose button was pressed; the notice is shown under it. */
export type Notice = {
  readonly id: string;
  readonly person: string;
  readonly place: string;
  readonly thread?: string;
  readonly anchor?: string;
  readonly at: string;
  readonly card: Card;
};

export type Shown = {
  openDialog(dialog: Dialog): void;
  dialog(key: string, person: string): Dialog | undefined;
  closeDialog(key: string): void;
  addNotice(notice: Notice): void;
  notice(id: string, person: string): Notice | undefined;
  notices(person: string, place: string): readonly Notice[];
  dismiss(id: string, person: string): void;
  /** The first time `work` runs; a repeated delivery leads to the same place without a second effect. */
  once(deliveryId: string, work: () => Promise<Where>): Promise<Where>;
  /** Labels of options a search has shown, so that a chosen one keeps its name when the form is drawn again. */
  learnOptions(field: string, options: readonly Option[]): void;
  labelOf(field: string, value: string): string | undefined;
};

const MOST_DIALOGS = 200;
const MOST_NOTICES = 200;
const MOST_DELIVERIES = 1_000;
const MOST_LABELS = 2_000;

export function createShown(): Shown {
  const dialogs = new Map<string, Dialog>();
  const notices = new Map<string, Notice>();
  const places = new Map<string, Promise<Where>>();
  const labels = new Map<string, string>();
  return {
    openDialog: (dialog) => put(dialogs, dialog.key, dialog, MOST_DIALOGS),
    dialog(key, person) {
      const found = dialogs.get(key);
      return found?.person === person ? found : undefined;
    },
    closeDialog: (key) => void dialogs.delete(key),
    addNotice: (notice) => put(notices, notice.id, notice, MOST_NOTICES),
    notice(id, person) {
      const found = notices.get(id);
      return found?.person === person ? found : undefined;
    },
    notices: (person, place) => [...notices.values()].filter((one) => one.person === person && one.place === place),
    dismiss(id, person) {
      if (notices.get(id)?.person === person) notices.delete(id);
    },
    once(deliveryId, work) {
      const known = places.get(deliveryId);
      if (known !== undefined) return known;
      const place = work();
      put(places, deliveryId, place, MOST_DELIVERIES);
      // A delivery that broke may be sent again.
      place.catch(() => places.delete(deliveryId));
      return place;
    },
    learnOptions(field, options) {
      for (const option of options) put(labels, `${field}\n${option.value}`, option.label, MOST_LABELS);
    },
    labelOf: (field, value) => labels.get(`${field}\n${value}`),
  };
}

function put<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
