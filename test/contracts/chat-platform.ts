// What every chat platform must do, as one suite over a descriptor. The double behind the descriptor is the platform's own
// (a local Slack, a browser page, a connector); the suite sees only what a person sees and what `dispatch` is given.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Intent, Reply, Search } from '../../src/ports/chat.ts';
import { onlyOnce } from '../support/chat-samples.ts';
import { cardScenarios } from './chat-card-scenarios.ts';
import { formScenarios } from './chat-form-scenarios.ts';
import type { ChatDescriptor, ChatSubject } from './chat-subject.ts';

const scenarios = { ...formScenarios, ...cardScenarios };

/** Registers the suite. Skips are declared by scenario name and shown in the test's title. */
export function chatPlatformContract(descriptor: ChatDescriptor): void {
  describe(`chat platform contract: ${descriptor.name}`, () => {
    let subject: ChatSubject;
    let intents: Intent[];
    let respond: (intent: Intent) => Reply;

    beforeEach(async () => {
      intents = [];
      respond = () => ({ show: 'nothing' });
      const dispatch = onlyOnce(async (intent) => {
        intents.push(intent);
        return respond(intent);
      });
      subject = await descriptor.start({ dispatch, search: findLanguages });
    });
    afterEach(() => subject.stop());

    for (const [name, scenario] of Object.entries(scenarios)) {
      const why = descriptor.skips?.[name];
      const run = why === undefined ? test : test.skip;
      run(why === undefined ? name : `${name} (not here: ${why})`, () =>
        scenario({
          subject,
          intents,
          answer: (reply) => {
            respond = typeof reply === 'function' ? reply : () => reply;
          },
        }),
      );
    }
    test('every declared skip names a scenario', () => {
      expect(Object.keys(scenarios)).toEqual(expect.arrayContaining(Object.keys(descriptor.skips ?? {})));
    });
  });
}

const findLanguages: Search = async ({ text }) =>
  ['es', 'es_AR', 'en', 'en_US', 'pt_BR']
    .filter((code) => code.includes(text))
    .map((code) => ({ value: code, label: `Language ${code}` }));

export type { ChatDescriptor, ChatSubject, Person, ShownForm, ShownMessage } from './chat-subject.ts';
