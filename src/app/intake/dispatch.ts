// Intent → use-case → Reply: finds the person and hands over to the table of commands, forms or actions. One of the three edges
// where a thrown error is caught: it becomes a reference the person can quote and the log can be searched for.
import type { Dispatch } from '../../ports/chat.ts';
import { bugCard } from '../../views/operation/bug-card.ts';
import { wordsFor } from '../../views/words/index.ts';
import type { AppDeps } from '../deps.ts';
import { settleClicked } from '../news/clicked-card.ts';
import { staffOf } from '../people/staff.ts';
import { runAction } from './actions.ts';
import { boundedIntent } from './bounded.ts';
import { runCommand } from './commands.ts';
import { runForm } from './forms.ts';
import { answerThread } from './thread-message.ts';

/** What every chat adapter calls. Never rejects. */
export function createDispatch(deps: AppDeps): Dispatch {
  const answer: Dispatch = async (intent) => {
    try {
      if (intent.kind === 'thread_message') return await answerThread(deps, intent);
      const staff = await staffOf(deps, intent.actor);
      switch (intent.kind) {
        case 'command':
          return await runCommand(deps, staff, intent);
        case 'form':
          return await runForm(deps, staff, intent);
        case 'action':
          return await settleClicked(deps, intent, await runAction(deps, staff, intent));
      }
    } catch (error) {
      const reference = deps.newId().slice(-6).toUpperCase();
      deps.log.error({ reference, error, intent: intent.kind }, 'dispatch broke');
      return { show: 'notice', card: bugCard(wordsFor(intent.actor.locale ?? deps.settings.channelLocale), reference) };
    }
  };
  return (intent) => answer(boundedIntent(intent));
}
