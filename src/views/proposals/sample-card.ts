// What the proposer is told when the sample file of the header cannot be had: nobody was asked to approve it.
import type { Failure } from '../../domain/fault.ts';
import { failureText, vendorText } from '../parts/failure-text.ts';
import { joinTexts, plainText, templateName } from '../parts/text.ts';
import type { Card } from '../view.ts';
import type { Words } from '../words/index.ts';
import type { ProposalView } from './data.ts';

/** `Edit` as long as this revision waits for it. */
export function sampleRefusedCard(
  words: Words,
  view: ProposalView,
  { revision, failure }: { readonly revision: number; readonly failure: Failure },
): Card {
  const { number } = view;
  const facts = { number, name: templateName(view.template) };
  const { what, next } = failureText(words, failure);
  const first = `${words.say('sample.refused', facts)} ${what}`;
  const isOpen = view.revision === revision && view.state === 'changes_requested';
  return {
    title: words.say('sample.refused.title', { number }),
    tone: 'warning',
    facts: [],
    sections: [{ kind: 'text', text: joinTexts([first, vendorText(words, failure), next], '\n') }],
    actions: isOpen
      ? [
          {
            id: 'edit',
            label: words.say('proposal.edit_again'),
            style: 'primary',
            subject: `${view.id}:${revision}`,
            opensForm: true,
          },
        ]
      : [],
    summary: plainText(first),
  };
}
