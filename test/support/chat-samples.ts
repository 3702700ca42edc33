// Small cards and forms with valid defaults, and a dispatch that keeps the port's promise about repeated deliveries.
import type { Dispatch, Intent, Reply } from '../../src/ports/chat.ts';
import type { Card, Form } from '../../src/views/view.ts';

/** Everything that some chat platform would turn into a ping, a link or markup. One line, no outer spaces. */
export const HOSTILE_TEXT =
  '<!channel> <@U999> <https://evil.example|Approve> @here *b* _i_ ~s~ `c` [x](https://evil.example) <script>alert(1)</script> &lt; :boom: \u202Ertl';

export function aForm(change: Partial<Form> = {}): Form {
  return {
    id: 'propose',
    context: 'draft-01',
    title: 'Propose template',
    fields: [
      { kind: 'note', id: 'step', text: 'Step 1 of 3', tone: 'plain' },
      { kind: 'line', id: 'name', label: 'Name', max: 512 },
      { kind: 'lines', id: 'body', label: 'Body', max: 1024, optional: true },
      {
        kind: 'choice',
        id: 'category',
        label: 'Category',
        look: 'radio',
        options: [
          { value: 'MARKETING', label: 'Marketing', hint: 'Offers and news' },
          { value: 'UTILITY', label: 'Utility' },
        ],
      },
      {
        kind: 'search',
        id: 'language',
        label: 'Language',
        optional: true,
        total: 500,
        options: [
          { value: 'es', label: 'Spanish' },
          { value: 'en', label: 'English' },
        ],
      },
    ],
    submit: 'Next',
    buttons: [],
    close: 'Cancel',
    values: {},
    errors: {},
    summary: 'Propose a template, step 1 of 3',
    ...change,
  };
}

export function aCard(change: Partial<Card> = {}): Card {
  return {
    title: 'Order ready',
    tone: 'plain',
    facts: [{ label: 'Language', value: 'Spanish' }],
    sections: [{ kind: 'text', text: 'Please decide.' }],
    actions: [
      { id: 'approve', label: 'Approve', style: 'primary', subject: 'proposal-7/2' },
      { id: 'reject', label: 'Reject…', style: 'danger', subject: 'proposal-7/2', opensForm: true },
    ],
    summary: 'Order ready: please decide',
    ...change,
  };
}

/** Dispatch as `src/app` promises it: a delivery id seen before gets the first Reply and no second effect. */
export function onlyOnce(dispatch: Dispatch): Dispatch {
  const replies = new Map<string, Promise<Reply>>();
  return (intent) => {
    const known = replies.get(intent.deliveryId);
    if (known !== undefined) return known;
    const reply = dispatch(intent);
    replies.set(intent.deliveryId, reply);
    return reply;
  };
}

export function intentsOf<K extends Intent['kind']>(
  intents: readonly Intent[],
  kind: K,
): Extract<Intent, { kind: K }>[] {
  return intents.filter((intent): intent is Extract<Intent, { kind: K }> => intent.kind === kind);
}
