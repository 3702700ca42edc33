// Somebody at their chat client: types commands, fills in forms, presses buttons. Every act is a new delivery unless a
// test says that it is a copy.
import type { Actor, Dispatch, Reply, Search } from '../../../src/ports/chat.ts';
import type { NewId } from '../../../src/ports/process.ts';
import type { ActionId, Card, Form, Option, Values } from '../../../src/views/view.ts';
import { formOf, inputsOf } from '../read-card.ts';

/** `delivery`: the platform's id of the act; two acts with one id are copies of each other. */
export type How = { readonly delivery?: string };

export type Person = {
  readonly actor: Actor;
  /** A whole line: `/template propose`. */
  types(line: string, how?: How): Promise<Reply>;
  /** As `types`, where a form must come back. */
  opens(line: string): Promise<Form>;
  /** Fills in a form and presses Submit, or another of its buttons. What is not filled in stays as it is shown. */
  sends(form: Form, values?: Values, how?: How & { readonly button?: string }): Promise<Reply>;
  /** Presses a button that is on the card. */
  presses(card: Card, action: ActionId, how?: How): Promise<Reply>;
  /** Sends a click made by hand. */
  clicks(action: ActionId, subject: string, how?: How): Promise<Reply>;
  /** Sends any form made by hand. */
  posts(
    form: { readonly id: Form['id']; readonly context: string; readonly button?: string; readonly values: Values },
    how?: How,
  ): Promise<Reply>;
  searches(form: Form, field: string, text: string): Promise<readonly Option[]>;
};

export function personIn(
  app: { readonly dispatch: Dispatch; readonly search: Search; readonly newId: NewId },
  id: string,
  platform = 'chat',
): Person {
  const name = `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`;
  const actor: Actor = { platform, tenant: 'home', id, name };
  const base = (how: How = {}) => ({ actor, deliveryId: how.delivery ?? app.newId(), channel: 'general' });

  const types: Person['types'] = (line, how) => {
    const match = /^\/(template|send-active)\s*(.*)$/s.exec(line);
    if (!match) throw new Error(`not a command: ${line}`);
    const command = match[1] === 'template' ? 'template' : 'send-active';
    return app.dispatch({ ...base(how), kind: 'command', command, text: match[2] ?? '' });
  };
  const clicks: Person['clicks'] = (action, subject, how) =>
    app.dispatch({ ...base(how), kind: 'action', action, subject });

  return {
    actor,
    types,
    opens: async (line) => formOf(await types(line)),
    sends: (form, values = {}, how = {}) => {
      const shown = inputsOf(form).map((field) => [field.id, form.values[field.id] ?? '']);
      const filled = { ...Object.fromEntries(shown), ...values };
      const button = how.button ?? 'submit';
      return app.dispatch({ ...base(how), kind: 'form', form: form.id, context: form.context, button, values: filled });
    },
    presses: (card, action, how) => {
      const found = card.actions.find((one) => one.id === action);
      if (!found) throw new Error(`no ${action} on the card, only ${card.actions.map((one) => one.id).join(', ')}`);
      return clicks(action, found.subject, how);
    },
    clicks,
    posts: ({ id: form, context, button = 'submit', values }, how) =>
      app.dispatch({ ...base(how), kind: 'form', form, context, button, values }),
    searches: (form, field, text) => app.search({ actor, form: form.id, context: form.context, field, text }),
  };
}
