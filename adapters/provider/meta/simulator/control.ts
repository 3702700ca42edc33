// The test bench: what Meta, somebody in Meta's manager, or the network would do, on request. Nothing here is part of
// Meta's API.
import { isE164 } from './identity.ts';
import type { Fields } from './json.ts';
import type { Category, Score, Send, StoredTemplate, Submission } from './model.ts';
import { type CustomerMessage, receiveFromCustomer, setMarketingPreference } from './phones/inbound.ts';
import { changeCategory, disable, pause, replaceComponents, setQuality, unpause } from './templates/events.ts';
import { recategorise, settleReview } from './templates/review.ts';
import type { World } from './world.ts';

export type AcceptedSend = Pick<
  Send,
  'id' | 'at' | 'to' | 'phoneNumberId' | 'templateName' | 'language' | 'callbackData'
> & {
  /** Statuses reported so far, in order. */
  readonly statuses: readonly string[];
};

/** Functions that name a template act on every language of it and return false when there is none. */
export type SimulatorControl = {
  /** How webhooks are delivered from now on; what is left out stays. `shuffle`: the newest first. */
  readonly deliver: (how: {
    readonly duplicates?: number;
    readonly shuffle?: boolean;
    readonly batch?: number;
  }) => void;
  /** While true, webhooks of new events are lost for good. */
  readonly dropWebhooks: (drop: boolean) => void;
  /** Runs the subscription handshake; true when the receiver answered it right. */
  readonly handshake: () => Promise<boolean>;
  /** Ends a review now instead of after the delay. */
  readonly finishReview: (name: string) => boolean;
  readonly pauseTemplate: (name: string) => boolean;
  readonly unpauseTemplate: (name: string) => boolean;
  readonly disableTemplate: (name: string) => boolean;
  /** `later`: announced for a day ahead; `now` also carries out what was announced. */
  readonly changeCategory: (name: string, to: Category, when: 'now' | 'later') => boolean;
  readonly quality: (name: string, to: Score) => boolean;
  /** Somebody changes the body in Meta's manager; the template stays approved. */
  readonly editTemplate: (name: string, bodyText: string) => boolean;
  /** Every send is refused with 368 until `restoreAccount`. */
  readonly restrictAccount: () => void;
  readonly restoreAccount: () => void;
  /** Undefined when the number is no E.164 number. */
  readonly sendInbound: (from: string, message: CustomerMessage) => string | undefined;
  readonly marketingPreference: (from: string, wants: boolean) => boolean;
  /** Everything that was really accepted for delivery, oldest first. */
  readonly accepted: () => readonly AcceptedSend[];
  /** Every creation attempt, oldest first. */
  readonly submissions: () => readonly Submission[];
  readonly templates: () => readonly StoredTemplate[];
  readonly webhooks: () => {
    readonly pending: number;
    readonly delivered: number;
    readonly dropped: number;
    readonly givenUp: number;
  };
  /** Reviews, statuses and other steps that will still happen by themselves. */
  readonly planned: () => number;
};

export function createControl(world: World): SimulatorControl {
  const { state } = world;
  const named = (name: string, act: (template: StoredTemplate) => void): boolean => {
    const found = state.templates.all().filter((template) => template.name === name && template.status !== 'DELETED');
    for (const template of found) act(template);
    return found.length > 0;
  };
  const restrict = (restricted: boolean): void => {
    state.setKnobs({ restricted });
    world.webhooks.queue('account_update', {
      event: 'DISABLED_UPDATE',
      ban_info: {
        waba_ban_state: restricted ? 'DISABLE' : 'REINSTATE',
        waba_ban_date: world.settings.now().toISOString().slice(0, 10),
      },
    });
  };

  return {
    deliver: (how) => {
      state.setKnobs({
        ...how,
        ...(how.batch === undefined ? {} : { batch: Math.max(1, Math.min(how.batch, 1_000)) }),
        ...(how.duplicates === undefined ? {} : { duplicates: Math.max(0, Math.min(how.duplicates, 10)) }),
      });
      world.webhooks.wake();
    },
    dropWebhooks: (dropping) => state.setKnobs({ dropping }),
    handshake: () => world.webhooks.handshake(),
    finishReview: (name) => named(name, (template) => settleReview(world, template.id)),
    pauseTemplate: (name) => named(name, (template) => pause(world, template)),
    unpauseTemplate: (name) => named(name, (template) => unpause(world, template)),
    disableTemplate: (name) => named(name, (template) => disable(world, template)),
    changeCategory: (name, to, when) =>
      named(name, (template) => {
        if (when === 'now' && template.correctCategory === to) recategorise(world, template.id);
        else changeCategory(world, template, to, when);
      }),
    quality: (name, to) => named(name, (template) => setQuality(world, template, to)),
    editTemplate: (name, bodyText) =>
      named(name, (template) => replaceComponents(world, template, withBody(template.components, bodyText))),
    restrictAccount: () => restrict(true),
    restoreAccount: () => restrict(false),
    sendInbound: (from, message) => (isE164(from) ? receiveFromCustomer(world, from, message) : undefined),
    marketingPreference: (from, wants) => {
      if (isE164(from)) setMarketingPreference(world, from, wants);
      return isE164(from);
    },
    accepted: () => state.sends.all().map(acceptedSend),
    submissions: () => state.submissions.all(),
    templates: () => state.templates.all(),
    webhooks: () => {
      const { delivered, dropped, givenUp } = state.readKnobs();
      return { pending: state.changes.size(), delivered, dropped, givenUp };
    },
    planned: () => state.tasks.size(),
  };
}

function withBody(components: readonly Fields[], bodyText: string): readonly Fields[] {
  return components.map((component) => (component.type === 'BODY' ? { ...component, text: bodyText } : component));
}

function acceptedSend(send: Send): AcceptedSend {
  const { id, at, to, phoneNumberId, templateName, language, callbackData } = send;
  const statuses = send.steps.slice(0, send.done).map((step) => step.status);
  return {
    id,
    at,
    to,
    templateName,
    language,
    statuses,
    ...(phoneNumberId === undefined ? {} : { phoneNumberId }),
    ...(callbackData === undefined ? {} : { callbackData }),
  };
}
